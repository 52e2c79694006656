package dev.sortal.packaging;

import dev.sortal.error.SortalException;

/** The application without a framework. */
public final class PlainApplication {
  private PlainApplication() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    try {
      Job.run(System.out);
    } catch (SortalException failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
  }
}
