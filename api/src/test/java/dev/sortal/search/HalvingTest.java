package dev.sortal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HalvingTest {
  private static final Space SPACE = new Space(List.of(Range.linear(0, 1)));

  private static List<Proposal> run(Plan plan) {
    List<Proposal> proposals = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < plan.size(); i++) {
      Proposal proposal = plan.propose(i, outcomes.subList(0, plan.needs(i, 1)));
      proposals.add(proposal);
      outcomes.add(new Outcome(proposal.point(), proposal.point().get(0)));
    }
    return proposals;
  }

  private static Map<Integer, Integer> byEpochs(List<Proposal> proposals) {
    Map<Integer, Integer> counts = new TreeMap<>();
    proposals.forEach(one -> counts.merge(one.epochs(), 1, Integer::sum));
    return counts;
  }

  /** Table 1 of the paper: R = 81, eta = 3. */
  @Test
  void the_brackets_of_hyperband_are_those_of_the_paper() {
    List<Proposal> all = run(Method.hyperband().plan(SPACE, 1, 81));
    int[][] expected = {
      {81, 1}, {27, 3}, {9, 9}, {3, 27}, {1, 81}, {34, 3}, {11, 9}, {3, 27}, {1, 81}, {15, 9},
      {5, 27}, {1, 81}, {8, 27}, {2, 81}, {5, 81}
    };
    int at = 0;
    for (int[] rung : expected) {
      assertThat(all.subList(at, at + rung[0]))
          .as("%d of %d epochs", rung[0], rung[1])
          .allMatch(proposal -> proposal.epochs() == rung[1]);
      at += rung[0];
    }
    assertThat(all).hasSize(at);
  }

  @Test
  void the_best_of_a_rung_go_on() {
    Plan plan = Method.halving(9, 1).plan(SPACE, 7, 9);
    List<Proposal> all = run(plan);
    assertThat(byEpochs(all)).isEqualTo(Map.of(1, 9, 3, 3, 9, 1));
    List<List<Double>> lowest =
        all.subList(0, 9).stream()
            .map(Proposal::point)
            .sorted((one, other) -> Double.compare(one.get(0), other.get(0)))
            .limit(3)
            .toList();
    assertThat(all.subList(9, 12)).extracting(Proposal::point).isEqualTo(lowest);
    assertThat(all.get(12).point()).isEqualTo(lowest.get(0));
    List<Outcome> outcomes =
        all.stream().map(one -> new Outcome(one.point(), one.point().get(0))).toList();
    List<Integer> kept =
        IntStream.range(0, 13).filter(i -> !plan.isPruned(i, outcomes)).boxed().toList();
    assertThat(kept.subList(0, 3)).allMatch(trial -> lowest.contains(all.get(trial).point()));
    assertThat(kept).hasSize(3 + 1 + 1);
    assertThat(plan.isPruned(0, outcomes.subList(0, 5))).isFalse();
  }

  @Test
  void failed_trials_go_on_last() {
    Plan plan = Method.halving(4, 1).factor(2).plan(SPACE, 7, 4);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      outcomes.add(
          new Outcome(plan.propose(i, List.of()).point(), i % 2 == 0 ? Double.NaN : 5 - i));
    }
    assertThat(plan.propose(4, outcomes).point()).isEqualTo(outcomes.get(3).point());
    assertThat(plan.propose(5, outcomes).point()).isEqualTo(outcomes.get(1).point());
  }

  @Test
  void a_rung_waits_for_the_one_before_and_new_points_for_nothing() {
    Plan plan = Method.hyperband().plan(SPACE, 1, 9);
    assertThat(plan.needs(3, 4)).isZero();
    assertThat(plan.needs(9, 4)).isEqualTo(9);
    assertThat(plan.needs(12, 4)).isEqualTo(12);
    assertThat(plan.needs(13, 4)).isZero();
  }

  @Test
  void epochs_that_cannot_be_shared_out_are_refused() {
    assertThatThrownBy(() -> Method.hyperband().plan(SPACE, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("trials of at least 3 epochs, got 2", "epochs(..)");
    assertThatThrownBy(() -> Method.halving(1, 1)).hasMessageContaining("at least 2 points, got 1");
    assertThatThrownBy(() -> Method.halving(9, 0)).hasMessageContaining("at least 1 epoch, got 0");
    assertThatThrownBy(() -> Method.hyperband().factor(1))
        .hasMessageContaining("at least 2, got 1");
  }
}
