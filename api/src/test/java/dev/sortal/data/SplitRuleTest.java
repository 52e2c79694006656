package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.SplitRule.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SplitRuleTest {
  private static List<Example> examples(int[] classes) {
    return IntStream.range(0, classes.length)
        .mapToObj(i -> Example.text("text " + i).labelled("class " + classes[i]))
        .toList();
  }

  @Property(tries = 200)
  void divides_each_class_in_the_shares(
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
  void keeps_hashed_rows_on_their_side_when_rows_are_appended() {
    List<Example> all = examples(new int[2000]);
    SplitRule rule = SplitRule.hashed().train(0.7).validation(0.2).seed(3);
    List<Part> parts = rule.assign(all);
    assertThat(rule.assign(all.subList(0, 500))).isEqualTo(parts.subList(0, 500));
    List<Example> repeated = new ArrayList<>(all);
    repeated.addAll(all);
    assertThat(rule.assign(repeated).subList(2000, 4000)).isEqualTo(parts);
    assertThat(parts.stream().filter(part -> part == Part.TRAIN).count()).isBetween(1300L, 1500L);
  }

  @Test
  void changes_with_the_seed() {
    List<Example> all = examples(new int[100]);
    assertThat(SplitRule.random().seed(1).assign(all))
        .isNotEqualTo(SplitRule.random().seed(2).assign(all));
    assertThat(SplitRule.hashed().seed(1).assign(all))
        .isNotEqualTo(SplitRule.hashed().seed(2).assign(all));
  }

  @Test
  void refuses_shares_that_do_not_fit() {
    assertThatThrownBy(() -> SplitRule.random().train(0))
        .hasMessage("train must be in (0, 1], got 0.0.");
    assertThatThrownBy(() -> SplitRule.random().validation(0.3))
        .hasMessageContaining("must sum to 1 at most, got 0.8 + 0.3");
    assertThatThrownBy(() -> SplitRule.random().validation(-0.1))
        .hasMessageContaining("validation");
  }
}
