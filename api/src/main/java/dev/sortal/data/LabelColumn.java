package dev.sortal.data;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The column that holds what examples are: one label, or any number of them.
 *
 * @param name the column
 * @param several whether an example may have any number of labels
 * @param separator what stands between the labels of a text, null where a text is one label
 */
record LabelColumn(String name, boolean several, @Nullable String separator) {
  LabelColumn {
    if (separator != null && separator.isEmpty()) {
      throw new IllegalArgumentException(
          "The separator between the labels of column \""
              + name
              + "\" must hold at least one character, got none.");
    }
  }

  static LabelColumn one(String name) {
    return new LabelColumn(name, false, null);
  }

  static LabelColumn several(String name, @Nullable String separator) {
    return new LabelColumn(name, true, separator);
  }

  /** The labels that the value holds, without repetition; null if it says none. */
  @Nullable List<String> labels(@Nullable Object value) {
    if (!several) {
      String label = label(value);
      return label == null || label.isBlank() ? null : List.of(label);
    }
    if (value == null) {
      return null;
    }
    Set<String> labels = new LinkedHashSet<>();
    for (Object element : value instanceof List<?> list ? list : List.of(value)) {
      String label = label(element);
      if (label == null) {
        return null;
      }
      (separator == null ? List.of(label) : parts(label, separator))
          .forEach(
              part -> {
                if (!part.isBlank()) {
                  labels.add(part.strip());
                }
              });
    }
    return List.copyOf(labels);
  }

  private static @Nullable String label(@Nullable Object value) {
    return value == null ? null : Values.text(value);
  }

  private static List<String> parts(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** The beginning of the message where it says no label. */
  String missing() {
    return several ? "has no labels" : "has no label";
  }

  /** What the message expects. */
  String expected() {
    return several ? "a text or a list of texts, an empty one for no label," : "one";
  }
}
