package dev.sortal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.spec.SpecJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against Keras's and PyTorch's own schedules: schedule_cases.py wrote what they give. */
class ScheduleTest {
  private static final Map<String, Schedule> SCHEDULES =
      Map.of(
          "constant", Schedule.constant(),
          "stepDecay(0.5, steps 10)", Schedule.stepDecay(0.5, Span.steps(10)),
          "stepDecay(0.1, epochs 2)", Schedule.stepDecay(0.1, Span.epochs(2)),
          "cosine(0)", Schedule.cosine(),
          "cosine(0.1)", Schedule.cosine(0.1),
          "linear", Schedule.linear(),
          "oneCycle(0.3)", Schedule.oneCycle(),
          "oneCycle(0.15)", Schedule.oneCycle(0.15),
          "cosine(0.2) warmUp steps 5", Schedule.cosine(0.2).warmUp(Span.steps(5)),
          "linear warmUp share 0.25", Schedule.linear().warmUp(0.25));

  private static JsonNode cases() throws IOException {
    try (InputStream file = ScheduleTest.class.getResourceAsStream("schedule_cases.json")) {
      return new ObjectMapper().readTree(file);
    }
  }

  @Test
  void factors_are_those_of_keras_and_pytorch() throws IOException {
    JsonNode cases = cases();
    int steps = cases.path("steps").intValue();
    int ofEpoch = cases.path("ofEpoch").intValue();
    assertThat(cases.path("factors").size()).isEqualTo(SCHEDULES.size());
    SCHEDULES.forEach(
        (name, schedule) -> {
          JsonNode factors = cases.path("factors").path(name);
          assertThat(factors.size()).as(name).isEqualTo(steps);
          for (int step = 0; step < steps; step++) {
            assertThat(schedule.factor(step, steps, ofEpoch, 0))
                .as(name + ", step " + step)
                .isCloseTo(factors.get(step).doubleValue(), Offset.offset(1e-6));
          }
        });
  }

  @Test
  void a_plateau_reduces_the_rate_when_keras_does() throws IOException {
    JsonNode plateau = cases().path("plateau");
    for (int patience : new int[] {2, 3}) {
      Schedule schedule = Schedule.constant().reduceOnPlateau(0.5, patience);
      TrainingSettings settings =
          new TrainingSettings(20, 4, 1, 0, Monitor.VALIDATION_LOSS, 7).withSchedule(schedule);
      Run run = new Run(2);
      for (int i = 0; i < plateau.path("figures").size(); i++) {
        double loss = plateau.path("figures").get(i).doubleValue();
        run.finish(new Epoch(i + 1, 1, 1, loss, 1, 1, loss, 1, 1, 1), settings, true);
        assertThat(schedule.factor(i, 20, 1, run.reductions))
            .as("patience " + patience + " after epoch " + (i + 1))
            .isEqualTo(plateau.path("" + patience).get(i).doubleValue());
      }
    }
  }

  @Test
  void a_plateau_counts_gains_above_the_least_improvement_only() {
    TrainingSettings settings =
        new TrainingSettings(20, 4, 1, 2, Monitor.VALIDATION_LOSS, 7)
            .withSchedule(Schedule.constant().reduceOnPlateau(0.5, 2))
            .withStopping(new Stopping(Monitor.VALIDATION_LOSS, 2, 0.1));
    Run run = new Run(2);
    double[] losses = {1, 0.95, 0.92};
    for (int i = 0; i < losses.length; i++) {
      Epoch epoch = new Epoch(i + 1, 1, 1, losses[i], 1, 1, losses[i], 1, 1, 1);
      assertThat(run.finish(epoch, settings, true)).as("better than all before").isTrue();
      run.best = i + 1;
    }
    assertThat(run.reductions).isEqualTo(1);
    assertThat(run.isPatienceOver(2)).isTrue();
  }

  @Property(tries = 200)
  void factors_are_in_0_to_1_and_no_step_after_the_first_is_wasted(
      @ForAll @IntRange(min = 1, max = 300) int steps,
      @ForAll @IntRange(min = 1, max = 50) int ofEpoch,
      @ForAll @DoubleRange(min = 0, max = 1) double warm) {
    for (Schedule schedule : SCHEDULES.values()) {
      boolean risesByItself = schedule.curve() instanceof Schedule.OneCycle;
      Schedule warmed = risesByItself ? schedule : schedule.warmUp(warm);
      for (int step = 0; step < steps + 3; step++) {
        assertThat(warmed.factor(step, steps, ofEpoch, 0)).isPositive().isLessThanOrEqualTo(1);
      }
      assertThat(warmed.factor(steps + 9, steps, ofEpoch, 0))
          .isEqualTo(warmed.factor(steps - 1, steps, ofEpoch, 0));
    }
  }

  @Test
  void schedules_are_saved_as_json() {
    SCHEDULES
        .values()
        .forEach(
            schedule -> {
              Schedule reducing = schedule.reduceOnPlateau(0.3, 4);
              assertThat(SpecJson.read(SpecJson.write(reducing), Schedule.class))
                  .isEqualTo(reducing);
            });
  }

  @Test
  void contradictions_are_refused() {
    assertThatThrownBy(() -> Schedule.oneCycle().warmUp(0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rises by itself")
        .hasMessageContaining("amount=0.1");
    assertThatThrownBy(() -> Schedule.cosine(1.5))
        .hasMessage("The floor must be in [0, 1], got 1.5.");
    assertThatThrownBy(() -> Schedule.stepDecay(0, Span.epochs(1)))
        .hasMessage("The factor of a step decay must be in (0, 1], got 0.0.");
    assertThatThrownBy(() -> Schedule.stepDecay(0.5, Span.epochs(0)))
        .hasMessageContaining("a span above 0");
    assertThatThrownBy(() -> Schedule.oneCycle(1))
        .hasMessage("The rise must be in (0, 1), got 1.0.");
    assertThatThrownBy(() -> Schedule.constant().reduceOnPlateau(1, 2))
        .hasMessage("The factor on a plateau must be below 1, got 1.");
    assertThatThrownBy(() -> Schedule.constant().reduceOnPlateau(0.5, 0))
        .hasMessage("The patience on a plateau must be at least 1, got 0.");
    assertThatThrownBy(() -> Span.share(1.5)).hasMessageContaining("a share at most 1, got 1.5");
    assertThatThrownBy(() -> Span.steps(-1)).hasMessageContaining("at least 0");
  }
}
