package dev.sortal.text;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * One named change of a text, the same for the same text; safe for threads.
 *
 * <p>{@link Normalization} has the steps that are built in. An own step runs in training and in
 * prediction; a classifier with one can be saved if the step is registered: its class is public,
 * has a public constructor without arguments, and is named in {@code
 * META-INF/services/dev.sortal.text.TextStep} of the application that trains and of the one that
 * loads. The file then holds the step's name, so a step that comes to do something else needs
 * another name.
 *
 * <pre>{@code
 * public final class Acronyms implements TextStep {
 *   public String name() { return "acronyms"; }
 *   public String apply(String text) { return text.replace("U.S.", "US"); }
 * }
 * }</pre>
 */
public interface TextStep {
  /** What it is called in a saved classifier, never empty. */
  String name();

  /** The changed text; the same object where there is nothing to change. */
  String apply(String text);

  /**
   * A step of that name. It can be saved where a step of the same name is registered, which must do
   * the same.
   */
  static TextStep named(String name, UnaryOperator<String> change) {
    Objects.requireNonNull(change, "change");
    if (name.isBlank()) {
      throw new IllegalArgumentException("A text step needs a name, got \"" + name + "\".");
    }
    return new TextStep() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String apply(String text) {
        return change.apply(text);
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }
}
