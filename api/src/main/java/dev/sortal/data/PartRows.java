package dev.sortal.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of one table after the other; for one thread. */
final class PartRows implements Rows {
  private final List<Table> tables;
  private final List<String> names = new ArrayList<>();
  private final Set<String> unseen = new HashSet<>();
  private int table;
  private Rows rows;
  private int[] columns = new int[0];

  /**
   * Opens the first table.
   *
   * @param tables at least one
   */
  PartRows(List<Table> tables) {
    this.tables = tables;
    this.rows = tables.get(0).open();
  }

  @Override
  public List<String> header() {
    return rows.header();
  }

  @Override
  public int column(String name) {
    int column = names.indexOf(name);
    if (column < 0) {
      rows.column(name);
      unseen.add(name);
      column = names.size();
      names.add(name);
      findColumns();
    }
    return column;
  }

  private void findColumns() {
    columns = names.stream().mapToInt(rows::column).toArray();
  }

  @Override
  public boolean next() {
    while (!rows.next()) {
      unseen.retainAll(rows.unseen());
      if (table + 1 == tables.size()) {
        return false;
      }
      rows.close();
      table++;
      rows = tables.get(table).open();
      findColumns();
    }
    return true;
  }

  @Override
  public @Nullable Object value(int column) {
    return rows.value(columns[column]);
  }

  @Override
  public Set<String> unseen() {
    return unseen;
  }

  @Override
  public String source() {
    return rows.source();
  }

  @Override
  public long line() {
    return rows.line();
  }

  @Override
  public String raw() {
    return rows.raw();
  }

  @Override
  public void close() {
    rows.close();
  }
}
