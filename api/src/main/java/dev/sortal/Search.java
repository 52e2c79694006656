package dev.sortal;

import static dev.sortal.PipelineSettings.require;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.Folds;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.search.Method;
import dev.sortal.search.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * A search for the settings of a pipeline that make a figure best; an immutable value.
 *
 * <p>A trial trains the pipeline with other settings and judges it by the validation examples, or
 * by cross-validation; test examples are never looked at. Trials that fail are recorded and the
 * search goes on. With a {@link #log} a search that was ended or killed goes on where it stood.
 *
 * <pre>{@code
 * Search search = Search.over(pipeline)
 *     .vary("learning rate", Range.logarithmic(1e-4, 1e-2), Pipeline::learningRate)
 *     .vary("batch", Choice.of(16, 32, 64), Pipeline::batchSize)
 *     .trials(40).maximize("accuracy", Evaluation::accuracy);
 * Search.Result result = search.run(parts);
 * try (Classifier classifier = result.pipeline().train(parts)) { .. }
 * }</pre>
 */
public final class Search {
  /** What became of a trial. */
  public enum State {
    /** It was trained and judged. */
    FINISHED,
    /** It was trained and judged, and given up for better ones before it had all epochs. */
    PRUNED,
    /** It could not be trained or judged; the message says why. */
    FAILED
  }

  /**
   * One set of values and what it came to.
   *
   * @param number the trial, from 1, in the order of their starts
   * @param settings the value of each setting that is varied, by name
   * @param epochs how many epochs it had, at most
   * @param state what became of it
   * @param value the figure; NaN where it failed
   * @param seconds how long it took
   * @param message why it failed; empty where it did not
   */
  public record Trial(
      int number,
      Map<String, Object> settings,
      int epochs,
      State state,
      double value,
      double seconds,
      String message) {
    public Trial {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** The values in one line: {@code learning rate 0.00123, batch 32}. */
    String described() {
      List<String> texts = new ArrayList<>();
      settings.forEach((name, value) -> texts.add(name + " " + shown(value)));
      return String.join(", ", texts);
    }
  }

  /** What a search came to; immutable. */
  public static final class Result {
    private final String figure;
    private final Pipeline pipeline;
    private final Trial best;
    private final List<Trial> trials;
    private final Map<String, Double> importance;
    private final boolean isInterrupted;

    Result(
        String figure,
        Pipeline pipeline,
        Trial best,
        List<Trial> trials,
        Map<String, Double> importance,
        boolean isInterrupted) {
      this.figure = figure;
      this.pipeline = pipeline;
      this.best = best;
      this.trials = List.copyOf(trials);
      this.importance = Collections.unmodifiableMap(new LinkedHashMap<>(importance));
      this.isInterrupted = isInterrupted;
    }

    /** The pipeline with the settings of the best trial, to be trained. */
    public Pipeline pipeline() {
      return pipeline;
    }

    /** The best trial; of equally good ones the first. */
    public Trial best() {
      return best;
    }

    /** All trials that are over, by number. */
    public List<Trial> trials() {
      return trials;
    }

    /**
     * How much each setting alone decides of the figure, in [0, 1], the most important first; see
     * {@link dev.sortal.search.Importance}. NaN with too few trials.
     */
    public Map<String, Double> importance() {
      return importance;
    }

    /** Whether the thread was interrupted before all trials were over. */
    public boolean isInterrupted() {
      return isInterrupted;
    }

    /** Figure, best trial, importance of each setting, and all trials; NaN becomes null. */
    public ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("figure", figure);
      json.set("best", TrialJson.write(best));
      ObjectNode shares = json.putObject("importance");
      importance.forEach((name, share) -> shares.set(name, TrialJson.number(share)));
      json.put("interrupted", isInterrupted);
      ArrayNode all = json.putArray("trials");
      trials.forEach(trial -> all.add(TrialJson.write(trial)));
      return json;
    }

    /** The best trial, the importance of each setting, and the ten best trials. */
    @Override
    public String toString() {
      return SearchTable.of(this);
    }

    String figure() {
      return figure;
    }
  }

  /** The values of all settings of a trial, by name; immutable. */
  public static final class Values {
    private final Map<String, Object> values;

    Values(Map<String, Object> values) {
      this.values = values;
    }

    /**
     * The value of a setting.
     *
     * @throws IllegalArgumentException if there is no such setting, or it is of another type
     */
    public <T> T of(String name, Class<T> type) {
      Object value = values.get(name);
      if (!type.isInstance(value)) {
        throw new IllegalArgumentException(
            "The search varies no setting \""
                + name
                + "\" of type "
                + type.getSimpleName()
                + ", expected one of "
                + values
                + ".");
      }
      return type.cast(value);
    }

    /** The value of a range. */
    public double number(String name) {
      return of(name, Double.class);
    }

    /** The value of a range of whole numbers, or of a choice of such. */
    public int whole(String name) {
      return of(name, Integer.class);
    }
  }

  private final SearchSettings settings;

  private Search(SearchSettings settings) {
    this.settings = settings;
  }

  private Search with(Consumer<SearchSettings> change) {
    SearchSettings copy = settings.clone();
    change.accept(copy);
    return new Search(copy);
  }

  /** A search that varies settings of that pipeline; all others stay as they are. */
  public static Search over(Pipeline pipeline) {
    return new Search(new SearchSettings(pipeline));
  }

  /**
   * Varying one more setting, of encoder, network, optimizer or whatever.
   *
   * @param name what it is called in logs and tables; each another
   * @param setting the values it may take
   * @param apply gives the pipeline with a value
   */
  public <T> Search vary(String name, Setting<T> setting, BiFunction<Pipeline, T, Pipeline> apply) {
    int index = settings.varied.size();
    return vary(name, setting)
        .with(s -> s.add((p, at) -> apply.apply(p, setting.at(at.get(index)))));
  }

  /** Varying one more setting, of which {@link #apply} makes something, with others perhaps. */
  public Search vary(String name, Setting<?> setting) {
    require(
        settings.varied.stream().noneMatch(one -> one.name().equals(name)),
        "Settings need different names",
        "\"" + name + "\" twice");
    return with(s -> s.add(new SearchSettings.Varied(name, setting)));
  }

  /**
   * With what puts several values into the pipeline together, after what was put in so far.
   *
   * <pre>{@code
   * search.vary("width", Range.whole(16, 128)).vary("dropout", Range.linear(0, 0.6))
   *     .apply((p, v) -> p.network(
   *         embedding(v.whole("width")), globalMaxPool(), dropout(v.number("dropout"))));
   * }</pre>
   */
  public Search apply(BiFunction<Pipeline, Values, Pipeline> apply) {
    return with(s -> s.add((p, at) -> apply.apply(p, new Values(settings.values(at)))));
  }

  /** Choosing what to try by that method; by default {@link Method#tpe()}. */
  public Search method(Method method) {
    return with(s -> s.method = method);
  }

  /** Trying that many settings at most, at least 1; by default as many as the method has. */
  public Search trials(int trials) {
    require(trials >= 1, "trials must be at least 1", trials);
    return with(s -> s.trials = trials);
  }

  /**
   * Beginning no more trials after that time; trials of an earlier run that the log holds count, by
   * their seconds. By default there is no limit.
   */
  public Search budget(Duration time) {
    require(!time.isNegative() && !time.isZero(), "The budget must be above 0", time);
    return with(s -> s.budget = time);
  }

  /**
   * With that many trials at once, at least 1, the default; memory grows with it. Each trial is
   * proposed by the outcomes of a fixed set of earlier ones, so that a search gives the same
   * whatever the speed of its trials; but another number of them at once gives another search.
   */
  public Search parallel(int trials) {
    require(trials >= 1, "parallel must be at least 1", trials);
    return with(s -> s.parallel = trials);
  }

  /** Drawing proposals from that seed; by default 42. Trainings keep the pipeline's. */
  public Search seed(long seed) {
    return with(s -> s.seed = seed);
  }

  /**
   * With each trial written to that file when it is over, a JSON object a line. If the file is
   * there the search goes on from it: its trials are not run again, and the next ones are those
   * that would have come.
   */
  public Search log(Path file) {
    return with(s -> s.log = file);
  }

  /** Making that figure largest; by default accuracy, and micro F1 of several labels. */
  public Search maximize(String name, ToDoubleFunction<Evaluation> figure) {
    return with(s -> s.objective = new SearchSettings.Objective(name, true, figure, null));
  }

  /** Making that figure smallest: the log loss, say. */
  public Search minimize(String name, ToDoubleFunction<Evaluation> figure) {
    return with(s -> s.objective = new SearchSettings.Objective(name, false, figure, null));
  }

  /** Making that figure of several labels largest. */
  public Search maximizeLabels(String name, ToDoubleFunction<MultiLabelEvaluation> figure) {
    return with(s -> s.objective = new SearchSettings.Objective(name, true, null, figure));
  }

  /** Making that figure of several labels smallest. */
  public Search minimizeLabels(String name, ToDoubleFunction<MultiLabelEvaluation> figure) {
    return with(s -> s.objective = new SearchSettings.Objective(name, false, null, figure));
  }

  /** Told of each trial when it is over, beside who was told so far, one trial at a time. */
  public Search listener(Consumer<Trial> listener) {
    return with(s -> s.listener = s.listener.andThen(listener));
  }

  /**
   * Runs the search: each trial learns from the training part and is judged by the validation part,
   * which also chooses its epoch. The figure of the best trial is therefore too good for what it
   * will be on new examples: judge the trained pipeline by the test part.
   *
   * <p>Interrupting the thread ends the search with the trials that are over; that consumes the
   * interrupt, and the result says so.
   *
   * @throws IllegalArgumentException if there are no validation examples, nothing is varied, or the
   *     search would never end
   * @throws dev.sortal.error.DataException if the examples cannot be learned from, or the log
   *     belongs to another search
   * @throws dev.sortal.error.TrainingException if no trial could be finished
   */
  public Result run(Split parts) {
    return new SearchRun(settings, TrialJudge.heldOut(settings, parts)).result();
  }

  /**
   * Runs the search: each trial is cross-validated, and the mean over folds is its figure. Throws
   * as {@link #run(Split)}.
   */
  public Result run(Dataset examples, Folds folds) {
    return new SearchRun(settings, TrialJudge.folded(settings, examples, folds)).result();
  }

  /**
   * Nested cross-validation: for each fold a search of its own on the others, of which the
   * pipeline's {@link Pipeline#validation} share judges trials; its best pipeline is then trained
   * and judged by the fold. What it says is how good searching this way is, free of the optimism of
   * the best trial. A log is one for each fold, named {@code log.fold-3}.
   *
   * @throws IllegalArgumentException if the pipeline holds nothing back for validation, and as
   *     {@link #run(Split)}
   */
  public CrossValidation crossValidate(Dataset examples, Folds folds) {
    require(
        settings.pipeline.settings().validation > 0,
        "A nested search judges by validation examples: validation must be above 0",
        settings.pipeline.settings().validation);
    return new FoldRuns(examples, folds, CrossValidation.options())
        .run(
            (fold, parts) -> {
              Split divided = FoldRuns.heldBack(parts, folds, settings.pipeline.settings());
              if (divided == parts) {
                divided = FoldRuns.heldBack(parts, settings.pipeline.settings());
              }
              return ofFold(fold).run(divided).pipeline().checkpointsInside("best").train(divided);
            });
  }

  private Search ofFold(int fold) {
    Path file = settings.log;
    Search inner = with(s -> s.pipeline = s.pipeline.checkpointsInside("search-" + fold));
    return file == null
        ? inner
        : inner.log(file.resolveSibling(file.getFileName() + ".fold-" + fold));
  }

  /** A value for people: numbers of four digits. */
  static String shown(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.4g", number)
        : value.toString();
  }
}
