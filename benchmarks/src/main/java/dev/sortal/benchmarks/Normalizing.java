package dev.sortal.benchmarks;

import dev.sortal.Dataset;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.text.Mask;
import dev.sortal.text.Normalization;
import dev.sortal.text.Words;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each step of a normalisation adds to the encoding of texts that are in memory, in turns.
 *
 * <p>Takes, optionally, a CSV file with the columns {@code text} and {@code label}; without, texts
 * are made up.
 */
public final class Normalizing {
  private static final int ROWS = 20_000;

  private Normalizing() {}

  public static void main(String[] arguments) {
    List<Example> read =
        arguments.length > 0
            ? Dataset.csv(Path.of(arguments[0])).toList()
            : ReferenceModel.examples(8000);
    Example[] examples = new Example[ROWS];
    long characters = 0;
    for (int i = 0; i < ROWS; i++) {
      examples[i] = read.get(i % read.size());
      characters += examples[i].text().length();
    }
    Turns turns = new Turns();
    Map<String, Normalization> sides = sides();
    sides.forEach(
        (name, steps) -> {
          FittedEncoder encoder = fit(steps, examples);
          turns.side(name, () -> Cost.of(() -> encode(encoder, examples)));
        });
    turns.play(5, 15);
    sides.keySet().forEach(name -> turns.printRatio(name, "no steps"));
    turns.printRates((int) (characters / 1_000_000), "million characters");
  }

  private static Map<String, Normalization> sides() {
    Map<String, Normalization> sides = new LinkedHashMap<>();
    sides.put("no steps", Normalization.none());
    for (String name :
        List.of("html", "nfkc", "control", "whitespace", "lowercase", "accents", "personal")) {
      sides.put(name, Normalization.of(List.of(name)));
    }
    sides.put("url, email, number", Normalization.none().mask(Mask.URL, Mask.EMAIL, Mask.NUMBER));
    sides.put("stop words", Normalization.none().stopWords(List.of("the", "a", "of", "and")));
    return sides;
  }

  private static FittedEncoder fit(Normalization steps, Example[] examples) {
    Encoder.Fitting fitting = Words.standard().normalize(steps).start();
    for (Example example : examples) {
      fitting.add(example);
    }
    return fitting.finish().encoder();
  }

  private static void encode(FittedEncoder encoder, Example[] examples) {
    FittedEncoder.ColumnBuilder column = encoder.start();
    for (Example example : examples) {
      column.add(example);
    }
    if (column.finish().rows() != examples.length) {
      throw new IllegalStateException("Expected a row for each text.");
    }
  }
}
