package dev.sortal.formats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column of a Parquet file that a row has one value of, or a list of single values.
 *
 * @param name as a user writes it, without what a list is made of
 * @param descriptor what is stored
 * @param listLevel the definition level from which on a list has an element, 0 for single values
 */
record ParquetColumn(String name, ColumnDescriptor descriptor, int listLevel) {
  /** All columns that can be read; those of maps, and of lists of groups or lists, cannot. */
  static List<ParquetColumn> of(MessageType schema) {
    List<ParquetColumn> columns = new ArrayList<>();
    for (ColumnDescriptor descriptor : schema.getColumns()) {
      if (descriptor.getMaxRepetitionLevel() == 0) {
        columns.add(new ParquetColumn(String.join(".", descriptor.getPath()), descriptor, 0));
      } else if (descriptor.getMaxRepetitionLevel() == 1) {
        ParquetColumn list = list(schema, descriptor);
        if (list != null) {
          columns.add(list);
        }
      }
    }
    return columns;
  }

  /**
   * A group that says it is a list, which repeats a group of one element, or the element itself.
   */
  private static @Nullable ParquetColumn list(MessageType schema, ColumnDescriptor descriptor) {
    String[] path = descriptor.getPath();
    GroupType group = schema;
    for (int i = 0; i < path.length; i++) {
      Type type = group.getType(path[i]);
      boolean isList = group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation;
      if (type.isRepetition(Type.Repetition.REPEATED)) {
        boolean isOfSingles =
            type.isPrimitive() || (i == path.length - 2 && type.asGroupType().getFieldCount() == 1);
        String[] repeated = Arrays.copyOf(path, i + 1);
        return isList && isOfSingles
            ? new ParquetColumn(
                String.join(".", List.of(path).subList(0, i)),
                descriptor,
                schema.getMaxDefinitionLevel(repeated))
            : null;
      }
      if (!type.isPrimitive()) {
        group = type.asGroupType();
      }
    }
    return null;
  }

  /**
   * Reads what the row has and goes on to the next row.
   *
   * @return null where there is nothing, and in a list where an element is missing
   * @throws IllegalArgumentException if a text is not UTF-8; then too the reader is at the next row
   */
  @Nullable Object next(ColumnReader reader) {
    if (listLevel == 0) {
      return one(reader);
    }
    List<@Nullable Object> list = new ArrayList<>();
    boolean isMissing = reader.getCurrentDefinitionLevel() < listLevel - 1;
    IllegalArgumentException problem = null;
    do {
      boolean isElement = reader.getCurrentDefinitionLevel() >= listLevel;
      try {
        Object value = one(reader);
        if (isElement) {
          list.add(value);
        }
      } catch (IllegalArgumentException unusable) {
        problem = unusable;
      }
    } while (reader.getCurrentRepetitionLevel() > 0);
    if (problem != null) {
      throw problem;
    }
    return isMissing ? null : list;
  }

  private @Nullable Object one(ColumnReader reader) {
    try {
      return reader.getCurrentDefinitionLevel() == descriptor.getMaxDefinitionLevel()
          ? ParquetValues.value(reader, descriptor.getPrimitiveType())
          : null;
    } finally {
      reader.consume();
    }
  }
}
