package dev.sortal.data;

import dev.sortal.error.DataException;
import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a field by which examples are divided. */
final class Keys {
  private Keys() {}

  /**
   * The value of a field as a text.
   *
   * @throws DataException if the example lacks the field, or it is an image
   */
  static String of(Example example, String field) {
    Object value = example.fields().get(field);
    if (value instanceof String || value instanceof Double) {
      return value.toString();
    }
    throw new DataException(
        example.origin()
            + " cannot be assigned to a part: expected a text or a number in the field \""
            + field
            + "\", got "
            + (value == null ? "no such field among " + example.fields().keySet() : "an image")
            + ". Read the column with field(\""
            + field
            + "\"), or drop such rows.");
  }

  /** The places of the examples of each value; the largest first, those of a size by chance. */
  static List<int[]> groups(List<Example> examples, String field, SplitMix64 random) {
    Map<String, List<Integer>> byKey = new LinkedHashMap<>();
    for (int i = 0; i < examples.size(); i++) {
      byKey.computeIfAbsent(of(examples.get(i), field), unused -> new ArrayList<>()).add(i);
    }
    List<int[]> groups = new ArrayList<>();
    for (List<Integer> places : byKey.values()) {
      groups.add(places.stream().mapToInt(Integer::intValue).toArray());
    }
    int[] order = new int[groups.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    random.shuffle(order);
    List<int[]> shuffled = new ArrayList<>();
    for (int place : order) {
      shuffled.add(groups.get(place));
    }
    shuffled.sort(Comparator.comparingInt((int[] group) -> group.length).reversed());
    return shuffled;
  }
}
