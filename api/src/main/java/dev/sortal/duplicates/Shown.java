package dev.sortal.duplicates;

import dev.sortal.data.Example;

/** Examples as they are shown in reports. */
final class Shown {
  private Shown() {}

  /** The beginning of the text, or of the fields where there is no text. */
  static String beginning(Example example, int chars) {
    Object text = example.fields().get(Example.TEXT);
    String all = text instanceof String string ? string : example.fields().toString();
    if (all.length() <= chars) {
      return all;
    }
    int end = Character.isHighSurrogate(all.charAt(chars - 2)) ? chars - 2 : chars - 1;
    return all.substring(0, end) + "…";
  }
}
