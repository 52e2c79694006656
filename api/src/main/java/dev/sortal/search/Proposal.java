package dev.sortal.search;

import java.util.List;

/**
 * What to try next.
 *
 * @param point a place for each setting
 * @param epochs how long to train, or 0 for as long as the settings say
 */
public record Proposal(List<Double> point, int epochs) {
  public Proposal {
    point = List.copyOf(point);
  }
}
