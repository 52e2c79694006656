package dev.sortal.tck;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sortal.spec.Input;
import dev.sortal.spi.Column;
import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/** Takes bags in one by one. */
final class MadeUpBags {
  /** More ids than a vocabulary of the cases has, so that some occur twice. */
  private static final int MOST_IDS = 50;

  private final List<Integer> ids = new ArrayList<>();
  private final List<Float> weights = new ArrayList<>();
  private final List<Integer> bagOffsets = new ArrayList<>(List.of(0));
  private final List<Integer> rowOffsets = new ArrayList<>(List.of(0));

  private MadeUpBags() {}

  /** Rows as {@link Batches#bagsAtPositions} writes them; without positions a row is one bag. */
  static Column.Bags read(String rows, boolean atPositions) {
    MadeUpBags bags = new MadeUpBags();
    for (String row : rows.split("/", -1)) {
      if (!atPositions || !row.isEmpty()) {
        for (String bag : row.split(",", -1)) {
          for (String item : bag.isEmpty() ? new String[0] : bag.split(" ")) {
            int star = item.indexOf('*');
            bags.id(
                Integer.parseInt(star < 0 ? item : item.substring(0, star)),
                star < 0 ? 1 : Float.parseFloat(item.substring(star + 1)));
          }
          bags.endBag();
        }
      }
      bags.endRow();
    }
    return bags.column();
  }

  /**
   * Rows of a file: lists of bags, or without positions bags, which are lists of an id and its
   * weight.
   */
  static Column.Bags read(List<JsonNode> rows, boolean atPositions) {
    MadeUpBags bags = new MadeUpBags();
    for (JsonNode row : rows) {
      for (JsonNode bag : atPositions ? row : List.of(row)) {
        for (JsonNode item : bag) {
          bags.id(item.get(0).intValue(), item.get(1).floatValue());
        }
        bags.endBag();
      }
      bags.endRow();
    }
    return bags.column();
  }

  /** A row of one large bag, or of all bags; an empty one, or of none; then any. */
  static Column.Bags random(Input.Bags input, int rows, SplitMix64 random) {
    MadeUpBags bags = new MadeUpBags();
    for (int row = 0; row < rows; row++) {
      int count = input.positions() == 0 ? 1 : bagsOf(row, input.positions(), random);
      for (int bag = 0; bag < count; bag++) {
        for (int left = size(row, bag, random); left > 0; left--) {
          // Quarters add up exactly, so that weights cancel out here and there on every engine.
          bags.id(random.below(input.vocabulary()), (random.below(9) - 2) / 4f);
        }
        bags.endBag();
      }
      bags.endRow();
    }
    return bags.column();
  }

  /** Rows of so many bags at positions. */
  static Column.Bags ofLengths(Input.Bags input, int[] lengths, SplitMix64 random) {
    MadeUpBags bags = new MadeUpBags();
    for (int length : lengths) {
      for (int bag = 0; bag < length; bag++) {
        for (int left = random.below(4); left > 0; left--) {
          bags.id(random.below(input.vocabulary()), (1 + random.below(8)) / 4f);
        }
        bags.endBag();
      }
      bags.endRow();
    }
    return bags.column();
  }

  private static int bagsOf(int row, int positions, SplitMix64 random) {
    return switch (row) {
      case 0 -> positions;
      case 1 -> 0;
      case 2 -> 1;
      default -> random.below(positions + 1);
    };
  }

  private static int size(int row, int bag, SplitMix64 random) {
    if (row == 0 && bag == 0) {
      return MOST_IDS;
    }
    return row == 1 ? 0 : random.below(5);
  }

  private void id(int id, float weight) {
    ids.add(id);
    weights.add(weight);
  }

  private void endBag() {
    bagOffsets.add(ids.size());
  }

  private void endRow() {
    rowOffsets.add(bagOffsets.size() - 1);
  }

  private Column.Bags column() {
    float[] factors = new float[weights.size()];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = weights.get(i);
    }
    return new Column.Bags(
        Batches.ints(array(ids)),
        Batches.floats(factors),
        Batches.ints(array(bagOffsets)),
        Batches.ints(array(rowOffsets)));
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
