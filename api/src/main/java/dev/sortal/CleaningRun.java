package dev.sortal;

import dev.sortal.data.CleaningReport;
import dev.sortal.data.CleaningStep;
import dev.sortal.data.Example;
import dev.sortal.data.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One pass of cleaning over examples, which counts what it does; for one thread. */
final class CleaningRun extends Spliterators.AbstractSpliterator<Example> {
  private final Spliterator<Example> rows;
  private final List<CleaningStep> steps;
  private final List<CleaningStep.Pass> passes;
  private final Consumer<CleaningReport> report;
  private final long[] dropped;
  private final long[] changed;
  private long rowsIn;
  private long rowsOut;
  private boolean ended;
  private @Nullable Example current;

  private CleaningRun(
      Spliterator<Example> rows,
      List<CleaningStep> steps,
      List<CleaningStep.Pass> passes,
      Consumer<CleaningReport> report) {
    super(Long.MAX_VALUE, ORDERED | NONNULL);
    this.rows = rows;
    this.steps = steps;
    this.passes = passes;
    this.report = report;
    this.dropped = new long[steps.size()];
    this.changed = new long[steps.size()];
  }

  /**
   * Begins to read; steps that look ahead read everything before that.
   *
   * @param report gets the report when the last example was read, and never otherwise
   */
  static Stream<Example> open(
      Source source, List<CleaningStep> steps, Consumer<CleaningReport> report) {
    List<CleaningStep> prepared = new ArrayList<>();
    for (CleaningStep step : steps) {
      List<CleaningStep> before = List.copyOf(prepared);
      prepared.add(step.prepare(() -> start(source, before, unused -> {})));
    }
    return start(source, prepared, report);
  }

  private static Stream<Example> start(
      Source source, List<CleaningStep> steps, Consumer<CleaningReport> report) {
    Stream<Example> examples = source.open();
    List<CleaningStep.Pass> passes = new ArrayList<>();
    try {
      for (CleaningStep step : steps) {
        passes.add(step.begin());
      }
    } catch (RuntimeException failure) {
      passes.forEach(CleaningStep.Pass::close);
      examples.close();
      throw failure;
    }
    CleaningRun run = new CleaningRun(examples.spliterator(), steps, passes, report);
    Stream<Example> cleaned = StreamSupport.stream(run, false).onClose(examples::close);
    for (CleaningStep.Pass pass : passes) {
      cleaned = cleaned.onClose(pass::close);
    }
    return cleaned;
  }

  @Override
  public boolean tryAdvance(Consumer<? super Example> action) {
    while (rows.tryAdvance(example -> current = example)) {
      Example left = apply(current);
      if (left != null) {
        rowsOut++;
        action.accept(left);
        return true;
      }
    }
    if (!ended) {
      ended = true;
      report.accept(report());
    }
    return false;
  }

  private @Nullable Example apply(@Nullable Example example) {
    rowsIn++;
    Example left = example;
    for (int i = 0; i < passes.size() && left != null; i++) {
      Example next = passes.get(i).apply(left);
      if (next == null) {
        dropped[i]++;
      } else if (isAnother(left, next)) {
        changed[i]++;
      }
      left = next;
    }
    return left;
  }

  /** A step that changes nothing gives the same object. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isAnother(Example before, Example after) {
    return before != after;
  }

  private CleaningReport report() {
    List<CleaningReport.Step> counts = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      counts.add(new CleaningReport.Step(steps.get(i).name(), dropped[i], changed[i]));
    }
    return new CleaningReport(rowsIn, rowsOut, counts);
  }
}
