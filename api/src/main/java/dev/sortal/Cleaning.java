package dev.sortal;

import dev.sortal.data.CleaningStep;
import dev.sortal.data.Example;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules that drop or relabel examples before they are divided and learned; an immutable value.
 *
 * <p>What changes a text belongs to the encoder instead, since it must run in prediction too. How
 * many examples each rule dropped or relabelled is logged at INFO after each pass.
 *
 * <pre>{@code
 * Dataset clean = dataset.clean(Cleaning.standard().rename(Map.of("pos", "positive")));
 * }</pre>
 */
public final class Cleaning {
  private static final Logger LOG = LoggerFactory.getLogger(Cleaning.class);

  private final List<CleaningStep> steps;

  private Cleaning(List<CleaningStep> steps) {
    this.steps = List.copyOf(steps);
  }

  /** No rules. */
  public static Cleaning none() {
    return new Cleaning(List.of());
  }

  /** Trims labels, and drops empty texts and exact duplicates (equal fields and labels). */
  public static Cleaning standard() {
    return none()
        .with(CleaningStep.trimLabels())
        .with(CleaningStep.dropEmptyTexts())
        .with(CleaningStep.dropDuplicates());
  }

  /** These rules followed by another. */
  public Cleaning with(CleaningStep step) {
    List<CleaningStep> all = new ArrayList<>(steps);
    all.add(step);
    return new Cleaning(all);
  }

  /** These rules followed by renaming labels; those that the map lacks stay. */
  public Cleaning rename(Map<String, String> labels) {
    return with(CleaningStep.rename(labels));
  }

  /** The examples that are left, as the stream is consumed. */
  Stream<Example> apply(Stream<Example> examples) {
    Run run = new Run();
    Stream<Example> all =
        examples
            .<Example>mapMulti(
                (example, kept) -> {
                  Example left = run.apply(example);
                  if (left != null) {
                    kept.accept(left);
                  }
                })
            .onClose(run::report);
    for (CleaningStep.Pass pass : run.passes) {
      all = all.onClose(pass::close);
    }
    return all;
  }

  /** One pass with its counts. */
  private final class Run {
    private final List<CleaningStep.Pass> passes = steps.stream().map(CleaningStep::begin).toList();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private int examples;

    @Nullable Example apply(Example example) {
      examples++;
      Example current = example;
      for (int i = 0; i < passes.size(); i++) {
        Example next = passes.get(i).apply(current);
        if (next != current) {
          counts.merge(steps.get(i).name(), 1, Integer::sum);
        }
        if (next == null) {
          return null;
        }
        current = next;
      }
      return current;
    }

    void report() {
      if (!counts.isEmpty()) {
        LOG.info("Cleaning of {} examples dropped or changed: {}", examples, counts);
      }
    }
  }
}
