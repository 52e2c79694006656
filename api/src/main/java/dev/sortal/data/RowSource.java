package dev.sortal.data;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Examples from the columns of a {@link Table}; an immutable value, every method gives a new one.
 *
 * <p>As long as no field is named, the example's text is read from the column {@code text}, and its
 * label from the column {@code label}. Values become texts and numbers in one way for all tables: a
 * number where a text is wanted is its decimals without an exponent, a text where a number is
 * wanted is parsed, true is 1. An empty text is legal. An empty label, a number that is none or a
 * weight that is no number of at least 0 is an error that names file and line.
 *
 * <pre>{@code
 * Source reviews = RowSource.of(table).text("review").label("stars");
 * Source customers = RowSource.of(table).field("city").number("age").label("rating");
 * }</pre>
 */
public final class RowSource implements Source {
  private final Table table;
  private final Columns columns;
  private final OnError onError;
  private final @Nullable ImageCheck images;

  private RowSource(Table table, Columns columns, OnError onError, @Nullable ImageCheck images) {
    this.table = table;
    this.columns = columns;
    this.onError = onError;
    this.images = images;
  }

  /** Examples from that table. */
  public static RowSource of(Table table) {
    return new RowSource(table, Columns.STANDARD, OnError.failFast(), null);
  }

  /** The same columns of another table. */
  public RowSource from(Table table) {
    return new RowSource(table, columns, onError, images);
  }

  private RowSource with(Columns columns) {
    return new RowSource(table, columns, onError, images);
  }

  /** With the example's text in that column. */
  public RowSource text(String column) {
    return with(columns.field(Example.TEXT, column, Columns.Kind.TEXT));
  }

  /** With another text, or a category, in that column, which names the field too. */
  public RowSource field(String column) {
    return with(columns.field(column, column, Columns.Kind.TEXT));
  }

  /** With a number in that column, which names the field too. */
  public RowSource number(String column) {
    return with(columns.field(column, column, Columns.Kind.NUMBER));
  }

  /**
   * With the example's image in the file that a column names.
   *
   * @param folder where relative names begin
   */
  public RowSource image(String column, Path folder) {
    return with(columns.image(Example.IMAGE, new ImageColumns.Named(column, folder)));
  }

  /**
   * With the example's image as grey pixels in columns of their own, row by row, numbered from 0.
   *
   * @param prefix what the columns' names begin with: {@code p} for p0, p1, ..
   * @param white the number of a white pixel; black is 0
   */
  public RowSource pixels(String prefix, int height, int width, double white) {
    return with(
        columns.image(Example.IMAGE, new ImageColumns.Pixels(prefix, height, width, white)));
  }

  /**
   * With images read twice where {@link #onError} skips rows, so that a damaged one is such a row;
   * else it ends whatever needs it.
   */
  public RowSource checkingImages(ImageCheck check) {
    return new RowSource(table, columns, onError, check);
  }

  /**
   * With fields in columns of their names, as a model reads them; of an image the column names the
   * file.
   */
  public RowSource fields(Map<String, FieldKind> fields) {
    RowSource source = this;
    for (Map.Entry<String, FieldKind> field : fields.entrySet()) {
      source =
          switch (field.getValue()) {
            case TEXT -> source.field(field.getKey());
            case NUMBER -> source.number(field.getKey());
            case IMAGE ->
                source.with(
                    source.columns.image(
                        field.getKey(), new ImageColumns.Named(field.getKey(), Path.of(""))));
          };
    }
    return source;
  }

  /** With the label in that column. */
  public RowSource label(String column) {
    return with(columns.label(LabelColumn.one(column)));
  }

  /**
   * With any number of labels in that column: of a list (a JSON array, an array of a database) its
   * elements, of a single value that one. An empty list or text stands for no label; a missing
   * value is an error, since it does not say that there is none.
   */
  public RowSource labels(String column) {
    return with(columns.label(LabelColumn.several(column, null)));
  }

  /**
   * With any number of labels in that column, of which a text holds several, as {@code
   * "vegan|quick"}. White space around a label, and labels without any, do not count.
   *
   * @param separator what stands between two labels, taken as it is
   * @throws IllegalArgumentException if the separator is empty
   */
  public RowSource labels(String column, String separator) {
    return with(columns.label(LabelColumn.several(column, separator)));
  }

  /** Without labels, for what is only to be classified. */
  public RowSource unlabelled() {
    return with(columns.label(null));
  }

  /** With a factor of each example's loss, a number of at least 0, in that column. */
  public RowSource weight(String column) {
    return with(columns.weight(column));
  }

  /** With another way to deal with rows that cannot be used than {@link OnError#failFast()}. */
  public RowSource onError(OnError onError) {
    return new RowSource(table, columns, onError, images);
  }

  @Override
  public Stream<Example> open() {
    RowReader reader = new RowReader(table, columns, onError, images);
    return StreamSupport.stream(reader, false).onClose(reader::close);
  }
}
