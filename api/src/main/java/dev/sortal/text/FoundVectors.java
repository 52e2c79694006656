package dev.sortal.text;

import java.nio.file.Path;

/**
 * The vectors that {@link WordVectors} found for a vocabulary; immutable.
 *
 * <pre>{@code
 * FoundVectors found = vectors.find(encoder.vocabulary(), "0.embedding", 300);
 * boolean known = found.has(encoder.vocabulary().indexOf("plot"));
 * }</pre>
 */
public final class FoundVectors {
  private final Path path;
  private final String sha256;
  private final int dimension;
  private final long vectors;
  private final int repeated;
  private final int wanted;
  private final float[][] rows;

  FoundVectors(
      Path path,
      String sha256,
      int dimension,
      long vectors,
      int repeated,
      int wanted,
      float[][] rows) {
    this.path = path;
    this.sha256 = sha256;
    this.dimension = dimension;
    this.vectors = vectors;
    this.repeated = repeated;
    this.wanted = wanted;
    this.rows = rows;
  }

  /** The file that they stood in. */
  public Path path() {
    return path;
  }

  /** The SHA-256 of the file as it is on the disk, in hexadecimal digits. */
  public String sha256() {
    return sha256;
  }

  /** How many numbers a vector has. */
  public int dimension() {
    return dimension;
  }

  /** The number of vectors in the file. */
  public long vectors() {
    return vectors;
  }

  /** How many lines were left out since their word, one of the vocabulary, had occurred before. */
  public int repeated() {
    return repeated;
  }

  /** The number of words of the vocabulary. */
  public int wanted() {
    return wanted;
  }

  /** How many words of the vocabulary have a vector. */
  public int words() {
    int words = 0;
    for (float[] row : rows) {
      words += row == null ? 0 : 1;
    }
    return words;
  }

  /** Whether there is a vector for an id. */
  public boolean has(int id) {
    return rows[id] != null;
  }

  /** Copies the vector of an id to the place of its row in a table, if there is one. */
  public void copy(int id, float[] table) {
    if (has(id)) {
      System.arraycopy(rows[id], 0, table, id * dimension, dimension);
    }
  }
}
