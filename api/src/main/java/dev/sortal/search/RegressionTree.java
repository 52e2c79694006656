package dev.sortal.search;

import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A regression tree over a space, as the boxes that its leaves are; immutable.
 *
 * <p>Each node is divided where the squared distances from the means of both sides are least,
 * ranges at a threshold and choices into one value and the others.
 */
final class RegressionTree {
  private static final int SMALLEST_LEAF = 2;

  /**
   * A part of the space with the same prediction.
   *
   * @param sides of each setting what belongs to it
   * @param value the prediction
   */
  record Leaf(List<Side> sides, double value) {
    /** The share of the space that it is, one setting left out. */
    double volumeBeside(int setting) {
      double volume = 1;
      for (int i = 0; i < sides.size(); i++) {
        volume *= i == setting ? 1 : sides.get(i).share();
      }
      return volume;
    }
  }

  /**
   * The part of one setting: from low up to high of a range, some values of a choice.
   *
   * @param categories how many values the choice has, 0 for a range
   */
  record Side(double low, double high, BitSet values, int categories) {
    static Side whole(Setting<?> setting) {
      BitSet all = new BitSet();
      all.set(0, setting.categories());
      return new Side(0, 1, all, setting.categories());
    }

    double share() {
      return categories == 0 ? high - low : (double) values.cardinality() / categories;
    }

    boolean holds(double place) {
      return categories == 0 ? place >= low && place < high : values.get((int) place);
    }

    /** The part at or below a threshold of a range, or that value of a choice. */
    Side taken(double cut) {
      if (categories == 0) {
        return new Side(low, cut, values, 0);
      }
      BitSet one = new BitSet();
      one.set((int) cut);
      return new Side(low, high, one, categories);
    }

    /** The part that {@link #taken} leaves. */
    Side left(double cut) {
      if (categories == 0) {
        return new Side(cut, high, values, 0);
      }
      BitSet others = (BitSet) values.clone();
      others.clear((int) cut);
      return new Side(low, high, others, categories);
    }
  }

  private record Cut(int setting, double at, double squares) {}

  private final List<Outcome> rows;
  private final int settings;
  private final List<Leaf> leaves = new ArrayList<>();

  /** Fits a tree to rows that are drawn from these with replacement. */
  RegressionTree(Space space, List<Outcome> outcomes, SplitMix64 random) {
    this.rows = outcomes;
    this.settings = space.size();
    int[] drawn = new int[outcomes.size()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = random.below(drawn.length);
    }
    grow(drawn, space.settings().stream().map(Side::whole).toList());
  }

  List<Leaf> leaves() {
    return leaves;
  }

  private void grow(int[] members, List<Side> sides) {
    Cut cut = best(members, sides);
    if (cut == null) {
      leaves.add(new Leaf(sides, mean(members)));
      return;
    }
    Side side = sides.get(cut.setting()).taken(cut.at());
    grow(
        Arrays.stream(members).filter(row -> side.holds(place(row, cut.setting()))).toArray(),
        with(sides, cut.setting(), side));
    grow(
        Arrays.stream(members).filter(row -> !side.holds(place(row, cut.setting()))).toArray(),
        with(sides, cut.setting(), sides.get(cut.setting()).left(cut.at())));
  }

  private static List<Side> with(List<Side> sides, int setting, Side side) {
    List<Side> changed = new ArrayList<>(sides);
    changed.set(setting, side);
    return changed;
  }

  private double place(int row, int setting) {
    return rows.get(row).point().get(setting);
  }

  private double mean(int[] members) {
    return Arrays.stream(members).mapToDouble(row -> rows.get(row).loss()).sum() / members.length;
  }

  /** The division of least squares, or null if none leaves less than there is. */
  private @Nullable Cut best(int[] members, List<Side> sides) {
    Sums all = new Sums();
    Arrays.stream(members).forEach(row -> all.add(rows.get(row).loss()));
    Cut best = null;
    double least = all.squares() * (1 - 1e-9);
    for (int setting = 0; setting < settings; setting++) {
      Cut cut =
          sides.get(setting).categories() == 0
              ? threshold(members, setting, all)
              : value(members, setting, all);
      if (cut != null && cut.squares() < least) {
        least = cut.squares();
        best = cut;
      }
    }
    return best;
  }

  /** The best place between two neighbouring ones of a range. */
  private @Nullable Cut threshold(int[] members, int setting, Sums all) {
    List<Integer> sorted = new ArrayList<>();
    Arrays.stream(members).forEach(sorted::add);
    sorted.sort(Comparator.comparingDouble(row -> place(row, setting)));
    Sums below = new Sums();
    Cut best = null;
    for (int i = 0; i + 1 < sorted.size(); i++) {
      below.add(rows.get(sorted.get(i)).loss());
      double place = place(sorted.get(i), setting);
      double next = place(sorted.get(i + 1), setting);
      if (next > place) {
        best = better(best, new Cut(setting, (place + next) / 2, below.squaresWith(all)));
      }
    }
    return best;
  }

  /** The best value of a choice to stand alone. */
  private @Nullable Cut value(int[] members, int setting, Sums all) {
    Map<Double, Sums> values = new TreeMap<>();
    for (int row : members) {
      values.computeIfAbsent(place(row, setting), unused -> new Sums()).add(rows.get(row).loss());
    }
    Cut best = null;
    for (Map.Entry<Double, Sums> one : values.entrySet()) {
      best = better(best, new Cut(setting, one.getKey(), one.getValue().squaresWith(all)));
    }
    return best;
  }

  private static Cut better(@Nullable Cut best, Cut other) {
    return best == null || other.squares() < best.squares() ? other : best;
  }

  /** What the squared distances of some losses from their mean follow from. */
  private static final class Sums {
    private int count;
    private double sum;
    private double ofSquares;

    void add(double loss) {
      count++;
      sum += loss;
      ofSquares += loss * loss;
    }

    double squares() {
      return squares(count, sum, ofSquares);
    }

    /** Those of these and of the rest, each from its own mean. */
    double squaresWith(Sums all) {
      return squares() + squares(all.count - count, all.sum - sum, all.ofSquares - ofSquares);
    }

    /** Infinite for fewer rows than a leaf has. */
    private static double squares(int count, double sum, double ofSquares) {
      return count < SMALLEST_LEAF
          ? Double.POSITIVE_INFINITY
          : Math.max(0, ofSquares - sum * sum / count);
    }
  }
}
