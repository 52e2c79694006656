package dev.sortal.data;

import dev.sortal.error.DataException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Examples from the columns of a {@link CsvFile}.
 *
 * <p>An empty text is legal; an empty label or a weight that is no number of at least 0 is an error
 * that names file and line.
 *
 * <pre>{@code
 * Source source = new CsvSource(CsvFile.csv(path), "text", "label", null);
 * }</pre>
 *
 * @param file the file
 * @param text the column of the text
 * @param label the column of the label, or null for examples without
 * @param weight the column of the weight, or null for weight 1
 */
public record CsvSource(CsvFile file, String text, @Nullable String label, @Nullable String weight)
    implements Source {
  @Override
  public Stream<Example> open() {
    CsvFile.Rows rows = file.open();
    try {
      Iterator<Example> examples = new Examples(rows);
      return StreamSupport.stream(
              Spliterators.spliteratorUnknownSize(
                  examples, Spliterator.ORDERED | Spliterator.NONNULL),
              false)
          .onClose(rows::close);
    } catch (RuntimeException failure) {
      rows.close();
      throw failure;
    }
  }

  private final class Examples implements Iterator<Example> {
    private static final int NONE = -1;

    private final CsvFile.Rows rows;
    private final String source = file.name();
    private final int textColumn;
    private final int labelColumn;
    private final int weightColumn;
    private boolean isRead;
    private boolean any;
    private boolean ended;

    Examples(CsvFile.Rows rows) {
      this.rows = rows;
      this.textColumn = rows.column(text);
      this.labelColumn = label == null ? NONE : rows.column(label);
      this.weightColumn = weight == null ? NONE : rows.column(weight);
    }

    @Override
    public boolean hasNext() {
      if (!isRead && !ended) {
        isRead = rows.next();
        ended = !isRead;
        if (ended) {
          rows.close();
          if (!any) {
            throw new DataException(
                file.path() + " holds a header only: expected at least one row after it.");
          }
        }
        any = true;
      }
      return isRead;
    }

    @Override
    public Example next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      isRead = false;
      return Example.row(
          rows.field(textColumn),
          labelColumn == NONE ? null : label(rows.field(labelColumn)),
          weightColumn == NONE ? 1 : parseWeight(rows.field(weightColumn)),
          source,
          rows.line());
    }

    private String label(String value) {
      if (value.isBlank()) {
        throw new DataException(
            rows.origin()
                + " has no label: expected one in column \""
                + label
                + "\", got \""
                + value
                + "\". Complete or remove the row.");
      }
      return value;
    }

    private double parseWeight(String value) {
      double parsed;
      try {
        parsed = Double.parseDouble(value.strip());
      } catch (NumberFormatException notANumber) {
        parsed = Double.NaN;
      }
      if (!(parsed >= 0 && Double.isFinite(parsed))) {
        throw new DataException(
            rows.origin()
                + " has a weight that cannot be used: expected a number of at least 0 in column \""
                + weight
                + "\", got \""
                + value
                + "\".");
      }
      return parsed;
    }
  }
}
