package dev.sortal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.FailedTraining;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import dev.sortal.report.Chart;
import dev.sortal.training.Epoch;
import dev.sortal.training.Retention;
import dev.sortal.training.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a classifier from labelled rows and saves it. */
@Command(
    name = "train",
    description = {
      "Trains a classifier from labelled rows and saves it.",
      "",
      "Rows come from CSV, TSV, JSON Lines (each also packed as .gz or .zst) or Parquet, from a"
          + " quoted pattern of files, or from a folder with a folder of texts or images for each"
          + " class. Of rows the text is read, or what --text, --field, --number and --category"
          + " name."
    },
    customSynopsis = "sortal train --data DATA --out FILE [OPTIONS]",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  private static final Dataset NONE = Dataset.of(List.of());

  @Spec CommandSpec spec;

  @Mixin PipelineOptions settings;

  @Option(
      names = "--test",
      paramLabel = "DATA",
      description = "Rows to judge with; by default the validation rows.")
  @Nullable String test;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The model to write.")
  Path out;

  @Mixin AutoOptions auto;

  @Mixin LoopOptions loop;

  @Mixin FurtherOptions further;

  @Mixin PartOptions divided;

  @Mixin DecisionOptions decision;

  @Option(
      names = "--curve",
      paramLabel = "FILE",
      description = "Where to draw the learning curve: a .png or .svg file.")
  @Nullable Path curve;

  @Mixin ReportOptions report;

  @Mixin TrackOptions tracking;

  @Option(names = "--json", description = "Print one JSON object on standard output.")
  boolean json;

  @Override
  public Integer call() {
    report.requireConsistent();
    RowCount count = new RowCount();
    Pipeline pipeline =
        pipeline()
            .validation(isTrainedOnAll() ? divided.validation : 0)
            .listener(count)
            .listener(TrainingProgress.of(spec.commandLine().getErr()));
    pipeline = decision.apply(tracking.apply(divided.apply(loop.apply(pipeline))));
    Split parts = parts();
    long start = System.nanoTime();
    try (CleanEnd ctrlC = new CleanEnd();
        Classifier classifier = pipeline.train(parts)) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      save(classifier.bundle());
      drawCurve(classifier);
      report.write(classifier, out, parts.test(), test == null ? withoutTest(parts) : parts);
      print(classifier, parts, count, seconds);
    } catch (FailedTraining failure) {
      save(failure.best());
      spec.commandLine()
          .getErr()
          .println("Saved epoch " + failure.best().history().bestEpoch() + " in " + out + ".");
      throw failure;
    }
    return 0;
  }

  private void save(Bundle bundle) {
    BundleFile.write(TrainRecord.write(bundle, spec.commandLine().getParseResult()), out);
  }

  private void print(Classifier classifier, Split parts, RowCount count, double seconds) {
    PrintWriter output = spec.commandLine().getOut();
    Judgement judgement = Judgement.of(classifier, parts.test());
    if (json) {
      long rows = (long) count.rows * classifier.history().epochs().size();
      ObjectNode figures = judgement.timed(rows, seconds).json();
      figures.put("evaluatedOn", test == null ? "validation" : "test");
      figures.put("bestEpoch", classifier.history().bestEpoch());
      if (further.isWanted()) {
        figures.set("retention", classifier.provenance().path("retention"));
      }
      output.println(figures);
    } else {
      output.println((test == null ? "On the validation rows:" : "On the test rows:") + "\n");
      output.print(judgement.table());
      classifier.retention().forEach(part -> output.println(line(part)));
      output.println("\nSaved " + out + ".");
    }
    output.flush();
  }

  private static String line(Retention part) {
    return String.format(
        Locale.ROOT,
        "Right of %d %s rows: %.4f before, %.4f after",
        part.rows(),
        part.part().name().toLowerCase(Locale.ROOT),
        part.before(),
        part.after());
  }

  /** How many rows an epoch has, as the training says when it begins. */
  private static final class RowCount implements TrainingListener {
    private int rows;

    @Override
    public void onStart(Start start) {
      rows = start.rows();
    }
  }

  /** What follows from the rows, or the network of the options and how it is trained. */
  private Pipeline pipeline() {
    if (isAuto()) {
      return settings.onEngine(auto.pipeline());
    }
    return further.isWanted()
        ? settings.pipeline(
            further.pipeline(settings.engine.choice(), this::replayed, settings.columns::readTest))
        : settings.pipeline();
  }

  private boolean isAuto() {
    boolean isSaid = settings.preset != null || settings.areImages() || further.isWanted();
    return auto.isWanted(isSaid);
  }

  /** Whether rows are held back for a first training alone, since others are there to judge. */
  private boolean isTrainedOnAll() {
    return isAuto() && test != null && !divided.isParting();
  }

  /** The rows that are learned from, divided; none to judge with. */
  Split learned() {
    return divided(settings.data);
  }

  /** Old rows that are learned from again, divided in the same way. */
  Split replayed(String old) {
    return divided(old);
  }

  private Split divided(String rows) {
    boolean hasText = settings.columns.hasText() && !settings.columns.rows.areImages(rows);
    String column = divided.column();
    Dataset all = settings.columns.read(rows, column);
    Split parts =
        isTrainedOnAll() ? divided.whole(all) : divided.divide(all, hasText, settings.seed);
    if (isAuto() && column != null && !settings.columns.reads(column)) {
      parts = new Split(without(parts.train(), column), without(parts.validation(), column), NONE);
    }
    return new Split(parts.train(), parts.validation(), NONE);
  }

  /** Whether encoded rows are kept in files. */
  boolean isCached() {
    return divided.cache != null;
  }

  /** Without test rows the validation rows are also those to judge with. */
  private Split parts() {
    Split parts = learned();
    if (test != null) {
      return new Split(parts.train(), parts.validation(), settings.columns.readTest(test));
    }
    if (divided.validation == 0) {
      throw new IllegalArgumentException(
          "There is nothing to judge with: expected --test or --validation above 0.");
    }
    return new Split(parts.train(), parts.validation(), parts.validation());
  }

  /** Rows without a column that only said to which part they belong. */
  private static Dataset without(Dataset rows, String column) {
    return Dataset.of(() -> rows.examples().map(example -> example.with(column, null)));
  }

  /** Validation rows that are also judged with are no second part. */
  private static Split withoutTest(Split parts) {
    return new Split(parts.train(), parts.validation(), Dataset.of(List.of()));
  }

  private void drawCurve(Classifier classifier) {
    List<Epoch> drawn = classifier.history().epochs();
    if (curve != null && !drawn.isEmpty()) {
      Chart picture = Chart.learningCurve(classifier.history());
      if (curve.toString().endsWith(".svg")) {
        picture.writeSvg(curve);
      } else {
        picture.writePng(curve);
      }
    }
  }
}
