package dev.sortal.auto;

import java.util.List;

/**
 * What decides how a pipeline without settings reads examples.
 *
 * @param rows the number of examples
 * @param labels how many different labels they have
 * @param texts the fields of texts
 * @param numbers the fields of numbers
 * @param categories the fields of short texts of which there are few different ones
 * @param images the fields of images
 */
public record AutoProfile(
    int rows,
    int labels,
    List<TextField> texts,
    List<String> numbers,
    List<String> categories,
    List<String> images) {
  /**
   * A field of texts.
   *
   * @param name the field
   * @param unspaced the share of visible characters of scripts that are written without spaces
   * @param length the number of tokens that 95 of 100 texts do not exceed
   */
  public record TextField(String name, double unspaced, int length) {}

  public AutoProfile {
    texts = List.copyOf(texts);
    numbers = List.copyOf(numbers);
    categories = List.copyOf(categories);
    images = List.copyOf(images);
  }
}
