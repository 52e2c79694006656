package dev.sortal.data;

import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The examples of each label, as places in the list, each label's in an order of chance. */
final class Strata {
  private Strata() {}

  /** Examples without a label are a stratum of their own. */
  static List<int[]> shuffled(List<Example> examples, SplitMix64 random) {
    Map<List<String>, IntStream.Builder> byLabel = new LinkedHashMap<>();
    for (int i = 0; i < examples.size(); i++) {
      byLabel.computeIfAbsent(stratum(examples.get(i)), unused -> IntStream.builder()).add(i);
    }
    List<int[]> strata = new ArrayList<>();
    for (IntStream.Builder members : byLabel.values()) {
      int[] places = members.build().toArray();
      random.shuffle(places);
      strata.add(places);
    }
    return strata;
  }

  /** Examples of the same labels are a stratum. */
  private static List<String> stratum(Example example) {
    List<String> labels = example.labels();
    return labels == null
        ? List.of()
        : labels.size() == 1 ? labels : labels.stream().sorted().toList();
  }
}
