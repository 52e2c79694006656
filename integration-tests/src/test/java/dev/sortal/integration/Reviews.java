package dev.sortal.integration;

import dev.sortal.data.Example;
import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/** Made-up reviews that can be told apart, with noise; the same from the same seed. */
final class Reviews {
  private static final List<String> POSITIVE =
      List.of("wonderful", "gripping", "funny", "moving", "brilliant", "charming", "fresh");
  private static final List<String> NEGATIVE =
      List.of("dull", "tedious", "clumsy", "shallow", "awful", "lifeless", "stale");
  private static final List<String> FILLER =
      List.of("the", "plot", "a", "film", "is", "and", "with", "actor", "scene", "never", "quite");

  private Reviews() {}

  static List<Example> examples(int count, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean positive = random.below(2) == 1;
      StringBuilder text = new StringBuilder();
      int words = 3 + random.below(12);
      int telling = random.below(words);
      for (int word = 0; word < words; word++) {
        List<String> from = word == telling ? positive ? POSITIVE : NEGATIVE : FILLER;
        text.append(from.get(random.below(from.size()))).append(' ');
      }
      examples.add(
          Example.text(text.toString().strip()).labelled(positive ? "positive" : "negative"));
    }
    return examples;
  }

  static String csv(int count, long seed) {
    StringBuilder csv = new StringBuilder("text,label\n");
    for (Example example : examples(count, seed)) {
      csv.append(example.text()).append(',').append(example.label()).append('\n');
    }
    return csv.toString();
  }
}
