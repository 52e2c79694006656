package dev.sortal.cli;

import dev.sortal.data.FieldKind;
import dev.sortal.data.OnError;
import dev.sortal.data.RowSource;
import dev.sortal.data.Table;
import dev.sortal.image.Images;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How rows are read, for every command that reads some. */
final class RowOptions {
  private static final int DEFAULT_LIMIT = 100;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "What the data is, where its name does not tell: csv, tsv, jsonl, parquet, folders (of"
              + " texts) or images (folders of them).")
  DataPath.@Nullable Format format;

  @Option(
      names = "--text",
      paramLabel = "COLUMN",
      description = "The column of the text; by default 'text'.")
  @Nullable String text;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      converter = CharsetOption.class,
      description = "The charset of text files; by default UTF-8.")
  @Nullable Charset charset;

  @Option(
      names = "--delimiter",
      paramLabel = "CHARACTER",
      description = "What stands between the fields of a CSV file; by default a comma.")
  @Nullable Character delimiter;

  @Option(
      names = "--on-error",
      paramLabel = "WHAT",
      description =
          "What to do with a row that cannot be used: fail, the default, or skip and report it.")
  Choice onError = Choice.FAIL;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Rows of a source that may be skipped; by default 100.")
  @Nullable Integer limit;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Where skipped rows are written with their reasons, a JSON object a line.")
  @Nullable Path rejects;

  /** What to do with a row that cannot be used. */
  enum Choice {
    FAIL,
    SKIP
  }

  /** Names of charsets. */
  static final class CharsetOption implements ITypeConverter<Charset> {
    @Override
    public Charset convert(String name) {
      try {
        return Charset.forName(name);
      } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
        throw new TypeConversionException(
            "there is no charset '" + name + "', expected one like UTF-8, ISO-8859-1 or UTF-16");
      }
    }
  }

  /** The rows that the words after {@code --data} name. */
  Table table(String data) {
    return DataPath.of(data, format).table(charset, delimiter);
  }

  /** Whether these words name folders of images. */
  boolean areImages(String data) {
    return DataPath.of(data, format).format() == DataPath.Format.IMAGES;
  }

  /** Examples of a table, without columns yet; the text's column is named where it was. */
  RowSource source(Table table, boolean isMain) {
    RowSource source =
        RowSource.of(table).onError(onError(isMain)).checkingImages(Images::requireReadable);
    return text == null ? source : source.text(text);
  }

  /**
   * Examples of a table with the fields that a model reads.
   *
   * @throws ParameterException if there is a column for a text that it does not read
   */
  RowSource source(Table table, Map<String, FieldKind> fields) {
    boolean hasText = fields.containsKey("text");
    if (text != null && !hasText) {
      throw new ParameterException(
          spec.commandLine(),
          "--text names the column of the field text, which the model does not read: it reads "
              + fields.keySet()
              + " from columns of these names.");
    }
    RowSource source = source(table, true).fields(fields);
    return text == null ? source : source.text(text);
  }

  /** The rejects of a second source, as of test rows, go to a file of their own. */
  private OnError onError(boolean isMain) {
    if (onError == Choice.FAIL) {
      if (limit != null || rejects != null) {
        throw new ParameterException(
            spec.commandLine(), "--limit and --rejects go with --on-error skip.");
      }
      return OnError.failFast();
    }
    OnError skip = OnError.skipAndReport(limit == null ? DEFAULT_LIMIT : limit);
    if (rejects == null) {
      return skip;
    }
    return skip.rejectsTo(
        isMain ? rejects : rejects.resolveSibling("test-" + rejects.getFileName()));
  }
}
