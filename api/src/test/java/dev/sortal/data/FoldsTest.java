package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Dataset;
import dev.sortal.Split;
import dev.sortal.error.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static List<Example> examples(int... perLabel) {
    List<Example> examples = new ArrayList<>();
    for (int label = 0; label < perLabel.length; label++) {
      for (int i = 0; i < perLabel[label]; i++) {
        examples.add(Example.text("text " + examples.size()).labelled("label " + label));
      }
    }
    return examples;
  }

  @Property(tries = 200)
  void labels_and_sizes_differ_by_one_at_most(
      @ForAll @IntRange(min = 2, max = 12) int count,
      @ForAll @IntRange(min = 6, max = 60) int first,
      @ForAll @IntRange(min = 6, max = 60) int second,
      @ForAll long seed) {
    List<Example> examples = examples(first, second);
    int[] folds = new Folds(count, seed).assign(examples);
    assertThat(spread(count, IntStream.of(folds))).isLessThanOrEqualTo(1);
    assertThat(spread(count, Arrays.stream(folds, 0, first))).isLessThanOrEqualTo(1);
    assertThat(spread(count, Arrays.stream(folds, first, first + second))).isLessThanOrEqualTo(1);
  }

  private static int spread(int count, IntStream folds) {
    int[] sizes = new int[count];
    folds.forEach(fold -> sizes[fold]++);
    return Arrays.stream(sizes).max().orElse(0) - Arrays.stream(sizes).min().orElse(0);
  }

  @Test
  void every_example_is_tested_once_and_never_learned_from_in_that_fold() {
    List<Example> examples = examples(13, 8);
    List<Split> splits = Dataset.of(examples).folds(new Folds(5, 1));
    assertThat(splits).hasSize(5);
    List<Example> tested = new ArrayList<>();
    for (Split split : splits) {
      List<Example> test = split.test().toList();
      assertThat(split.validation().toList()).isEmpty();
      assertThat(split.train().toList())
          .doesNotContainAnyElementsOf(test)
          .hasSize(examples.size() - test.size());
      tested.addAll(test);
    }
    assertThat(tested).containsExactlyInAnyOrderElementsOf(examples);
  }

  @Property(tries = 200)
  void equal_values_of_a_field_are_in_one_fold(
      @ForAll @IntRange(min = 2, max = 6) int count,
      @ForAll @Size(min = 20, max = 100) int @IntRange(min = 0, max = 20) [] authors,
      @ForAll long seed) {
    List<Example> examples =
        IntStream.range(0, authors.length)
            .mapToObj(i -> Example.text("text " + i).with("author", "no " + authors[i]))
            .toList();
    Folds rule = new Folds(count, seed).by("author");
    long distinct = IntStream.of(authors).distinct().count();
    if (distinct < count) {
      assertThatThrownBy(() -> rule.assign(examples))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("different values of \"author\"", "got " + distinct);
      return;
    }
    int[] folds = rule.assign(examples);
    int largest = 0;
    for (int author : authors) {
      int[] of = IntStream.range(0, authors.length).filter(i -> authors[i] == author).toArray();
      assertThat(IntStream.of(of).map(i -> folds[i]).distinct().count()).isEqualTo(1);
      largest = Math.max(largest, of.length);
    }
    assertThat(IntStream.of(folds).distinct().count()).isEqualTo(count);
    assertThat(spread(count, IntStream.of(folds))).isLessThanOrEqualTo(largest);
  }

  @Test
  void the_seed_decides() {
    List<Example> examples = examples(30, 30);
    assertThat(new Folds(5, 1).assign(examples)).isEqualTo(new Folds(5, 1).assign(examples));
    assertThat(new Folds(5, 1).assign(examples)).isNotEqualTo(new Folds(5, 2).assign(examples));
  }

  @Test
  void too_few_examples_and_too_few_folds_are_refused() {
    assertThatThrownBy(() -> new Folds(5, 1).assign(examples(4)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("at least 5 examples", "got 4");
    assertThatThrownBy(() -> new Folds(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 folds, got 1");
  }

  private static List<Example> named(String... folds) {
    return Arrays.stream(folds).map(fold -> Example.text("text").with("fold", fold)).toList();
  }

  @Test
  void a_field_may_name_the_folds() {
    Folds numbers = Folds.named("fold", 3);
    assertThat(numbers.assign(named("10", "2", " 9", "2"))).containsExactly(2, 0, 1, 0);
    assertThat(numbers.assign(named("b", "10", "a"))).containsExactly(2, 0, 1);
    List<Example> read =
        List.of(
            Example.text("x").with("fold", 4),
            Example.text("y").with("fold", 3),
            Example.text("z").with("fold", 11));
    assertThat(numbers.assign(read)).containsExactly(1, 0, 2);
  }

  @Test
  void names_of_another_number_of_folds_and_no_names_are_refused() {
    assertThatThrownBy(() -> Folds.named("fold", 3).assign(named("1", "2", "2")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("expected 3 different values", "\"fold\"", "got 2 [1, 2]");
    assertThatThrownBy(() -> Folds.named("part", 2).assign(named("1", "2")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("in the field \"part\"", "no such field");
    assertThatThrownBy(() -> Folds.named("fold", 2).by("author"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("they are named by \"fold\"");
  }
}
