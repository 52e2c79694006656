package dev.sortal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sortal.data.CleaningReport;
import dev.sortal.data.CleaningStep;
import dev.sortal.data.Example;
import dev.sortal.data.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules that drop or relabel examples before they are divided and learned; an immutable value.
 *
 * <p>What changes a text belongs to the encoder instead, since it must run in prediction too. How
 * many examples each rule dropped or relabelled is logged at INFO after each pass, given to {@link
 * #reportTo}, or asked for with {@link #report}.
 *
 * <pre>{@code
 * Dataset clean = dataset.clean(Cleaning.standard().rename(Map.of("pos", "positive")));
 * }</pre>
 */
public final class Cleaning {
  private static final Logger LOG = LoggerFactory.getLogger(Cleaning.class);

  private final List<CleaningStep> steps;
  private final Consumer<CleaningReport> reports;

  private Cleaning(List<CleaningStep> steps, Consumer<CleaningReport> reports) {
    this.steps = List.copyOf(steps);
    this.reports = reports;
  }

  /** No rules. */
  public static Cleaning none() {
    return new Cleaning(List.of(), Cleaning::log);
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
    return new Cleaning(all, reports);
  }

  /** These rules followed by renaming labels; those that the map lacks stay. */
  public Cleaning rename(Map<String, String> labels) {
    return with(CleaningStep.rename(labels));
  }

  /** These rules followed by dropping what the predicate is true of. */
  public Cleaning drop(String name, Predicate<Example> predicate) {
    return with(CleaningStep.drop(name, predicate));
  }

  /**
   * These rules, telling what they did after each pass that came to its end; a data set is read as
   * often as its examples are needed.
   */
  public Cleaning reportTo(Consumer<CleaningReport> listener) {
    return new Cleaning(steps, reports.andThen(listener));
  }

  /** What these rules do to a data set, which is read once. */
  public CleaningReport report(Dataset dataset) {
    List<CleaningReport> made = new ArrayList<>();
    try (Stream<Example> examples = CleaningRun.open(dataset::examples, steps, made::add)) {
      examples.forEachOrdered(unused -> {});
    }
    return made.get(0);
  }

  /**
   * The rules and their settings, from which {@link #read} makes them again; of own rules, {@link
   * #drop} among them, the name. How much memory a rule may use is not a part of it.
   */
  public ArrayNode toJson() {
    return CleaningJson.write(steps);
  }

  /**
   * The rules that gave this JSON.
   *
   * @param own rules that only code can make, which are found by their names
   * @throws IllegalArgumentException if it is not that of rules, or an own one is not handed over
   */
  public static Cleaning read(JsonNode json, CleaningStep... own) {
    return new Cleaning(CleaningJson.read(json, own), Cleaning::log);
  }

  /** The examples that are left, as the stream is consumed. */
  Stream<Example> apply(Source examples) {
    return CleaningRun.open(examples, steps, reports);
  }

  private static void log(CleaningReport report) {
    if (!report.isEmpty()) {
      LOG.info("Cleaning: {}", report);
    }
  }
}
