package dev.sortal.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.sortal.Classifier;
import dev.sortal.Prediction;
import dev.sortal.data.CsvFile;
import dev.sortal.data.CsvRows;
import dev.sortal.data.Example;
import dev.sortal.format.AtomicFile;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
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

/** Classifies texts from the command line, from standard input or from a file. */
@Command(
    name = "classify",
    description = "Classifies texts: arguments, lines of standard input, or a file's rows.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClassifyCommand implements Callable<Integer> {
  private static final int ROWS_AT_A_TIME = 1024;

  @Spec CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "The classifier.")
  Path model;

  @Option(names = "--data", paramLabel = "FILE", description = "A file whose rows to classify.")
  @Nullable Path data;

  @Option(
      names = "--text",
      paramLabel = "COLUMN",
      description = "The file's column of the text; by default 'text'.")
  String text = "text";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where to write the file's rows with columns 'predicted' and 'probability' added.")
  @Nullable Path out;

  @Mixin EngineOptions engine;

  @Option(names = "--json", description = "Print one JSON object a text.")
  boolean json;

  @Parameters(paramLabel = "TEXT", description = "Texts to classify.")
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
        classifyFile(classifier, data, out);
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
    PrintWriter output = spec.commandLine().getOut();
    input.forEach(
        line -> {
          Prediction prediction = classifier.classify(line);
          if (json) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.put("label", prediction.label());
            object.put("probability", prediction.probability());
            if (prediction.isCut()) {
              object.put("cut", true);
            }
            if (prediction.isUnknown()) {
              object.put("unknown", true);
            }
            output.println(object);
          } else {
            output.printf(
                Locale.ROOT, "%s\t%.4f\t%s%n", prediction.label(), prediction.probability(), line);
          }
          output.flush();
        });
  }

  private void classifyFile(Classifier classifier, Path from, Path to) {
    boolean tabs = from.toString().toLowerCase(Locale.ROOT).endsWith(".tsv");
    CsvFile file = tabs ? CsvFile.tsv(from) : CsvFile.csv(from);
    AtomicFile.write(
        to,
        stream -> {
          CsvWriter writer =
              CsvWriter.builder()
                  .fieldSeparator(file.separator())
                  .build(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
          try (CsvRows rows = file.open()) {
            copy(classifier, rows, writer);
          }
          writer.flush();
        });
  }

  private void copy(Classifier classifier, CsvRows rows, CsvWriter writer) {
    int column = rows.column(text);
    List<String> header = new ArrayList<>(rows.header());
    header.add("predicted");
    header.add("probability");
    writer.writeRecord(header);
    List<List<String>> block = new ArrayList<>();
    boolean more = true;
    while (more) {
      block.clear();
      while (block.size() < ROWS_AT_A_TIME && (more = rows.next())) {
        block.add(rows.fields());
      }
      Stream<Example> examples =
          List.copyOf(block).stream().map(fields -> Example.text(fields.get(column)));
      Iterator<List<String>> fields = List.copyOf(block).iterator();
      classifier
          .classifyAll(examples)
          .forEachOrdered(
              prediction -> {
                List<String> row = new ArrayList<>(fields.next());
                row.add(prediction.label());
                row.add(String.format(Locale.ROOT, "%.6f", prediction.probability()));
                writer.writeRecord(row);
              });
    }
  }
}
