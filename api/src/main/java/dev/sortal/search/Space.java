package dev.sortal.search;

import dev.sortal.tensor.SplitMix64;
import java.util.List;

/**
 * The settings that a search varies; immutable. A point of it is a place for each.
 *
 * <pre>{@code
 * Space space = new Space(List.of(Range.logarithmic(1e-4, 1e-2), Choice.of(50, 100, 200)));
 * }</pre>
 *
 * @param settings at least one
 */
public record Space(List<Setting<?>> settings) {
  public Space {
    settings = List.copyOf(settings);
    if (settings.isEmpty()) {
      throw new IllegalArgumentException("A space needs at least one setting, got none.");
    }
  }

  /** The number of settings. */
  public int size() {
    return settings.size();
  }

  /** A point where every value of every setting is as likely. */
  public List<Double> draw(SplitMix64 random) {
    return settings.stream().map(setting -> setting.draw(random)).toList();
  }

  /**
   * This point, having been found in a file, perhaps.
   *
   * @throws IllegalArgumentException if it is no point of this space
   */
  public List<Double> require(List<Double> point) {
    boolean fits = point.size() == size();
    for (int i = 0; fits && i < size(); i++) {
      int categories = settings.get(i).categories();
      double place = point.get(i);
      fits = place >= 0 && (categories == 0 ? place <= 1 : place < categories && place % 1 == 0);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "The point is not one of the space: expected a place for each of "
              + settings
              + ", got "
              + point
              + ".");
    }
    return List.copyOf(point);
  }
}
