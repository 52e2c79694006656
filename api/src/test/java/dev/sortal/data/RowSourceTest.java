package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowSourceTest {
  /** Rows of values with a header; rows of another length are broken. */
  record Memory(List<String> header, List<List<@Nullable Object>> values) implements Table {
    static Memory of(String header, @Nullable Object... row) {
      return new Memory(List.of(header.split(",")), new ArrayList<>(List.of(Arrays.asList(row))));
    }

    Memory row(@Nullable Object... row) {
      values.add(Arrays.asList(row));
      return this;
    }

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public Rows open() {
      return new Rows() {
        private int row = -1;

        @Override
        public int column(String name) {
          return Headers.column("memory", header, name, "");
        }

        @Override
        public boolean next() {
          row++;
          if (row < values.size() && values.get(row).size() != header.size()) {
            throw new RowException("memory", line(), "is broken.");
          }
          return row < values.size();
        }

        @Override
        public @Nullable Object value(int column) {
          return values.get(row).get(column);
        }

        @Override
        public String source() {
          return "memory";
        }

        @Override
        public long line() {
          return row + 1;
        }

        @Override
        public String raw() {
          return values.get(row).toString();
        }

        @Override
        public void close() {}
      };
    }
  }

  private static List<Example> read(Source source) {
    try (Stream<Example> examples = source.open()) {
      return examples.toList();
    }
  }

  @Test
  void reads_text_and_label_where_nothing_else_is_named() {
    assertThat(read(RowSource.of(Memory.of("label,text", "x", "a"))))
        .containsExactly(Example.text("a").labelled("x"));
  }

  @Test
  void reads_named_fields_numbers_and_weights() {
    Memory table =
        Memory.of("city,age,rating,w,other", "Bern", "41.5", "good", 2, "-")
            .row("Basel", " ", "bad", "0.5", "-")
            .row(null, 7, "bad", -0.0, "-");
    RowSource source = RowSource.of(table).field("city").number("age").label("rating").weight("w");
    List<Example> examples = read(source);
    assertThat(examples)
        .containsExactly(
            Example.of(Map.of("city", "Bern", "age", 41.5)).labelled("good").weighted(2),
            Example.of(Map.of("city", "Basel")).labelled("bad").weighted(0.5),
            Example.of(Map.of("age", 7)).labelled("bad").weighted(0));
    assertThat(examples.get(2).origin()).isEqualTo("memory:3");
  }

  @Test
  void a_later_column_of_a_field_replaces_an_earlier_one() {
    assertThat(read(RowSource.of(Memory.of("a,b,label", 1, 2, 3)).text("a").text("b")))
        .containsExactly(Example.text("2").labelled("3"));
  }

  @Test
  void a_number_may_be_called_text() {
    assertThat(read(RowSource.of(Memory.of("text,label", "7", "x")).number("text")))
        .containsExactly(Example.of(Map.of("text", 7)).labelled("x"));
  }

  @Test
  void writes_numbers_dates_and_flags_as_text_without_exponents() {
    Memory table =
        Memory.of("text,label", new BigDecimal("1E+3"), true)
            .row(1e10, 7L)
            .row(2.5f, LocalDate.of(2020, 2, 3));
    assertThat(read(RowSource.of(table)))
        .containsExactly(
            Example.text("1000").labelled("true"),
            Example.text("10000000000").labelled("7"),
            Example.text("2.5").labelled("2020-02-03"));
  }

  @Test
  void reads_flags_and_texts_as_numbers() {
    Memory table = Memory.of("n,label", true, "x").row("-1.5e2", "x").row("NaN", "x");
    assertThat(read(RowSource.of(table).number("n")))
        .extracting(example -> example.numberOf("n"))
        .containsExactly(1.0, -150.0, Double.NaN);
  }

  @Test
  void reads_several_labels_of_a_text_with_a_separator() {
    Memory table = Memory.of("text,tags", "a", " vegan | quick|vegan").row("b", "").row("c", "||");
    assertThat(read(RowSource.of(table).labels("tags", "|")))
        .containsExactly(
            Example.text("a").labelled(List.of("vegan", "quick")),
            Example.text("b").labelled(List.of()),
            Example.text("c").labelled(List.of()));
  }

  @Test
  void reads_several_labels_of_a_list() {
    Memory table =
        Memory.of("text,tags", "a", List.of("x|y", 7)).row("b", List.of()).row("c", "x, y");
    assertThat(read(RowSource.of(table).labels("tags")))
        .extracting(Example::labels)
        .containsExactly(List.of("x|y", "7"), List.of(), List.of("x, y"));
    assertThat(read(RowSource.of(table).labels("tags", "|")).get(0).labels())
        .containsExactly("x", "y", "7");
  }

  @Test
  void a_missing_list_of_labels_does_not_say_that_there_is_none() {
    assertRefused(
        RowSource.of(Memory.of("text,tags", "a", null)).labels("tags"),
        "memory:1 has no labels",
        "an empty one for no label",
        "\"tags\"",
        "got none");
    assertRefused(
        RowSource.of(Memory.of("text,tags", "a", Arrays.asList("x", null))).labels("tags"),
        "memory:1 has no labels",
        "a list of 2");
    assertThatThrownBy(() -> RowSource.of(Memory.of("text,tags")).labels("tags", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"tags\"", "at least one character");
  }

  @Test
  void reads_the_fields_of_a_model() {
    Map<String, FieldKind> fields = Map.of("city", FieldKind.TEXT, "age", FieldKind.NUMBER);
    assertThat(read(RowSource.of(Memory.of("age,city", "4", "Bern")).fields(fields).unlabelled()))
        .containsExactly(Example.of(Map.of("age", 4, "city", "Bern")));
    RowSource source = RowSource.of(Memory.of("photo", "absent.png"));
    assertRefused(
        source.fields(Map.of("photo", FieldKind.IMAGE)).unlabelled(),
        "memory:1 has no image",
        "\"photo\"",
        "absent.png, where there is none");
  }

  private static void assertRefused(RowSource source, String... parts) {
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(RowException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void names_what_cannot_be_a_text_a_number_or_a_label() {
    RowSource source = RowSource.of(Memory.of("text,label", new byte[1], "x"));
    assertRefused(source, "memory:1 has no text", "\"text\"", "got a byte[]");
    assertRefused(RowSource.of(Memory.of("text,label", null, "x")), "has no text", "got none");
    assertRefused(RowSource.of(Memory.of("text,label", "a", null)), "has no label", "got none");
    for (Object wrong : new Object[] {"1f", "0x1p3", "Infinity", "1,5", "ten", 1 / 0.0}) {
      RowSource numbers = RowSource.of(Memory.of("n,label", wrong, "x")).number("n");
      assertRefused(numbers, "memory:1 has no number", "\"n\"", "got", wrong.toString());
    }
  }

  @Test
  void a_missing_column_and_no_rows_end_everything() {
    assertThatThrownBy(() -> read(RowSource.of(Memory.of("text,label", "a", "x")).number("age")))
        .isInstanceOf(DataException.class)
        .isNotInstanceOf(RowException.class)
        .hasMessageContainingAll("no column \"age\"", "[text, label]");
    assertThatThrownBy(() -> read(RowSource.of(new Memory(List.of("text", "label"), List.of()))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("memory holds no rows");
  }
}
