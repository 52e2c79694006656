package dev.sortal.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces what it finds by placeholders; takes time in proportion to the text, whatever it holds.
 *
 * @param kinds what to look for, at least one
 */
record Masking(Set<Mask> kinds) implements TextStep {
  static final String NAME = "mask";

  private static final long NOTHING = Finders.NONE;

  Masking {
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException(
          "mask needs to know what to look for: expected some of "
              + EnumSet.allOf(Mask.class)
              + ", got none.");
    }
    kinds = Collections.unmodifiableSet(EnumSet.copyOf(kinds));
  }

  /** What was found, chars start to end. */
  record Span(Mask kind, int start, int end) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String apply(String text) {
    List<Span> spans = find(text);
    if (spans.isEmpty()) {
      return text;
    }
    StringBuilder masked = new StringBuilder(text.length());
    int from = 0;
    for (Span span : spans) {
      masked.append(text, from, span.start()).append(span.kind().placeholder());
      from = span.end();
    }
    return masked.append(text, from, text.length()).toString();
  }

  /** All that is to be replaced, in order and without overlaps. */
  List<Span> find(String text) {
    List<Span> found = new ArrayList<>();
    Mask[] order = kinds.toArray(Mask[]::new);
    long[] next = new long[order.length];
    boolean hasDigits = Finders.hasDigits(text);
    for (int i = 0; i < order.length; i++) {
      next[i] =
          Finders.mayHold(text, order[i], hasDigits) ? Finders.find(order[i], text, 0) : NOTHING;
    }
    while (true) {
      int first = -1;
      for (int i = 0; i < order.length; i++) {
        if (next[i] != NOTHING
            && (first < 0 || Finders.start(next[i]) < Finders.start(next[first]))) {
          first = i;
        }
      }
      if (first < 0) {
        return found;
      }
      int end = Finders.end(next[first]);
      found.add(new Span(order[first], Finders.start(next[first]), end));
      for (int i = 0; i < order.length; i++) {
        if (next[i] != NOTHING && Finders.start(next[i]) < end) {
          next[i] = Finders.find(order[i], text, end);
        }
      }
    }
  }

  @Override
  public String toString() {
    return NAME + kinds;
  }
}
