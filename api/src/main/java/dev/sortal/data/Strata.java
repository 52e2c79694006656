package dev.sortal.data;

import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The examples of each label, as places in the list, each label's in an order of chance. */
final class Strata {
  private Strata() {}

  /** Examples without a label are a stratum of their own. */
  static List<int[]> shuffled(List<Example> examples, SplitMix64 random) {
    Map<String, List<Integer>> byLabel = new LinkedHashMap<>();
    for (int i = 0; i < examples.size(); i++) {
      String label = examples.get(i).label();
      byLabel.computeIfAbsent(label == null ? "" : label, unused -> new ArrayList<>()).add(i);
    }
    List<int[]> strata = new ArrayList<>();
    for (List<Integer> members : byLabel.values()) {
      int[] places = members.stream().mapToInt(Integer::intValue).toArray();
      random.shuffle(places);
      strata.add(places);
    }
    return strata;
  }
}
