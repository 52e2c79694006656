package dev.sortal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Search;
import dev.sortal.Split;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.search.Halving;
import dev.sortal.search.Method;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Searches for settings, trains with the best and saves the classifier. */
@Command(
    name = "search",
    description = {
      "Searches for the settings that do best on the validation rows, trains with them and saves"
          + " the classifier.",
      "",
      "Learning rate, batch, label smoothing and epochs are varied; of a text alone also the width"
          + " of its vectors, the number of filters and the dropout of the network of --preset"
          + " (kimCnn or kerasText). Rows are read as by sortal train."
    },
    customSynopsis = "sortal search --data DATA --trials N --out FILE [OPTIONS]",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SearchCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin PipelineOptions settings;

  @Mixin PartOptions divided;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The model to write.")
  Path out;

  @Option(
      names = "--test",
      paramLabel = "DATA",
      description = "Rows to judge the model with; the search never sees them.")
  @Nullable String test;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = "tpe, the default, random, or hyperband.")
  String method = "tpe";

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Trials at most; by default 30, and as many as Hyperband has for --epochs.")
  @Nullable Integer trials;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Begin no more trials after that time.")
  @Nullable Double minutes;

  @Option(
      names = "--figure",
      paramLabel = "NAME",
      description =
          "accuracy, the default, macroF1 or logLoss; of several labels microF1, the default,"
              + " macroF1 or hammingLoss.")
  @Nullable String figure;

  @Option(names = "--parallel", paramLabel = "N", description = "Trials at once; by default 1.")
  int parallel = 1;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description =
          "Where to write each trial, a JSON object a line; a search that was ended goes on from"
              + " it.")
  @Nullable Path log;

  @Option(names = "--json", description = "Print one JSON object on standard output.")
  boolean json;

  @Override
  public Integer call() {
    Search search = search();
    Split parts = parts();
    try (CleanEnd ctrlC = new CleanEnd()) {
      Search.Result result = search.run(parts);
      PrintWriter output = spec.commandLine().getOut();
      ObjectNode figures = result.toJson();
      if (!json) {
        output.print(result);
        output.flush();
      }
      if (!result.isInterrupted()) {
        train(result, parts, figures);
      }
      if (json) {
        output.println(figures);
      }
      output.flush();
      return 0;
    }
  }

  private void train(Search.Result result, Split parts, ObjectNode figures) {
    try (Classifier classifier = result.pipeline().train(parts)) {
      classifier.save(out);
      Judgement judgement =
          Judgement.of(classifier, test == null ? parts.validation() : parts.test());
      figures.set("model", judgement.json());
      figures.put("evaluatedOn", test == null ? "validation" : "test");
      if (!json) {
        PrintWriter output = spec.commandLine().getOut();
        output.println((test == null ? "\nOn the validation rows:" : "\nOn the test rows:") + "\n");
        output.print(judgement.table());
        output.println("\nSaved " + out + ".");
      }
    }
  }

  private Split parts() {
    if (divided.validation == 0) {
      throw new ParameterException(
          spec.commandLine(), "A search judges by validation rows: give --validation above 0.");
    }
    boolean hasText = settings.columns.hasText() && !settings.areImages();
    Split parts =
        divided.divide(
            settings.columns.read(settings.data, divided.column()), hasText, settings.seed);
    Dataset judged = test == null ? Dataset.of(List.of()) : settings.columns.readTest(test);
    return new Split(parts.train(), parts.validation(), judged);
  }

  private Search search() {
    Method chosen =
        switch (method.toLowerCase(Locale.ROOT)) {
          case "tpe" -> Method.tpe();
          case "random" -> Method.random();
          case "hyperband" -> Method.hyperband();
          default ->
              throw new ParameterException(
                  spec.commandLine(),
                  "--method must be tpe, random or hyperband, got \"" + method + "\".");
        };
    boolean isHalving = chosen instanceof Halving;
    Search search =
        SearchSpace.training(divided.apply(settings.pipeline()), settings.epochs, !isHalving);
    if (settings.isTextAlone()) {
      search =
          "kerasText".equals(settings.preset)
              ? SearchSpace.kerasText(search)
              : SearchSpace.kimCnn(search);
    }
    search = objective(search).method(chosen).seed(settings.seed).parallel(parallel);
    if (trials != null || !isHalving) {
      search = search.trials(trials == null ? 30 : trials);
    }
    if (minutes != null) {
      search = search.budget(Duration.ofMillis((long) (minutes * 60_000)));
    }
    if (log != null) {
      search = search.log(log);
    }
    return search.listener(this::print);
  }

  private void print(Search.Trial trial) {
    String outcome =
        trial.state() == Search.State.FAILED
            ? "failed: " + trial.message()
            : String.format(Locale.ROOT, "%.4f", trial.value());
    System.err.printf(
        Locale.ROOT,
        "trial %d  %s  %.1f s  %s%n",
        trial.number(),
        outcome,
        trial.seconds(),
        trial.settings());
  }

  private Search objective(Search search) {
    boolean areSeveral = settings.columns.labels.areSeveral();
    String name = figure == null ? areSeveral ? "microF1" : "accuracy" : figure;
    return switch ((areSeveral ? "labels " : "") + name) {
      case "accuracy" -> search.maximize(name, Evaluation::accuracy);
      case "macroF1" -> search.maximize(name, Evaluation::macroF1);
      case "logLoss" -> search.minimize(name, Evaluation::logLoss);
      case "labels microF1" -> search.maximizeLabels(name, MultiLabelEvaluation::microF1);
      case "labels macroF1" -> search.maximizeLabels(name, MultiLabelEvaluation::macroF1);
      case "labels hammingLoss" -> search.minimizeLabels(name, MultiLabelEvaluation::hammingLoss);
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "--figure must be "
                  + (areSeveral
                      ? "microF1, macroF1 or hammingLoss"
                      : "accuracy, macroF1 or logLoss")
                  + ", got \""
                  + name
                  + "\".");
    };
  }
}
