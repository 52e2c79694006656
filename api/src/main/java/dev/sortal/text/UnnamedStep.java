package dev.sortal.text;

import java.util.Objects;
import java.util.function.UnaryOperator;

/** A step of the user's that has no name and so cannot be saved. */
record UnnamedStep(UnaryOperator<String> change) implements TextStep {
  UnnamedStep {
    Objects.requireNonNull(change, "change");
  }

  @Override
  public String name() {
    return "unnamed";
  }

  @Override
  public String apply(String text) {
    return change.apply(text);
  }

  @Override
  public String toString() {
    return name();
  }
}
