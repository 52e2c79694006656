package dev.sortal.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sortal.Dataset;
import dev.sortal.Split;
import dev.sortal.data.Example;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeakageTest {
  private static final NearDuplicates NEAR = NearDuplicates.atLeast(0.6);

  private final Split split =
      new Split(
          Dataset.of(
              List.of(
                  example("train", 2, "the red fox runs over the hill", "a"),
                  example("train", 3, "Is it late?", "a"),
                  example("train", 4, "nothing of the kind", "a"),
                  example("train", 5, "is it late", "b"),
                  example("train", 6, "only here", "b"))),
          Dataset.of(
              List.of(
                  example("val", 2, "only in validation and test", "a"),
                  example("val", 3, "NOTHING of the kind!", "a"))),
          Dataset.of(
              List.of(
                  example("test", 2, "is it late", "a"),
                  example("test", 3, "is it late", "b"),
                  example("test", 4, "a red fox runs over the hill", "a"),
                  example("test", 5, "only in validation and test", "a"),
                  example("test", 6, "nowhere else", "a"))));

  private static Example example(String part, int line, String text, String label) {
    return Example.text(text).labelled(label).readFrom(part + ".csv", line);
  }

  @Test
  void counts_equal_examples_equal_words_and_similar_ones_of_each_pair_of_parts() {
    Leakage leakage = split.leakage(NEAR);
    assertThat(leakage.overlaps())
        .extracting(
            Leakage.Overlap::part,
            Leakage.Overlap::other,
            Leakage.Overlap::rows,
            Leakage.Overlap::exact,
            Leakage.Overlap::words,
            Leakage.Overlap::otherLabel,
            Leakage.Overlap::near)
        .containsExactly(
            tuple("validation", "train", 2L, 0L, 1L, 0L, 0L),
            tuple("test", "train", 5L, 2L, 0L, 1L, 1L),
            tuple("test", "validation", 5L, 1L, 0L, 0L, 0L));
    assertThat(leakage.overlaps().get(1).pairs())
        .containsExactly(
            new Leakage.Pair("test.csv:2", "train.csv:5", 1, false, "is it late"),
            new Leakage.Pair("test.csv:3", "train.csv:5", 1, true, "is it late"),
            new Leakage.Pair(
                "test.csv:4", "train.csv:2", 5 / 7.0, true, "a red fox runs over the hill"));
    assertThat(leakage)
        .hasToString(
            """
            1 of 2 examples of validation occur in train, 0 of them with another label; 0 more nearly (0.6)
            2 of 5 examples of test occur in train, 1 of them with another label; 1 more nearly (0.6)
            1 of 5 examples of test occur in validation, 0 of them with another label; 0 more nearly (0.6)""");
  }

  @Test
  void without_a_similarity_only_the_same_words_count() {
    Leakage leakage = split.leakage();
    assertThat(leakage.threshold()).isEmpty();
    assertThat(leakage.overlaps()).extracting(Leakage.Overlap::near).containsOnly(0L);
    assertThat(leakage.overlaps().get(1).equal()).isEqualTo(2);
    assertThat(leakage.toString()).doesNotContain("nearly");
  }

  @Test
  void parts_that_are_not_there_are_not_reported() {
    Leakage leakage = Split.of(split.train(), split.test()).leakage();
    assertThat(leakage.overlaps()).hasSize(1);
    assertThat(Split.of(split.train(), Dataset.of(List.of())).leakage().overlaps()).isEmpty();
  }

  @Test
  void is_removed_from_the_part_that_is_learned_from() {
    Split clean = split.withoutLeakage(Leakage.From.TRAIN, NEAR);
    assertThat(clean.train().toList()).extracting(Example::text).containsExactly("only here");
    assertThat(clean.validation().toList())
        .extracting(Example::text)
        .containsExactly("NOTHING of the kind!");
    assertThat(clean.test()).isSameAs(split.test());
    assertThat(clean.leakage(NEAR).overlaps())
        .allMatch(overlap -> overlap.equal() + overlap.near() == 0);
  }

  @Test
  void is_removed_from_the_held_out_parts() {
    Split clean = split.withoutLeakage(Leakage.From.HELD_OUT, NEAR);
    assertThat(clean.train()).isSameAs(split.train());
    assertThat(clean.validation().toList())
        .extracting(Example::text)
        .containsExactly("only in validation and test");
    assertThat(clean.test().toList()).extracting(Example::text).containsExactly("nowhere else");
    assertThat(clean.leakage(NEAR).overlaps())
        .allMatch(overlap -> overlap.equal() + overlap.near() == 0);
    assertThat(split.withoutLeakage(Leakage.From.HELD_OUT).test().toList())
        .extracting(Example::text)
        .containsExactly("a red fox runs over the hill", "nowhere else");
  }
}
