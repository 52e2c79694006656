package dev.sortal.text;

/** A step as an application registers it. */
public final class ShoutStep implements TextStep {
  @Override
  public String name() {
    return "shout";
  }

  @Override
  public String apply(String text) {
    return text + "!";
  }
}
