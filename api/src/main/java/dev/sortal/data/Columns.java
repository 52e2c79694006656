package dev.sortal.data;

import dev.sortal.error.RowException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a row become what of an example; immutable. All sources of rows share it.
 *
 * @param fields what the example's fields are read from; none for its text in the column "text"
 * @param label the column of the label or labels, or null for examples without
 * @param weight the column of the weight, or null for weight 1
 * @param image what the example's image is made of, or null for examples without
 */
record Columns(
    List<Field> fields,
    @Nullable LabelColumn label,
    @Nullable String weight,
    @Nullable ImageField image) {
  static final Columns STANDARD = new Columns(List.of(), LabelColumn.one("label"), null, null);

  /**
   * The image of the examples.
   *
   * @param name its name in the example
   */
  record ImageField(String name, ImageColumns columns) {}

  /** What a column's values become. */
  enum Kind {
    /** A text, which may be empty; the text of the example itself must be there. */
    TEXT,
    /** A number; one that is missing leaves the field out. */
    NUMBER
  }

  /**
   * A field of the examples.
   *
   * @param name its name in the example
   * @param column the column that it is read from
   * @param kind what it is
   */
  record Field(String name, String column, Kind kind) {
    Field {
      Objects.requireNonNull(column, "column");
    }
  }

  Columns {
    fields = List.copyOf(fields);
  }

  /** With that field, in place of another of its name. */
  Columns field(String name, String column, Kind kind) {
    List<Field> changed = new ArrayList<>(fields);
    changed.removeIf(field -> field.name().equals(name));
    changed.add(new Field(name, column, kind));
    return new Columns(changed, label, weight, image);
  }

  Columns label(@Nullable LabelColumn column) {
    return new Columns(fields, column, weight, image);
  }

  Columns weight(String column) {
    return new Columns(fields, label, column, image);
  }

  Columns image(String name, ImageColumns columns) {
    return new Columns(fields, label, weight, new ImageField(name, columns));
  }

  /**
   * Finds the columns.
   *
   * @param check reads each image, or null to leave that to whoever needs it
   * @throws dev.sortal.error.DataException if one is missing
   */
  Reader of(Rows rows, @Nullable ImageCheck check) {
    return new Reader(this, rows, check);
  }

  /** Makes examples of rows; for one thread. */
  static final class Reader {
    private static final int NONE = -1;

    private final Rows rows;
    private final Field[] fields;
    private final int[] fieldColumns;
    private final @Nullable LabelColumn label;
    private final int labelColumn;
    private final @Nullable String weight;
    private final int weightColumn;
    private final @Nullable String image;
    private final ImageColumns.@Nullable Reader images;

    private Reader(Columns columns, Rows rows, @Nullable ImageCheck check) {
      this.rows = rows;
      this.image = columns.image == null ? null : columns.image.name();
      this.images = columns.image == null ? null : columns.image.columns().of(rows, check);
      this.fields =
          columns.fields.isEmpty() && images == null
              ? new Field[] {new Field(Example.TEXT, "text", Kind.TEXT)}
              : columns.fields.toArray(Field[]::new);
      this.fieldColumns = new int[fields.length];
      for (int i = 0; i < fields.length; i++) {
        fieldColumns[i] = rows.column(fields[i].column());
      }
      this.label = columns.label;
      this.labelColumn = label == null ? NONE : rows.column(label.name());
      this.weight = columns.weight;
      this.weightColumn = weight == null ? NONE : rows.column(weight);
    }

    /**
     * The example of the current row.
     *
     * @throws RowException if a value cannot be used
     */
    Example example() {
      boolean isText = images == null && fields.length == 1 && isRequired(fields[0]);
      Map<String, Object> values =
          isText ? Map.of(Example.TEXT, requiredText(0)) : Collections.unmodifiableMap(several());
      return Example.row(values, labels(), weight(), rows.source(), rows.line());
    }

    private Map<String, Object> several() {
      Map<String, Object> values = new TreeMap<>();
      for (int i = 0; i < fields.length; i++) {
        Object value =
            switch (fields[i].kind()) {
              case TEXT -> isRequired(fields[i]) ? requiredText(i) : text(i);
              case NUMBER -> number(i);
            };
        if (value != null) {
          values.put(fields[i].name(), value);
        }
      }
      if (image != null && images != null) {
        values.put(image, images.read());
      }
      return values;
    }

    private static boolean isRequired(Field field) {
      return field.kind() == Kind.TEXT && field.name().equals(Example.TEXT);
    }

    private String requiredText(int field) {
      String text = text(field);
      if (text == null) {
        throw unusable("has no text", "one", fields[field].column(), "none");
      }
      return text;
    }

    private @Nullable String text(int field) {
      return text(fieldColumns[field], fields[field].column());
    }

    private @Nullable String text(int column, String name) {
      Object value = rows.value(column);
      if (value == null || value instanceof String) {
        return (String) value;
      }
      String text = Values.text(value);
      if (text == null) {
        throw unusable("has no text", "one", name, Values.shown(value));
      }
      return text;
    }

    private @Nullable Double number(int field) {
      Object value = rows.value(fieldColumns[field]);
      if (Values.isMissing(value)) {
        return null;
      }
      double number = Values.number(value);
      if (!Double.isFinite(number)) {
        throw unusable("has no number", "one", fields[field].column(), Values.shown(value));
      }
      return number;
    }

    private @Nullable List<String> labels() {
      if (label == null) {
        return null;
      }
      Object value = rows.value(labelColumn);
      List<String> labels = label.labels(value);
      if (labels == null) {
        throw unusable(label.missing(), label.expected(), label.name(), Values.shown(value));
      }
      return labels;
    }

    private double weight() {
      if (weight == null) {
        return 1;
      }
      Object value = rows.value(weightColumn);
      double parsed = Values.number(value);
      if (!(parsed >= 0 && Double.isFinite(parsed))) {
        throw unusable(
            "has a weight that cannot be used",
            "a number of at least 0",
            weight,
            Values.shown(value));
      }
      return parsed + 0.0;
    }

    private RowException unusable(String what, String expected, String column, String got) {
      return new RowException(
          rows.source(),
          rows.line(),
          what
              + ": expected "
              + expected
              + " in column \""
              + column
              + "\", got "
              + got
              + ". Complete or remove the row.");
    }
  }
}
