package dev.sortal.search;

import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A density over a space: a bump around each of some points, and one that is even everywhere, all
 * of equal weight; immutable.
 *
 * <p>A bump is the product of one for each setting: of a range a normal curve that is cut off at
 * the bounds, of a choice most of the mass at the point's value and the rest spread evenly. The
 * width of a curve is the greater of the distances to the neighbours on both sides, as in Bergstra
 * and others (2011), but at least 1 / (n + 2) for n points, so that few points do not pin the
 * search down.
 */
final class ParzenDensity {
  private static final int FINEST = 100;

  private final Space space;
  private final List<List<Double>> points;
  private final double[][] widths;

  ParzenDensity(Space space, List<List<Double>> points) {
    this.space = space;
    this.points = points;
    this.widths = new double[points.size()][space.size()];
    for (int i = 0; i < space.size(); i++) {
      if (space.settings().get(i).categories() == 0) {
        setWidths(i);
      }
    }
  }

  private void setWidths(int setting) {
    double least = 1.0 / Math.min(FINEST, points.size() + 2);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble((Integer i) -> points.get(i).get(setting)));
    for (int i = 0; i < order.size(); i++) {
      double place = points.get(order.get(i)).get(setting);
      // A first or last point has one neighbour; a lone one has the bounds.
      boolean isAlone = order.size() == 1;
      double left = i > 0 ? place - points.get(order.get(i - 1)).get(setting) : isAlone ? place : 0;
      double right =
          i + 1 < order.size()
              ? points.get(order.get(i + 1)).get(setting) - place
              : isAlone ? 1 - place : 0;
      widths[order.get(i)][setting] = Math.max(Math.max(left, right), least);
    }
  }

  /** A point that is drawn from the density, snapped. */
  List<Double> draw(SplitMix64 random) {
    int chosen = random.below(points.size() + 1);
    if (chosen == points.size()) {
      return space.draw(random);
    }
    List<Double> drawn = new ArrayList<>(space.size());
    for (int i = 0; i < space.size(); i++) {
      Setting<?> setting = space.settings().get(i);
      double centre = points.get(chosen).get(i);
      int categories = setting.categories();
      if (categories == 0) {
        drawn.add(setting.snapped(normal(centre, widths[chosen][i], random)));
      } else {
        boolean stays = random.uniform() >= categories * spread(categories);
        drawn.add(stays ? centre : random.below(categories));
      }
    }
    return List.copyOf(drawn);
  }

  /** A draw from the normal curve around a centre within [0, 1], cut off there. */
  private static double normal(double centre, double width, SplitMix64 random) {
    while (true) {
      double radius = Math.sqrt(-2 * StrictMath.log(1 - random.uniform()));
      double place = centre + width * radius * StrictMath.cos(2 * Math.PI * random.uniform());
      if (place >= 0 && place <= 1) {
        return place;
      }
    }
  }

  /** The probability of each value of a choice that is not the point's own. */
  private double spread(int categories) {
    return 1.0 / (points.size() + categories);
  }

  /** The logarithm of the density at a point. */
  double logarithm(List<Double> at) {
    double even = 1;
    for (Setting<?> setting : space.settings()) {
      even /= Math.max(1, setting.categories());
    }
    double sum = even;
    for (int row = 0; row < points.size(); row++) {
      double product = 1;
      for (int i = 0; i < space.size(); i++) {
        int categories = space.settings().get(i).categories();
        double centre = points.get(row).get(i);
        product *=
            categories > 0
                ? mass(categories, centre, at.get(i))
                : curve(centre, widths[row][i], at.get(i));
      }
      sum += product;
    }
    return StrictMath.log(sum / (points.size() + 1));
  }

  private double mass(int categories, double own, double at) {
    double other = spread(categories);
    return own == at ? 1 - (categories - 1) * other : other;
  }

  private static double curve(double centre, double width, double at) {
    double distance = (at - centre) / width;
    double within = cumulative((1 - centre) / width) - cumulative(-centre / width);
    return StrictMath.exp(-distance * distance / 2) / (width * Math.sqrt(2 * Math.PI) * within);
  }

  /**
   * The distribution function of the normal curve, to 1e-7: Abramowitz and Stegun, "Handbook of
   * Mathematical Functions", 26.2.17.
   */
  static double cumulative(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double series =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double above = StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * series;
    return x >= 0 ? 1 - above : above;
  }
}
