package dev.sortal.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.sql.Array;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link JdbcQuery} being read; owns its connection. */
final class JdbcRows implements Rows {
  private final String name;
  private final Session session;
  private final ResultSet results;
  private final List<String> header = new ArrayList<>();
  private final List<Integer> types = new ArrayList<>();
  private long row;

  /** Runs the query; closes the connection if that fails. */
  JdbcRows(JdbcQuery query, Connection connection) {
    this.name = query.name();
    this.session = new Session(connection);
    try {
      session.begin();
      results = session.run(query);
      ResultSetMetaData columns = results.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        header.add(columns.getColumnLabel(i));
        types.add(columns.getColumnType(i));
      }
    } catch (SQLException failure) {
      session.closeAfter(failure);
      throw new DataException("The " + name + " failed: " + failure.getMessage(), failure);
    }
  }

  @Override
  public List<String> header() {
    return header;
  }

  /** By the exact label, else by the one label that differs in its case only. */
  @Override
  public int column(String column) {
    List<String> similar = header.stream().filter(column::equalsIgnoreCase).distinct().toList();
    boolean isClear = !header.contains(column) && similar.size() == 1;
    return Headers.column("The " + name, header, isClear ? similar.get(0) : column, "");
  }

  @Override
  public boolean next() {
    try {
      boolean any = results.next();
      row += any ? 1 : 0;
      return any;
    } catch (SQLException failure) {
      throw new DataException(
          "The " + name + " failed after row " + row + ": " + failure.getMessage(), failure);
    }
  }

  @Override
  public @Nullable Object value(int column) {
    try {
      return value(results.getObject(column + 1), column + 1);
    } catch (SQLException failure) {
      throw new RowException(
          name,
          row,
          "has a value in column \""
              + header.get(column)
              + "\" that cannot be read: "
              + failure.getMessage());
    }
  }

  private @Nullable Object value(@Nullable Object value, int place) throws SQLException {
    if (value instanceof Array array && array.getArray() instanceof Object[] elements) {
      return Arrays.asList(elements);
    }
    boolean isText =
        value instanceof Clob
            || value instanceof SQLXML
            || (value != null && types.get(place - 1) == Types.OTHER && Values.text(value) == null);
    return isText && !(value instanceof Array) ? results.getString(place) : value;
  }

  @Override
  public String source() {
    return name;
  }

  @Override
  public long line() {
    return row;
  }

  /** The row as a JSON object of texts. */
  @Override
  public String raw() {
    ObjectNode raw = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < header.size(); i++) {
      raw.put(header.get(i), shown(i));
    }
    return raw.toString();
  }

  private @Nullable String shown(int column) {
    try {
      Object value = value(column);
      String text = value == null ? null : Values.text(value);
      return value == null || text != null ? text : Values.shown(value);
    } catch (RowException unreadable) {
      return unreadable.problem();
    }
  }

  @Override
  public void close() {
    SQLException failure = session.close();
    if (failure != null) {
      throw new DataException("Could not close the " + name + ": " + failure, failure);
    }
  }

  /** A connection in the state that reading needs, and the way back. */
  private static final class Session {
    private final Connection connection;
    private boolean wasAutoCommit;
    private boolean wasReadOnly;
    private @Nullable PreparedStatement statement;
    private boolean isClosed;

    Session(Connection connection) {
      this.connection = connection;
    }

    void begin() throws SQLException {
      wasReadOnly = connection.isReadOnly();
      wasAutoCommit = connection.getAutoCommit();
      setReadOnly(true);
      connection.setAutoCommit(false);
    }

    ResultSet run(JdbcQuery query) throws SQLException {
      PreparedStatement prepared =
          connection.prepareStatement(
              query.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
      statement = prepared;
      prepared.setFetchSize(query.fetchSize());
      for (int i = 0; i < query.parameters().size(); i++) {
        prepared.setObject(i + 1, query.parameters().get(i));
      }
      return prepared.executeQuery();
    }

    /** Only a hint: DuckDB, for one, refuses it. */
    private void setReadOnly(boolean readOnly) {
      try {
        connection.setReadOnly(readOnly);
      } catch (SQLException unsupported) {
        // Then the connection stays as it is.
      }
    }

    void closeAfter(SQLException failure) {
      SQLException second = close();
      if (second != null) {
        failure.addSuppressed(second);
      }
    }

    /** Gives the first failure after having tried everything; does nothing the second time. */
    @Nullable SQLException close() {
      if (isClosed) {
        return null;
      }
      isClosed = true;
      try (connection) {
        restore();
        return null;
      } catch (SQLException failure) {
        return failure;
      }
    }

    private void restore() throws SQLException {
      if (statement != null) {
        statement.close();
      }
      connection.rollback();
      connection.setAutoCommit(wasAutoCommit);
      setReadOnly(wasReadOnly);
    }
  }
}
