package dev.sortal.cli;

import dev.sortal.Dataset;
import dev.sortal.data.Example;
import dev.sortal.data.RowSource;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What labelled examples are read from, and of which columns they are made. */
final class DataOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Mixin RowOptions rows;

  @Option(
      names = "--field",
      split = ",",
      paramLabel = "COLUMN",
      description = "Columns of further texts: title,summary.")
  List<String> fields = List.of();

  @Option(
      names = "--number",
      split = ",",
      paramLabel = "COLUMN",
      description = "Columns of numbers: age,amount. A blank value is a missing one.")
  List<String> numbers = List.of();

  @Option(
      names = "--category",
      split = ",",
      paramLabel = "COLUMN",
      description = "Columns of categories: city,device.")
  List<String> categories = List.of();

  @Mixin LabelOptions labels;

  @Option(
      names = "--weight",
      paramLabel = "COLUMN",
      description = "The column of a factor of the row's loss, a number of at least 0.")
  @Nullable String weight;

  /** Whether there is a text, beside numbers, categories and further texts. */
  boolean hasText() {
    return rows.text != null || !hasColumns();
  }

  private boolean hasColumns() {
    return rows.text != null || !(fields.isEmpty() && numbers.isEmpty() && categories.isEmpty());
  }

  /** The examples that these words name. */
  Dataset read(String data) {
    return read(data, null);
  }

  /**
   * The examples that these words name.
   *
   * @param also a column that is read though no encoder does, or null for none
   */
  Dataset read(String data, @Nullable String also) {
    return read(data, true, also);
  }

  /** The examples of a second source, of which rejects go to a file of their own. */
  Dataset readTest(String data) {
    return read(data, false, null);
  }

  private Dataset read(String data, boolean isMain, @Nullable String also) {
    requireDistinct();
    RowSource source = rows.source(rows.table(data), isMain);
    if (rows.areImages(data)) {
      if (hasColumns()) {
        throw new ParameterException(
            spec.commandLine(),
            "Folders of images have no columns: leave out --text, --field, --number and"
                + " --category.");
      }
      source = source.image(Example.IMAGE, Path.of(data));
    }
    for (String field : fields) {
      source = source.field(field);
    }
    for (String number : numbers) {
      source = source.number(number);
    }
    for (String category : categories) {
      source = source.field(category);
    }
    if (also != null && !isRead(also)) {
      // Columns that are named take the place of the text that is read where none is.
      source =
          hasText() && rows.text == null ? source.text("text").field(also) : source.field(also);
    }
    source = labels.read(source);
    return Dataset.of(weight == null ? source : source.weight(weight));
  }

  /** Whether that column is read to learn from. */
  boolean reads(String column) {
    String text = rows.text == null ? "text" : rows.text;
    return isRead(column) || hasText() && column.equals(text);
  }

  private boolean isRead(String column) {
    return fields.contains(column) || numbers.contains(column) || categories.contains(column);
  }

  private void requireDistinct() {
    Set<String> seen = new HashSet<>();
    for (List<String> columns : List.of(fields, numbers, categories)) {
      for (String column : columns) {
        if (!seen.add(column)) {
          throw new ParameterException(
              spec.commandLine(),
              "A column is a text, a number or a category: expected \""
                  + column
                  + "\" once after --field, --number and --category, got it twice.");
        }
      }
    }
  }
}
