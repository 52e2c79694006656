package dev.sortal.data;

/** Finds out whether an image can be read; safe for threads. */
@FunctionalInterface
public interface ImageCheck {
  /**
   * Reads the image.
   *
   * @param origin where it comes from, with which the message begins
   * @throws dev.sortal.error.DataException if it is missing, damaged, of no known format or too
   *     large
   */
  void check(Image image, String origin);
}
