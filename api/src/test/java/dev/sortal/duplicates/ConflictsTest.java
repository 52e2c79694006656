package dev.sortal.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Cleaning;
import dev.sortal.Dataset;
import dev.sortal.data.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConflictsTest {
  private static Dataset dataset(String... rows) {
    List<Example> examples = new ArrayList<>();
    for (String row : rows) {
      int colon = row.indexOf(':');
      Example example =
          Example.text(row.substring(colon + 1)).readFrom("a.csv", examples.size() + 2);
      examples.add(colon == 0 ? example : example.labelled(row.substring(0, colon)));
    }
    return Dataset.of(examples);
  }

  private static List<String> origins(Dataset dataset) {
    return dataset.toList().stream().map(Example::origin).toList();
  }

  private final Dataset mixed =
      dataset(
          "x:good", // 2
          "x:late", // 3
          "y:Good!", // 4
          "y:fine", // 5
          "x:good", // 6
          "y:late", // 7
          ":fine", // 8
          "z:good"); // 9

  @Test
  void are_equal_words_of_different_labels() {
    Conflicts conflicts = mixed.conflicts();
    assertThat(conflicts.texts()).isEqualTo(2);
    assertThat(conflicts.rows()).isEqualTo(6);
    assertThat(conflicts.examples())
        .extracting(Conflicts.Conflict::text)
        .containsExactly("good", "late");
    assertThat(conflicts.examples().get(0).origins())
        .isEqualTo(
            Map.of(
                "x", List.of("a.csv:2", "a.csv:6"),
                "y", List.of("a.csv:4"),
                "z", List.of("a.csv:9")));
    assertThat(conflicts.examples().get(0).fingerprint()).matches("[0-9a-f]{32}");
    assertThat(conflicts).hasToString("2 texts in 6 rows have more than one label");
  }

  @Test
  void are_dropped_with_all_their_rows() {
    Dataset left = mixed.withoutConflicts(Conflicts.Resolution.DROP);
    assertThat(origins(left)).containsExactly("a.csv:5", "a.csv:8");
    assertThat(left.conflicts().texts()).isZero();
  }

  @Test
  void are_resolved_by_the_most_frequent_label_if_there_is_one() {
    Dataset left = mixed.withoutConflicts(Conflicts.Resolution.MAJORITY);
    assertThat(origins(left)).containsExactly("a.csv:2", "a.csv:5", "a.csv:6", "a.csv:8");
    assertThat(origins(left)).hasSize(4);
  }

  @Test
  void the_lead_can_change_and_be_shared_on_the_way() {
    assertThat(
            origins(
                dataset("x:a", "y:a", "y:a", "x:a", "x:a")
                    .withoutConflicts(Conflicts.Resolution.MAJORITY)))
        .containsExactly("a.csv:2", "a.csv:5", "a.csv:6");
    assertThat(
            origins(
                dataset("x:a", "x:a", "y:a", "z:a", "y:a")
                    .withoutConflicts(Conflicts.Resolution.MAJORITY)))
        .isEmpty();
  }

  @Test
  void labels_of_one_example_count_together_and_in_any_order() {
    Dataset several =
        Dataset.of(
            List.of(
                Example.text("a").labelled(List.of("x", "y")),
                Example.text("a").labelled(List.of("y", "x")),
                Example.text("b").labelled(List.of("x", "y")),
                Example.text("b").labelled("x")));
    assertThat(several.conflicts().texts()).isEqualTo(1);
  }

  @Test
  void equal_words_of_one_label_are_dropped_by_a_step() {
    assertThat(origins(mixed.clean(Cleaning.none().with(EqualWords.standard()))))
        .containsExactly(
            "a.csv:2", "a.csv:3", "a.csv:4", "a.csv:5", "a.csv:7", "a.csv:8", "a.csv:9");
    assertThat(
            origins(
                dataset("x:Is it?", "x:is  it", "x::)", "x:(:")
                    .clean(Cleaning.none().with(EqualWords.standard()))))
        .containsExactly("a.csv:2", "a.csv:4", "a.csv:5");
  }
}
