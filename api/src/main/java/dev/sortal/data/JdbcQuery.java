package dev.sortal.data;

import dev.sortal.error.DataException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query over JDBC; the columns are the labels of the result, in any case.
 *
 * <p>Each {@link #open()} takes a connection, makes it read-only and runs the query in a
 * transaction of its own, which is what lets PostgreSQL stream. When the rows are closed the
 * transaction ends, the connection is as it was before, and closed: a pool gets it back. The line
 * of an example is the number of its row, from 1, so order the query if that is to mean something.
 *
 * <pre>{@code
 * JdbcQuery query =
 *     JdbcQuery.of(dataSource::getConnection, "select body, stars from reviews where year > ?")
 *         .withParameters(2020);
 * Source source = RowSource.of(query).text("body").label("stars");
 * }</pre>
 *
 * @param connections gives a connection for each pass
 * @param sql the query, with a question mark for each parameter
 * @param parameters the values of the question marks
 * @param fetchSize how many rows are fetched at once, a hint to the driver
 */
public record JdbcQuery(
    Connections connections, String sql, List<@Nullable Object> parameters, int fetchSize)
    implements Table {
  private static final int LONGEST_NAME = 60;

  /** Gives connections, each to be closed by who asked for it. */
  @FunctionalInterface
  public interface Connections {
    /** A connection that nobody else uses. */
    Connection open() throws SQLException;
  }

  public JdbcQuery {
    Objects.requireNonNull(sql, "sql");
    parameters = Collections.unmodifiableList(Arrays.asList(parameters.toArray()));
    if (fetchSize < 1 && fetchSize != Integer.MIN_VALUE) {
      throw new IllegalArgumentException(
          "fetchSize must be at least 1, or Integer.MIN_VALUE to stream from MySQL, got "
              + fetchSize
              + ".");
    }
  }

  /** A query without parameters that fetches 1000 rows at once. */
  public static JdbcQuery of(Connections connections, String sql) {
    return new JdbcQuery(connections, sql, List.of(), 1000);
  }

  /** This query with values for its question marks, from the first on. */
  public JdbcQuery withParameters(@Nullable Object... values) {
    return new JdbcQuery(connections, sql, Arrays.asList(values), fetchSize);
  }

  /** This query fetching so many rows at once; Integer.MIN_VALUE makes MySQL stream. */
  public JdbcQuery withFetchSize(int rows) {
    return new JdbcQuery(connections, sql, parameters, rows);
  }

  /** The beginning of the query. */
  @Override
  public String name() {
    String line = sql.strip().replaceAll("\\s+", " ");
    return "query \""
        + (line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME - 3) + "..." : line)
        + '"';
  }

  /**
   * Runs the query.
   *
   * @throws DataException if there is no connection or the query fails
   */
  @Override
  public Rows open() {
    Connection connection;
    try {
      connection = connections.open();
    } catch (SQLException failure) {
      throw new DataException(
          "Could not connect for the " + name() + ": " + failure.getMessage(), failure);
    }
    return new JdbcRows(this, connection);
  }
}
