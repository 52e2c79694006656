package dev.sortal.samples;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.Words;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives each letter to a shop all the tags that it needs, none perhaps, learned from a CSV file
 * with the tags in one column.
 */
public final class Tagging {
  private static final List<String> TAGS = List.of("billing", "delivery", "damage", "thanks");
  private static final List<List<String>> SENTENCES =
      List.of(
          List.of("you charged me twice", "the invoice is wrong", "please refund the payment"),
          List.of("it has not arrived", "where is my parcel", "the courier never came"),
          List.of("the glass is broken", "there is a crack in it", "one part is missing"),
          List.of("thank you very much", "great service", "i am happy with it"));
  private static final List<String> OTHERS =
      List.of("i ordered a lamp last week", "this is my second letter", "kind regards", "hello");

  private Tagging() {}

  /** Takes the folder to write to; by default {@code out}. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments.length > 0 ? arguments[0] : "out"));
    run(folder, new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }

  /** Returns the figures on unseen letters. */
  static MultiLabelEvaluation run(Path folder, PrintStream out) throws IOException {
    Path file = folder.resolve("letters.csv");
    Files.writeString(file, letters(3000, 1));
    Dataset letters = Dataset.csv(file).text("letter").labels("tags", "|");
    Split parts = letters.split(Split.random().train(0.7).validation(0.15).seed(42));

    Pipeline pipeline =
        Pipeline.text(Words.standard().maxLength(40))
            .network(embedding(16), conv1d(32, 3, RELU), globalMaxPool())
            .learningRate(0.005)
            .epochs(6)
            .severalLabels();

    try (Classifier classifier = pipeline.train(parts)) {
      MultiLabelEvaluation evaluation = classifier.evaluateLabels(parts.test());
      out.println(evaluation);
      for (String letter :
          List.of(
              "hello where is my parcel and why was i charged twice",
              "great service but the glass is broken",
              "this is my second letter")) {
        out.println(letter + " -> " + classifier.classify(letter).labels());
      }
      return evaluation;
    }
  }

  /** A file with a letter a row, as {@code "hello the invoice is wrong",billing}. */
  static String letters(int count, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    StringBuilder csv = new StringBuilder("letter,tags\n");
    for (int i = 0; i < count; i++) {
      List<String> sentences = new ArrayList<>(List.of(one(random, OTHERS)));
      List<String> tags = new ArrayList<>();
      for (int tag = 0; tag < TAGS.size(); tag++) {
        if (random.below(3) == 0) {
          tags.add(TAGS.get(tag));
          sentences.add(random.below(sentences.size() + 1), one(random, SENTENCES.get(tag)));
        }
      }
      csv.append(String.join(" ", sentences))
          .append(',')
          .append(String.join("|", tags))
          .append('\n');
    }
    return csv.toString();
  }

  private static String one(SplitMix64 random, List<String> of) {
    return of.get(random.below(of.size()));
  }
}
