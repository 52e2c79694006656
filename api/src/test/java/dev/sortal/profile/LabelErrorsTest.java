package dev.sortal.profile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Dataset;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.tensor.SplitMix64;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LabelErrorsTest {
  /** Examples of which one in twenty has another label than its own, and which ones these are. */
  private record Noisy(List<Example> examples, Set<String> wrong) {
    static Noisy of(List<Example> examples, long seed) {
      SplitMix64 random = new SplitMix64(seed);
      List<String> labels =
          new ArrayList<>(new TreeSet<>(examples.stream().map(Example::label).toList()));
      List<Example> noisy = new ArrayList<>();
      Set<String> wrong = new HashSet<>();
      for (Example example : examples) {
        String other = labels.get(random.below(labels.size()));
        if (random.uniform() < 0.05 && !other.equals(example.label())) {
          wrong.add(example.origin());
          noisy.add(example.labelled(other));
        } else {
          noisy.add(example);
        }
      }
      return new Noisy(noisy, wrong);
    }

    double precision(List<LabelErrors.Suspect> suspects) {
      return found(suspects) / (double) suspects.size();
    }

    double recall(List<LabelErrors.Suspect> suspects) {
      return found(suspects) / (double) wrong.size();
    }

    private long found(List<LabelErrors.Suspect> suspects) {
      return suspects.stream().filter(suspect -> wrong.contains(suspect.origin())).count();
    }
  }

  /** Texts of topics that have half of their words for themselves. */
  private static List<Example> topics(int count) {
    SplitMix64 random = new SplitMix64(5);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int topic = random.below(4);
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 10; word++) {
        int from = random.below(2) == 0 ? 0 : 100 * (topic + 1);
        text.append('w').append(from + random.below(100)).append(' ');
      }
      examples.add(
          Example.text(text.toString()).labelled("topic" + topic).readFrom("a.csv", i + 2));
    }
    return examples;
  }

  private static LabelErrors errors(List<Example> examples) {
    return requireNonNull(Dataset.of(examples).profile().labelErrors());
  }

  @Test
  void wrong_labels_are_found_and_the_right_ones_suggested() {
    List<Example> right = topics(3000);
    Noisy noisy = Noisy.of(right, 1);
    LabelErrors errors = errors(noisy.examples);
    assertThat(errors.rows()).isEqualTo(3000);
    assertThat(errors.isSample()).isFalse();
    assertThat(errors.count()).isEqualTo(errors.suspects().size());
    assertThat(noisy.precision(errors.suspects())).isGreaterThan(0.85);
    assertThat(noisy.recall(errors.suspects())).isGreaterThan(0.9);
    LabelErrors.Suspect first = errors.suspects().get(0);
    int place = Integer.parseInt(first.origin().substring("a.csv:".length())) - 2;
    assertThat(first.label()).isEqualTo(noisy.examples.get(place).label());
    assertThat(first.suggested()).isEqualTo(right.get(place).label());
    assertThat(first.probability()).isLessThan(first.suggestedProbability());
    assertThat(errors(noisy.examples)).isEqualTo(errors);
  }

  @Test
  void a_larger_set_is_sampled() {
    List<Example> examples = topics(3000);
    LabelErrors errors =
        requireNonNull(
            Split.of(Dataset.of(examples), Dataset.of(List.of()))
                .profile(Profiling.standard().sample(1000))
                .labelErrors());
    assertThat(errors.rows()).isEqualTo(1000);
    assertThat(errors.isSample()).isTrue();
  }

  @Test
  void equal_texts_do_not_vouch_for_each_other() {
    List<Example> examples = new ArrayList<>(topics(1000));
    // Five equal copies of a wrong row: in different folds they would learn it from each other.
    Example wrong = examples.get(0);
    String other = "topic0".equals(wrong.label()) ? "topic1" : "topic0";
    for (int i = 0; i < 5; i++) {
      examples.add(wrong.labelled(other).readFrom("copy.csv", i + 2));
    }
    examples.remove(0);
    assertThat(errors(examples).suspects())
        .extracting(LabelErrors.Suspect::origin)
        .contains("copy.csv:2", "copy.csv:3", "copy.csv:4", "copy.csv:5", "copy.csv:6");
  }

  @Test
  void too_few_rows_or_one_class_are_not_judged() {
    assertThat(Dataset.of(topics(30)).profile().labelErrors()).isNull();
    List<Example> one = topics(100).stream().map(example -> example.labelled("x")).toList();
    assertThat(Dataset.of(one).profile().labelErrors()).isNull();
    assertThat(
            Split.of(Dataset.of(topics(100)), Dataset.of(List.of()))
                .profile(Profiling.standard().sample(0))
                .labelErrors())
        .isNull();
  }

  @Test
  void wrong_labels_of_questions_are_found() {
    Noisy noisy = Noisy.of(Dataset.csv(train("trec")).toList(), 1);
    List<LabelErrors.Suspect> suspects = errors(noisy.examples).suspects();
    assertThat(noisy.recall(suspects)).isGreaterThan(0.75);
    assertThat(noisy.precision(suspects)).isGreaterThan(0.4);
    assertThat(noisy.precision(suspects.subList(0, 100))).isGreaterThan(0.85);
  }

  /** The folder shared/data beside a checkout, which most have not. */
  private static Path train(String set) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared").resolve("data").resolve(set);
      if (Files.isDirectory(folder)) {
        return folder.resolve("train.csv");
      }
    }
    Assumptions.abort("Skipped: there is no folder shared/data/" + set + " beside the checkout.");
    throw new AssertionError();
  }
}
