package dev.sortal.formats;

import dev.sortal.data.Headers;
import dev.sortal.data.Rows;
import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** A Parquet file being read, column by column. */
final class ParquetRows implements Rows {
  private final String name;
  private final ParquetFileReader file;
  private final FileMetaData meta;
  private final List<ParquetColumn> columns;
  private final List<String> header;
  private final List<ParquetColumn> wanted = new ArrayList<>();
  private @Nullable Object[] values = new Object[0];
  private ColumnReader[] readers = new ColumnReader[0];
  private boolean isBegun;
  private long leftInGroup;
  private long row;

  ParquetRows(String name, ParquetFileReader file) {
    this.name = name;
    this.file = file;
    this.meta = file.getFooter().getFileMetaData();
    this.columns = ParquetColumn.of(meta.getSchema());
    this.header = columns.stream().map(ParquetColumn::name).toList();
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public int column(String column) {
    ParquetColumn found = columns.get(Headers.column(name, header, column, hint(column)));
    if (!wanted.contains(found)) {
      wanted.add(found);
      values = new Object[wanted.size()];
    }
    return wanted.indexOf(found);
  }

  private String hint(String column) {
    return meta.getSchema().containsField(column)
        ? " \""
            + column
            + "\" is a map, a group or a list of such, and only single values and lists of them can be read."
        : "";
  }

  @Override
  public boolean next() {
    Arrays.fill(values, null);
    try {
      while (leftInGroup == 0) {
        if (!nextGroup()) {
          return false;
        }
      }
      leftInGroup--;
      row++;
      return read();
    } catch (IOException | RuntimeException failure) {
      if (failure instanceof RowException bad) {
        throw bad;
      }
      throw new DataException(
          "Could not read " + name + " after row " + row + ": " + failure.getMessage(), failure);
    }
  }

  private boolean nextGroup() throws IOException {
    MessageType schema = meta.getSchema();
    if (!isBegun) {
      isBegun = true;
      file.setRequestedSchema(wanted.stream().map(ParquetColumn::descriptor).toList());
    }
    PageReadStore group = file.readNextRowGroup();
    if (group == null) {
      return false;
    }
    ColumnReadStoreImpl stored =
        new ColumnReadStoreImpl(
            group,
            new DummyRecordConverter(schema).getRootConverter(),
            schema,
            meta.getCreatedBy());
    readers =
        wanted.stream()
            .map(column -> stored.getColumnReader(column.descriptor()))
            .toArray(ColumnReader[]::new);
    leftInGroup = group.getRowCount();
    return true;
  }

  /** All columns go on, also where the value of one cannot be used. */
  private boolean read() {
    String problem = null;
    for (int i = 0; i < readers.length; i++) {
      try {
        values[i] = wanted.get(i).next(readers[i]);
      } catch (IllegalArgumentException unusable) {
        problem = unusable.getMessage() + " in column \"" + wanted.get(i).name() + "\"";
      }
    }
    if (problem != null) {
      throw new RowException(name, row, problem + ".");
    }
    return true;
  }

  @Override
  public @Nullable Object value(int column) {
    return values[column];
  }

  @Override
  public String source() {
    return name;
  }

  @Override
  public long line() {
    return row;
  }

  /** The values that are read of the row, by column. */
  @Override
  public String raw() {
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      shown.add(wanted.get(i).name() + "=" + values[i]);
    }
    return shown.toString();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException failure) {
      throw new DataException("Could not close " + name + ": " + failure, failure);
    }
  }
}
