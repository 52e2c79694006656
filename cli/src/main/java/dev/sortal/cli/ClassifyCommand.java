package dev.sortal.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.Prediction;
import dev.sortal.data.Example;
import dev.sortal.data.RowSource;
import dev.sortal.data.Table;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Classifies from the command line, from standard input or from a file. */
@Command(
    name = "classify",
    description = {
      "Classifies arguments, lines of standard input, or the rows of --data.",
      "",
      "An argument or line is a text, for a model of images the name of a file; for a model of"
          + " several fields it is a JSON object with them, as {\"title\": \"a ball\", \"age\":"
          + " 41}. Rows have a column for each field."
    },
    customSynopsis = {
      "sortal classify --model FILE [OPTIONS] [TEXT...]",
      "       sortal classify --model FILE --data DATA --out FILE [OPTIONS]"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClassifyCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "The classifier.")
  Path model;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Rows to classify: a file, a quoted pattern of files, or a folder of classes.")
  @Nullable String data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where to write these rows with 'predicted' and 'probability' added: a .csv, .tsv or"
              + " .jsonl file. Several labels stand in one field, with | between them; where the model"
              + " abstains, it is empty.")
  @Nullable Path out;

  @Mixin RowOptions rows;

  @Mixin EngineOptions engine;

  @Option(names = "--json", description = "Print one JSON object for each.")
  boolean json;

  @Parameters(paramLabel = "TEXT", description = "What to classify.")
  List<String> texts = List.of();

  @Override
  public Integer call() {
    if ((data == null) != (out == null)) {
      throw new ParameterException(
          spec.commandLine(), "--data and --out belong together: give both or neither.");
    }
    if (data != null && !texts.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Give texts or --data, not both.");
    }
    try (Classifier classifier = Classifier.load(model, engine.choice())) {
      if (data != null && out != null) {
        classifyRows(classifier, rows.table(data), out);
      } else if (!texts.isEmpty()) {
        print(classifier, texts.stream());
      } else {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        print(classifier, in.lines());
      }
    }
    return 0;
  }

  /** One at a time, so that a text typed or piped in is answered at once. */
  private void print(Classifier classifier, Stream<String> input) {
    Lines lines = new Lines(classifier.fields());
    PrintWriter output = spec.commandLine().getOut();
    input.forEach(
        line -> {
          Prediction prediction = classifier.classify(lines.example(line));
          if (json) {
            output.println(object(classifier, prediction));
          } else {
            output.printf("%s\t%s%n", told(prediction), line);
          }
          output.flush();
        });
  }

  /** Labels and probabilities; of an abstention what it would have been. */
  private static String told(Prediction prediction) {
    return prediction.isAbstained()
        ? String.format(
            Locale.ROOT,
            "(%s, %s)\t%.4f",
            prediction.isOutOfScope() ? "out of scope" : "abstained",
            prediction.label(),
            prediction.probability())
        : PredictedRows.told(prediction, "%.4f", "\t");
  }

  private static ObjectNode object(Classifier classifier, Prediction prediction) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    if (classifier.severalLabels()) {
      ArrayNode labels = object.putArray("labels");
      for (Prediction.Scored one : prediction.labels()) {
        labels.addObject().put("label", one.label()).put("probability", one.probability());
      }
    } else {
      object.put("label", prediction.label());
      object.put("probability", prediction.probability());
      if (prediction.isAbstained()) {
        object.put("abstained", true);
      }
      if (prediction.isOutOfScope()) {
        object.put("outOfScope", true);
      }
    }
    if (prediction.isCut()) {
      object.put("cut", true);
    }
    if (prediction.isUnknown()) {
      object.put("unknown", true);
    }
    return object;
  }

  private void classifyRows(Classifier classifier, Table from, Path to) {
    WholeRows whole = new WholeRows(from);
    RowSource source = rows.source(whole, classifier.fields()).unlabelled();
    PredictedRows.write(
        to,
        rows.delimiter,
        classifier.severalLabels(),
        file -> {
          Queue<WholeRows.Row> waiting = new ArrayDeque<>();
          try (Stream<Example> examples = source.open();
              Stream<Prediction> predictions =
                  classifier.classifyAll(examples.peek(example -> waiting.add(whole.row())))) {
            file.begin(whole);
            predictions.forEachOrdered(prediction -> file.add(waiting.remove(), prediction));
          }
        });
  }
}
