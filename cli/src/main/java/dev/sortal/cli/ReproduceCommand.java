package dev.sortal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import dev.sortal.bundle.Reproduction;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a saved classifier again and compares. */
@Command(
    name = "reproduce",
    description = {
      "Trains a saved classifier again on the same rows, and says whether the same comes of it.",
      "",
      "How rows are read, cleaned and divided is in the classifier if sortal train made it; of"
          + " others name the columns. Exit code: 0 if the weights are the same to the bit, or"
          + " within --tolerance; else 1."
    },
    customSynopsis = "sortal reproduce FILE --data DATA [OPTIONS]",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReproduceCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The classifier.")
  Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "The rows that it was trained with.")
  String data;

  @Option(
      names = "--test",
      paramLabel = "DATA",
      description = "Rows to judge both with, the classifier and the one of now.")
  @Nullable String test;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description =
          "How much weights may differ, on another machine or engine; by default 0, not a bit.")
  double tolerance;

  @Option(
      names = "--continue",
      paramLabel = "FILE",
      description = "The classifier that it was trained further from, if it was.")
  @Nullable Path parent;

  @Option(
      names = "--replay",
      paramLabel = "DATA",
      description = "The old rows that were replayed then.")
  @Nullable String replay;

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description = "Where encoded rows go if they did then; by default a temporary folder.")
  @Nullable Path cache;

  @Mixin DataOptions columns;

  @Mixin EngineOptions engine;

  @Option(names = "--json", description = "Print one JSON object on standard output.")
  boolean json;

  @Override
  public Integer call() {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("--tolerance must be at least 0, got " + tolerance + ".");
    }
    Bundle bundle = BundleFile.read(model);
    if (cache != null) {
      return run(bundle, cache);
    }
    try {
      Path folder = Files.createTempDirectory("sortal-reproduce");
      try {
        return run(bundle, folder);
      } finally {
        delete(folder);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private int run(Bundle bundle, Path folder) {
    TrainCommand then = TrainRecord.read(bundle, data, folder.toString());
    Split parts =
        then == null ? Split.of(columns.read(data), Dataset.of(List.of())) : then.learned();
    try (CleanEnd ctrlC = new CleanEnd();
        Classifier classifier = Classifier.open(bundle, choice(bundle))) {
      UnaryOperator<Pipeline> change =
          pipeline -> changed(pipeline, then != null && then.isCached(), folder);
      Reproduction repeated =
          parent == null
              ? classifier.reproduce(parts, change)
              : further(classifier, parts, parent, then, change);
      print(repeated, then);
      return repeated.isWithin(tolerance) ? 0 : 1;
    }
  }

  private Reproduction further(
      Classifier classifier,
      Split parts,
      Path begun,
      @Nullable TrainCommand then,
      UnaryOperator<Pipeline> change) {
    String old = replay;
    double share = classifier.provenance().at("/continued/replay/share").asDouble();
    try (Classifier first = Classifier.load(begun, choice(classifier.bundle()))) {
      return classifier.reproduce(
          parts,
          first,
          pipeline ->
              change.apply(
                  old == null
                      ? pipeline
                      : pipeline.replay(
                          then == null
                              ? Split.of(columns.read(old), Dataset.of(List.of()))
                              : then.replayed(old),
                          share)));
    }
  }

  /** By default the engine that trained it. */
  private BackendChoice choice(Bundle bundle) {
    BackendChoice choice = BackendChoice.any();
    String name =
        engine.backend == null ? bundle.provenance().path("backend").asText("") : engine.backend;
    return name.isEmpty() ? choice : choice.name(name);
  }

  private Pipeline changed(Pipeline pipeline, boolean isCached, Path folder) {
    Pipeline changed = pipeline.listener(TrainingProgress.of(spec.commandLine().getErr()));
    if (isCached) {
      changed = changed.cache(folder);
    }
    if (engine.backend != null) {
      changed = changed.backend(engine.backend);
    }
    if (isGiven("--device")) {
      changed = changed.device(Device.parse(engine.device));
    }
    return isGiven("--threads") ? changed.threads(engine.threads) : changed;
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private void print(Reproduction repeated, @Nullable TrainCommand then) {
    PrintWriter output = spec.commandLine().getOut();
    ObjectNode figures = repeated.toJson();
    figures.put("tolerance", tolerance).put("reproduced", repeated.isWithin(tolerance));
    StringBuilder tables = new StringBuilder();
    if (test != null) {
      DataOptions read = then == null ? columns : then.settings.columns;
      Dataset rows = read.readTest(test);
      ObjectNode judged = figures.putObject("test");
      judged.set("then", judge(repeated.original(), rows, "Then", tables));
      judged.set("now", judge(repeated.again(), rows, "Now", tables));
    }
    output.print(json ? figures + "\n" : repeated.toString() + tables);
    output.flush();
  }

  private ObjectNode judge(Bundle bundle, Dataset rows, String when, StringBuilder tables) {
    try (Classifier classifier = Classifier.open(bundle, choice(bundle))) {
      Judgement judgement = Judgement.of(classifier, rows);
      tables.append("\n").append(when).append(", on the test rows:\n\n").append(judgement.table());
      return judgement.json();
    }
  }
}
