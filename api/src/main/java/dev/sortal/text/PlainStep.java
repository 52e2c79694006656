package dev.sortal.text;

import java.text.Normalizer;
import java.util.List;
import java.util.function.UnaryOperator;

/** A step without settings that is built in. */
record PlainStep(String name, UnaryOperator<String> change) implements TextStep {
  private static final int FIRST_COMPOSED = 0xA0;

  static final PlainStep NFKC = new PlainStep("nfkc", PlainStep::nfkc);
  static final PlainStep HTML = new PlainStep("html", Html::toText);
  static final PlainStep CONTROL = new PlainStep("control", Invisible::removed);
  static final PlainStep WHITESPACE = new PlainStep("whitespace", Invisible::collapsed);
  static final PlainStep LOWER_CASE = new PlainStep("lowercase", LowerCase::of);
  static final PlainStep ACCENTS = new PlainStep("accents", Accents::folded);

  static final List<PlainStep> ALL = List.of(HTML, NFKC, CONTROL, WHITESPACE, LOWER_CASE, ACCENTS);

  @Override
  public String apply(String text) {
    return change.apply(text);
  }

  @Override
  public String toString() {
    return name;
  }

  private static String nfkc(String text) {
    return isBelow(FIRST_COMPOSED, text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  /** Whether each character of a text comes before that one. */
  static boolean isBelow(int limit, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= limit) {
        return false;
      }
    }
    return true;
  }
}
