package dev.sortal.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a model in the order of its logits; immutable.
 *
 * <pre>{@code
 * Labels labels = Labels.ordered(List.of("spam", "ham", "spam"));
 * labels.names();         // [ham, spam]
 * labels.index("spam");   // 1
 * }</pre>
 */
public final class Labels {
  private final List<String> names;
  private final Map<String, Integer> indexes = new HashMap<>();

  private Labels(List<String> names) {
    this.names = List.copyOf(names);
    for (int i = 0; i < names.size(); i++) {
      if (indexes.put(names.get(i), i) != null) {
        throw new IllegalArgumentException(
            "Each label may occur once, got \"" + names.get(i) + "\" twice.");
      }
    }
  }

  /** The distinct labels, ordered by code point. */
  public static Labels ordered(Collection<String> labels) {
    return new Labels(labels.stream().distinct().sorted(byCodePoint()).toList());
  }

  /**
   * These labels in this order.
   *
   * @throws IllegalArgumentException if one occurs twice
   */
  public static Labels of(List<String> names) {
    return new Labels(names);
  }

  private static Comparator<String> byCodePoint() {
    return (one, other) -> {
      int end = Math.min(one.length(), other.length());
      for (int i = 0; i < end; i++) {
        if (one.charAt(i) != other.charAt(i)) {
          // Within a pair the high surrogate decides; a whole pair is above every single char.
          return Integer.compare(one.codePointAt(i), other.codePointAt(i));
        }
      }
      return Integer.compare(one.length(), other.length());
    };
  }

  /** The labels, that of logit i at index i. */
  public List<String> names() {
    return names;
  }

  /** The number of labels. */
  public int size() {
    return names.size();
  }

  /** The label of a logit. */
  public String name(int index) {
    return names.get(index);
  }

  /** The logit of a label, or {@link Truth#UNKNOWN}. */
  public int index(@Nullable String label) {
    return indexes.getOrDefault(label, Truth.UNKNOWN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
