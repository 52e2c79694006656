package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.SplitRule.Part;
import dev.sortal.error.DataException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitRuleTest {
  private static List<Example> examples(int[] classes) {
    return IntStream.range(0, classes.length)
        .mapToObj(i -> Example.text("text " + i).labelled("class " + classes[i]))
        .toList();
  }

  private static List<Example> with(String field, Object... values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> Example.text("text " + i).with(field, values[i]).readFrom("d.csv", i + 2))
        .toList();
  }

  private static List<Example> with(String field, int[] values) {
    return with(field, IntStream.of(values).boxed().toArray());
  }

  private static long count(List<Part> parts, Part part) {
    return parts.stream().filter(part::equals).count();
  }

  @Property(tries = 200)
  void random_divides_each_class_in_the_shares(
      @ForAll @Size(min = 1, max = 200) int @IntRange(min = 0, max = 4) [] classes,
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double train,
      @ForAll long seed) {
    SplitRule rule = SplitRule.random().train(train).validation((1 - train) / 2).seed(seed);
    List<Example> examples = examples(classes);
    List<Part> parts = rule.assign(examples);
    assertThat(parts).hasSize(classes.length).doesNotContainNull();
    assertThat(rule.assign(examples)).isEqualTo(parts);
    for (int c = 0; c < 5; c++) {
      int all = 0;
      int training = 0;
      for (int i = 0; i < classes.length; i++) {
        if (classes[i] == c) {
          all++;
          training += parts.get(i) == Part.TRAIN ? 1 : 0;
        }
      }
      if (all > 0) {
        assertThat(training).isPositive();
        assertThat((double) training).isBetween(all * train - 1, Math.max(1, all * train + 1));
      }
    }
  }

  @Test
  void hashed_keeps_rows_on_their_side_when_rows_are_appended() {
    List<Example> all = examples(new int[2000]);
    SplitRule rule = SplitRule.hashed().train(0.7).validation(0.2).seed(3);
    List<Part> parts = rule.assign(all);
    assertThat(rule.assign(all.subList(0, 500))).isEqualTo(parts.subList(0, 500));
    List<Example> repeated = new ArrayList<>(all);
    repeated.addAll(all);
    assertThat(rule.assign(repeated).subList(2000, 4000)).isEqualTo(parts);
    assertThat(count(parts, Part.TRAIN)).isBetween(1300L, 1500L);
  }

  @Test
  void hashed_goes_by_a_field_instead_of_the_text_if_one_is_named() {
    List<Example> all = with("id", IntStream.range(0, 1000).mapToObj(i -> "id " + i / 2).toArray());
    List<Part> parts = SplitRule.hashed().by("id").assign(all);
    for (int i = 0; i < 1000; i += 2) {
      assertThat(parts.get(i)).isEqualTo(parts.get(i + 1));
    }
    assertThat(count(parts, Part.TRAIN)).isBetween(740L, 860L);
    assertThat(parts).isNotEqualTo(SplitRule.hashed().assign(all));
  }

  @Property(tries = 300)
  void grouped_leaves_no_value_on_two_sides_and_keeps_the_shares(
      @ForAll @Size(min = 3, max = 150) int @IntRange(min = 0, max = 30) [] groups,
      @ForAll @DoubleRange(min = 0.1, max = 0.8) double train,
      @ForAll long seed) {
    List<Example> examples = with("customer", groups);
    SplitRule rule =
        SplitRule.grouped("customer").train(train).validation((1 - train) / 2).seed(seed);
    Map<Integer, Integer> sizes = new HashMap<>();
    IntStream.of(groups).forEach(group -> sizes.merge(group, 1, Integer::sum));
    if (sizes.size() < 3) {
      assertThatThrownBy(() -> rule.assign(examples))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("at least 3 different values of \"customer\"", "got ");
      return;
    }
    List<Part> parts = rule.assign(examples);
    assertThat(parts).hasSize(groups.length).doesNotContainNull().contains(Part.values());
    assertThat(rule.assign(examples)).isEqualTo(parts);
    Map<Integer, Set<Part>> sides = new HashMap<>();
    for (int i = 0; i < groups.length; i++) {
      sides.computeIfAbsent(groups[i], unused -> EnumSet.noneOf(Part.class)).add(parts.get(i));
    }
    assertThat(sides.values()).allSatisfy(side -> assertThat(side).hasSize(1));
    int largest = sizes.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    assertThat((double) count(parts, Part.TRAIN))
        .isBetween(groups.length * train - 2 * largest, groups.length * train + 2 * largest);
  }

  @Property(tries = 300)
  void by_time_nothing_in_a_later_part_is_as_old_as_in_an_earlier_one(
      @ForAll @Size(min = 3, max = 150) int @IntRange(min = 1900, max = 1960) [] years,
      @ForAll @DoubleRange(min = 0.1, max = 0.8) double train) {
    List<Example> examples = with("year", years);
    SplitRule rule = SplitRule.byTime("year").train(train).validation((1 - train) / 2);
    if (IntStream.of(years).distinct().count() < 3) {
      assertThatThrownBy(() -> rule.assign(examples))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("too few times to divide: expected at least 3");
      return;
    }
    List<Part> parts = rule.assign(examples);
    assertThat(parts).hasSize(years.length).contains(Part.values());
    for (int i = 0; i < years.length; i++) {
      for (int j = 0; j < years.length; j++) {
        if (parts.get(i).compareTo(parts.get(j)) < 0) {
          assertThat(years[i]).isLessThan(years[j]);
        }
      }
    }
  }

  @Test
  void by_time_takes_dates_times_and_zones_and_the_shares_of_distinct_ones() {
    List<Example> dated =
        with(
            "date",
            "2024-03-01",
            "2023-12",
            "2024-02-29T23:59:59.5+01:00",
            "2024-02-29 23:30",
            "2024-02-29T22:59:59.25Z");
    assertThat(SplitRule.byTime("date").train(0.4).validation(0.2).assign(dated))
        .containsExactly(Part.TEST, Part.TRAIN, Part.VALIDATION, Part.TEST, Part.TRAIN);
    List<Example> years = with("year", IntStream.range(0, 100).map(i -> 99 - i).toArray());
    List<Part> parts = SplitRule.byTime("year").assign(years);
    assertThat(parts.subList(0, 10)).containsOnly(Part.TEST);
    assertThat(parts.subList(10, 20)).containsOnly(Part.VALIDATION);
    assertThat(parts.subList(20, 100)).containsOnly(Part.TRAIN);
  }

  @Test
  void by_time_names_the_row_whose_time_cannot_be_used() {
    assertThatThrownBy(() -> SplitRule.byTime("date").assign(with("date", "2024-01-01", "soon")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("d.csv:3 has no time", "2024-05-31", "\"date\"", "got \"soon\"");
    assertThatThrownBy(() -> SplitRule.byTime("date").assign(with("date", "2024-01-01", "2024")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("d.csv:3", "expected a date", "as in d.csv:2", "got \"2024\"");
  }

  @Property(tries = 100)
  void at_fixed_times_the_parts_begin_there(
      @ForAll @Size(min = 1, max = 50) int @IntRange(min = 1900, max = 1960) [] years) {
    SplitRule rule = SplitRule.testFrom("year", "1950").validationFrom("1940");
    List<Part> expected = new ArrayList<>();
    for (int year : years) {
      expected.add(year >= 1950 ? Part.TEST : year >= 1940 ? Part.VALIDATION : Part.TRAIN);
    }
    assertThat(rule.assign(with("year", years))).isEqualTo(expected);
    assertThat(SplitRule.testFrom("year", "1950").assign(with("year", years)))
        .doesNotContain(Part.VALIDATION);
  }

  @Test
  void at_fixed_times_dates_compare_across_zones_and_other_values_are_named() {
    DatedSplit rule = SplitRule.testFrom("date", "2024-06-01");
    assertThat(rule.assign(with("date", "2024-05-31T23:00-02:00", "2024-06-01T01:00+02:00")))
        .containsExactly(Part.TEST, Part.TRAIN);
    assertThat(rule).isEqualTo(SplitRule.testFrom("date", " 2024-06-01T00:00 "));
    assertThatThrownBy(() -> rule.assign(with("date", "2024-05-31", "1950")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("d.csv:3", "expected a date", "\"date\"", "got \"1950\"");
    assertThatThrownBy(() -> rule.validationFrom("2024-06-02"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Validation must begin at a date before the test part, got \"2024-06-02\".");
    assertThatThrownBy(() -> rule.validationFrom("1950"))
        .hasMessageContainingAll("at a date", "got \"1950\"");
    assertThatThrownBy(() -> SplitRule.testFrom("date", "June"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("2024-05-31", "got \"June\"");
  }

  @Property(tries = 100)
  void by_column_every_name_has_its_part(
      @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 0, max = 2) Integer> drawn) {
    List<String> names = List.of("Train ", "dev", "TEST");
    Object[] values = drawn.stream().map(names::get).toArray();
    assertThat(SplitRule.byColumn("part").assign(with("part", values)))
        .isEqualTo(drawn.stream().map(i -> Part.values()[i]).toList());
  }

  @Test
  void by_column_takes_other_names_and_refuses_those_it_does_not_know() {
    ColumnSplit rule = SplitRule.byColumn("fold").train("1", "2").validation().test("3");
    assertThat(rule.assign(with("fold", "1", "3", "2")))
        .containsExactly(Part.TRAIN, Part.TEST, Part.TRAIN);
    assertThatThrownBy(() -> rule.assign(with("fold", "1", "4")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "d.csv:3 cannot be assigned", "[1, 2, 3]", "\"fold\"", "got \"4\"", "validation(...)");
    assertThatThrownBy(() -> rule.validation("1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"1\"", "TRAIN", "VALIDATION");
  }

  @ParameterizedTest
  @CsvSource({"hashed", "grouped", "time", "from", "column"})
  void a_row_without_the_field_is_named(String kind) {
    SplitRule rule =
        switch (kind) {
          case "hashed" -> SplitRule.hashed().by("key");
          case "grouped" -> SplitRule.grouped("key");
          case "time" -> SplitRule.byTime("key");
          case "from" -> SplitRule.testFrom("key", "2024-02-01");
          default -> SplitRule.byColumn("key");
        };
    List<Example> examples = new ArrayList<>(with("key", "2024-01-01"));
    examples = new ArrayList<>(kind.equals("column") ? with("key", "train") : examples);
    examples.add(Example.text("x").readFrom("d.csv", 3));
    List<Example> all = examples;
    assertThatThrownBy(() -> rule.assign(all))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("d.csv:3", "\"key\"", "no such field among [text]", "drop");
  }

  @Test
  void changes_with_the_seed() {
    List<Example> all = examples(new int[100]);
    assertThat(SplitRule.random().seed(1).assign(all))
        .isNotEqualTo(SplitRule.random().seed(2).assign(all));
    assertThat(SplitRule.hashed().seed(1).assign(all))
        .isNotEqualTo(SplitRule.hashed().seed(2).assign(all));
    assertThat(SplitRule.grouped("text").seed(1).assign(all))
        .isNotEqualTo(SplitRule.grouped("text").seed(2).assign(all));
  }

  @Test
  void refuses_shares_that_do_not_fit() {
    assertThatThrownBy(() -> SplitRule.random().train(0))
        .hasMessage("train must be in (0, 1], got 0.0.");
    assertThatThrownBy(() -> SplitRule.random().validation(0.3))
        .hasMessageContaining("must sum to 1 at most, got 0.8 + 0.3");
    assertThatThrownBy(() -> SplitRule.grouped("a").validation(-0.1))
        .hasMessageContaining("validation");
    assertThatThrownBy(() -> SplitRule.byTime("a").train(Double.NaN))
        .hasMessageContaining("train must be in (0, 1], got NaN");
  }
}
