package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcQueryTest {
  /** What holds for every database. */
  abstract static class OnDatabase {
    private static final String CREATE =
        "create table reviews (id integer, body varchar(200), stars decimal(3,1), age double"
            + " precision, good boolean, since date)";

    @TempDir Path folder;
    private Connection setUp;
    private final List<Connection> used = new ArrayList<>();

    abstract Connection connect() throws SQLException;

    /** For another connection to the same database. */
    Connection another(Connection connection) throws SQLException {
      return connect();
    }

    @BeforeEach
    void fill() throws SQLException {
      setUp = connect();
      run("drop table if exists reviews");
      run(CREATE);
      run("insert into reviews values (1, 'fine', 4.5, 41.5, true, date '2020-02-03')");
      run("insert into reviews values (2, 'né', 10.0, null, false, null)");
      run("insert into reviews values (3, null, 1.0, 7, null, null)");
    }

    @AfterEach
    void clear() throws SQLException {
      run("drop table reviews");
      setUp.close();
    }

    void run(String sql) throws SQLException {
      try (Statement statement = setUp.createStatement()) {
        statement.execute(sql);
      }
    }

    JdbcQuery query(String sql) {
      return JdbcQuery.of(
          () -> {
            used.add(another(setUp));
            return used.get(used.size() - 1);
          },
          sql);
    }

    private Connection lastUsed() {
      return used.get(used.size() - 1);
    }

    static List<Example> read(Source source) {
      try (Stream<Example> examples = source.open()) {
        return examples.toList();
      }
    }

    @Test
    void reads_texts_numbers_flags_and_dates_by_label_and_closes_its_connection()
        throws SQLException {
      JdbcQuery query =
          query(
              "select good, body as text, since, age, stars from reviews where id < ? order by id");
      RowSource source =
          RowSource.of(query.withParameters(3).withFetchSize(1))
              .text("text")
              .number("AGE")
              .field("good")
              .field("since")
              .label("stars");
      List<Example> examples = read(source);
      assertThat(examples)
          .containsExactly(
              Example.of(Map.of("text", "fine", "AGE", 41.5, "good", "true", "since", "2020-02-03"))
                  .labelled("4.5"),
              Example.of(Map.of("text", "né", "good", "false")).labelled("10.0"));
      assertThat(examples.get(1).origin())
          .isEqualTo("query \"select good, body as text, since, age, stars from reviews...\":2");
      assertThat(lastUsed().isClosed()).isTrue();
      assertThat(read(source)).isEqualTo(examples);
    }

    @Test
    void reads_several_labels_of_an_array() {
      RowSource source =
          RowSource.of(query("select body, array['new', 'hot'] as tags from reviews where id = 1"))
              .text("body")
              .labels("tags");
      assertThat(read(source))
          .containsExactly(Example.text("fine").labelled(List.of("new", "hot")));
    }

    @Test
    void closes_its_connection_when_left_early_and_when_it_fails() throws SQLException {
      RowSource source = RowSource.of(query("select body, id from reviews order by id"));
      try (Stream<Example> examples = source.text("body").label("id").open()) {
        assertThat(examples.findFirst()).contains(Example.text("fine").labelled("1"));
        assertThat(lastUsed().isClosed()).isFalse();
      }
      assertThat(lastUsed().isClosed()).isTrue();
      assertThatThrownBy(() -> read(source.text("body").label("none")))
          .hasMessageContaining("no column \"none\"");
      assertThat(lastUsed().isClosed()).isTrue();
      assertThatThrownBy(() -> read(RowSource.of(query("select body from absent"))))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("The query \"select body from absent\" failed", "absent");
      assertThat(lastUsed().isClosed()).isTrue();
    }

    @Test
    void leaves_the_connection_as_it_was() throws SQLException {
      JdbcQuery query = query("select body, id as label from reviews where id = 1");
      try (Connection kept = another(setUp)) {
        boolean wasReadOnly = kept.isReadOnly();
        JdbcQuery onKept = JdbcQuery.of(() -> unclosed(kept), query.sql());
        assertThat(read(RowSource.of(onKept).text("body"))).hasSize(1);
        assertThat(kept.getAutoCommit()).isTrue();
        assertThat(kept.isReadOnly()).isEqualTo(wasReadOnly);
      }
    }

    /** A connection as a pool gives it: closing it gives it back. */
    private static Connection unclosed(Connection connection) {
      return (Connection)
          Proxy.newProxyInstance(
              JdbcQueryTest.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                try {
                  return method.getName().equals("close")
                      ? null
                      : method.invoke(connection, arguments);
                } catch (InvocationTargetException failure) {
                  throw failure.getCause();
                }
              });
    }

    @Test
    void names_the_row_of_a_missing_text_and_keeps_it() throws IOException {
      RowSource source =
          RowSource.of(query("select id, body from reviews order by id")).text("body").label("id");
      assertThatThrownBy(() -> read(source))
          .isInstanceOf(RowException.class)
          .hasMessageContainingAll(
              "query \"select id, body from reviews order by id\":3 has no text", "got none");
      Path rejects = folder.resolve("rejects.jsonl");
      assertThat(read(source.onError(OnError.skipAndReport(1).rejectsTo(rejects)))).hasSize(2);
      JsonNode reject = new ObjectMapper().readTree(Files.readString(rejects));
      assertThat(reject.get("line").asInt()).isEqualTo(3);
      JsonNode raw =
          new ObjectMapper().readTree(reject.get("raw").asText().toLowerCase(Locale.ROOT));
      assertThat(raw.get("id").asText()).isEqualTo("3");
      assertThat(raw.get("body").isNull()).isTrue();
    }

    @Test
    void names_a_wrong_type() {
      RowSource source = RowSource.of(query("select body, id as label from reviews order by id"));
      assertThatThrownBy(() -> read(source.number("body")))
          .isInstanceOf(RowException.class)
          .hasMessageContainingAll(":1 has no number", "\"body\"", "got \"fine\"");
    }

    @Test
    void names_missing_columns_parameters_and_results() {
      RowSource source = RowSource.of(query("select body, id, id from reviews where id > ?"));
      assertThatThrownBy(() -> read(source))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(
              "The query \"select body, id, id from reviews where id > ?\" failed");
      RowSource twice =
          RowSource.of(query("select body as text, id as label, id as label from reviews"));
      assertThatThrownBy(() -> read(twice)).hasMessageContaining("has two columns \"");
      RowSource none =
          RowSource.of(query("select body as text, id as label from reviews where id > 99"));
      assertThatThrownBy(() -> read(none)).hasMessageContaining("holds no rows");
    }

    /** A text of as many characters as no line of a file is cut at. */
    @Test
    void reads_long_texts() throws SQLException {
      run("create table long_texts (body " + longText() + ")");
      try {
        run("insert into long_texts values ('" + "x".repeat(200_000) + "')");
        assertThat(read(RowSource.of(query("select body as text from long_texts")).unlabelled()))
            .containsExactly(Example.text("x".repeat(200_000)));
      } finally {
        run("drop table long_texts");
      }
    }

    String longText() {
      return "text";
    }
  }

  @Nested
  class OnH2 extends OnDatabase {
    @Override
    Connection connect() throws SQLException {
      return DriverManager.getConnection("jdbc:h2:mem:reviews");
    }

    @Override
    String longText() {
      return "clob";
    }
  }

  @Nested
  class OnDuckDb extends OnDatabase {
    @Override
    Connection connect() throws SQLException {
      return DriverManager.getConnection("jdbc:duckdb:");
    }

    @Override
    Connection another(Connection connection) throws SQLException {
      return connection.unwrap(DuckDBConnection.class).duplicate();
    }
  }

  /** Runs where the environment names a database whose tables may be changed. */
  @Nested
  class OnPostgres extends OnDatabase {
    @BeforeEach
    @Override
    void fill() throws SQLException {
      assumeTrue(
          System.getenv("SORTAL_TEST_POSTGRES_URL") != null,
          "Set SORTAL_TEST_POSTGRES_URL, _USER and _PASSWORD to test on PostgreSQL.");
      super.fill();
    }

    @AfterEach
    @Override
    void clear() throws SQLException {
      if (System.getenv("SORTAL_TEST_POSTGRES_URL") != null) {
        super.clear();
      }
    }

    @Override
    Connection connect() throws SQLException {
      return DriverManager.getConnection(
          System.getenv("SORTAL_TEST_POSTGRES_URL"),
          System.getenv("SORTAL_TEST_POSTGRES_USER"),
          System.getenv("SORTAL_TEST_POSTGRES_PASSWORD"));
    }

    @Test
    void streams_more_rows_than_fit_into_memory() {
      RowSource source =
          RowSource.of(
                  query(
                      "select repeat('x', 10000) as text, n as label"
                          + " from generate_series(1, 200000) n"))
              .text("text");
      try (Stream<Example> examples = source.open()) {
        assertThat(examples.mapToLong(example -> example.text().length()).sum())
            .isEqualTo(2_000_000_000L);
      }
    }

    @Test
    void reads_json_and_refuses_to_write() {
      RowSource source = RowSource.of(query("select '{\"a\": 1}'::jsonb as text, 'x' as label"));
      assertThat(read(source)).containsExactly(Example.text("{\"a\": 1}").labelled("x"));
      assertThatThrownBy(() -> read(RowSource.of(query("delete from reviews returning body"))))
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void a_database_that_does_not_answer_is_named() {
    JdbcQuery query =
        JdbcQuery.of(
            () -> {
              throw new SQLException("connection refused");
            },
            "select 1");
    assertThatThrownBy(query::open)
        .isInstanceOf(DataException.class)
        .hasMessage("Could not connect for the query \"select 1\": connection refused");
  }

  @Test
  void refuses_a_fetch_size_that_means_nothing() {
    JdbcQuery query = JdbcQuery.of(() -> DriverManager.getConnection("jdbc:h2:mem:"), "select 1");
    assertThatThrownBy(() -> query.withFetchSize(0)).hasMessageContaining("got 0");
    assertThat(query.withFetchSize(Integer.MIN_VALUE).fetchSize()).isEqualTo(Integer.MIN_VALUE);
  }
}
