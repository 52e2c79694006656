package dev.sortal.tck.reference;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Side;
import dev.sortal.spi.Column;
import java.util.ArrayList;
import java.util.List;

/** The bags of one input, at every position of every row one. */
final class Bags {
  /** One id of a bag. */
  record Item(int id, double weight) {}

  private final List<List<Item>> bags = new ArrayList<>();

  Bags(Input.Bags input, Side side, Column.Bags column, int rows) {
    int positions = Math.max(1, input.positions());
    for (int row = 0; row < rows; row++) {
      int from = column.rowOffsets().get(row);
      int count = column.rowOffsets().get(row + 1) - from;
      for (int position = 0; position < positions; position++) {
        int bag = side == Side.PRE ? position - (positions - count) : position;
        bags.add(bag < 0 || bag >= count ? List.of() : items(input, column, from + bag));
      }
    }
  }

  private static List<Item> items(Input.Bags input, Column.Bags column, int bag) {
    List<Item> items = new ArrayList<>();
    for (int i = column.bagOffsets().get(bag); i < column.bagOffsets().get(bag + 1); i++) {
      int id = column.ids().get(i);
      if (id < 0 || id >= input.vocabulary()) {
        throw new BackendException(
            "Input \""
                + input.name()
                + "\" has no id "
                + id
                + ", expected one in [0, "
                + input.vocabulary()
                + ").");
      }
      items.add(new Item(id, column.weights().get(i)));
    }
    return items;
  }

  /** The number of bags. */
  int count() {
    return bags.size();
  }

  List<Item> bag(int number) {
    return bags.get(number);
  }

  /** The ids of all bags. */
  double[] ids() {
    return bags.stream().flatMap(List::stream).mapToDouble(Item::id).toArray();
  }
}
