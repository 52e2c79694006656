package dev.sortal.benchmarks;

import dev.sortal.Dataset;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.profile.LabelErrors;
import dev.sortal.profile.Profiling;
import dev.sortal.tensor.SplitMix64;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many wrong labels a profile finds: each label of a real set is changed with a probability of
 * 5 %, to any other one.
 *
 * <p>What was wrong in the set before counts as wrongly reported. Arguments: CSV files of at most
 * 50,000 rows.
 */
public final class WrongLabels {
  private static final double SHARE = 0.05;

  private WrongLabels() {}

  /** Prints a line for each file. */
  public static void main(String[] files) {
    for (String file : files) {
      measure(Path.of(file));
    }
  }

  private static void measure(Path file) {
    List<Example> examples = Dataset.csv(file).toList();
    List<String> labels =
        new ArrayList<>(
            new TreeSet<>(
                examples.stream().map(example -> example.requireLabels().get(0)).toList()));
    SplitMix64 random = new SplitMix64(1);
    Set<String> wrong = new HashSet<>();
    List<Example> noisy = new ArrayList<>();
    for (Example example : examples) {
      if (random.uniform() < SHARE) {
        wrong.add(example.origin());
        int own = labels.indexOf(example.requireLabels().get(0));
        int other = (own + 1 + random.below(labels.size() - 1)) % labels.size();
        noisy.add(example.labelled(labels.get(other)));
      } else {
        noisy.add(example);
      }
    }
    LabelErrors errors =
        Objects.requireNonNull(
            Split.of(Dataset.of(noisy), Dataset.of(List.of()))
                .profile(Profiling.standard().near(0))
                .labelErrors());
    List<LabelErrors.Suspect> suspects = errors.suspects();
    long found = found(suspects, wrong);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: %,d rows, %d wrong, %d reported, precision %.2f, recall %.2f, of the first 100 %d",
            file,
            examples.size(),
            wrong.size(),
            errors.count(),
            found / (double) suspects.size(),
            found / (double) wrong.size(),
            found(suspects.subList(0, Math.min(100, suspects.size())), wrong)));
  }

  private static long found(List<LabelErrors.Suspect> suspects, Set<String> wrong) {
    return suspects.stream().filter(suspect -> wrong.contains(suspect.origin())).count();
  }
}
