package dev.sortal.text;

import dev.sortal.data.LineReader;
import dev.sortal.error.DataException;
import dev.sortal.format.Hashes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors that were trained elsewhere on much text, as the first weights of an embedding; an
 * immutable value.
 *
 * <p>The file is read when the training begins, line by line, and of it only the vectors of words
 * that the training texts hold are kept. It is UTF-8, as it is or packed with gzip: a word and its
 * numbers a line, between spaces or tabs, as fastText ({@code .vec}), word2vec and GloVe write; a
 * first line with the number of vectors and their dimension may be there or not. A word may hold
 * spaces. Of several lines for a word the first counts.
 *
 * <p>The embedding's width must be the dimension. A word of which there is no vector keeps its
 * random row, so does the row of unknown words; the row of padding is 0.
 *
 * <pre>{@code
 * Pipeline.text(Words.standard().maxLength(40))
 *     .network(embedding(300), conv1d(100, 3, RELU), globalMaxPool())
 *     .vectors(WordVectors.file(Path.of("crawl-300d-2M.vec.gz")).ignoringCase())
 *     .freeze("0.embedding");
 * }</pre>
 */
public final class WordVectors {
  private final Path path;
  private final boolean ignoringCase;
  private final @Nullable String input;

  private WordVectors(Path path, boolean ignoringCase, @Nullable String input) {
    this.path = path;
    this.ignoringCase = ignoringCase;
    this.input = input;
  }

  /** The vectors of that file, for every embedding that reads a text. */
  public static WordVectors file(Path path) {
    return new WordVectors(path, false, null);
  }

  /**
   * These vectors, where a word that has none takes that of the first word in the file that is the
   * same in lower case.
   */
  public WordVectors ignoringCase() {
    return new WordVectors(path, true, input);
  }

  /** These vectors, only for embeddings that read the input of that name. */
  public WordVectors input(String name) {
    return new WordVectors(path, ignoringCase, name);
  }

  /** The only input whose embeddings get vectors; none where all do. */
  public @Nullable String input() {
    return input;
  }

  /** Whether a word without a vector takes that of a word that is the same in lower case. */
  public boolean isIgnoringCase() {
    return ignoringCase;
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /**
   * Reads the vectors of the words of a vocabulary.
   *
   * @param vocabulary the word of id i at index i
   * @param layer the embedding that they are for, for messages
   * @param width its width
   * @throws DataException if the file cannot be read, a line is broken, or the vectors have another
   *     dimension; the message names file and line
   */
  public FoundVectors find(List<String> vocabulary, String layer, int width) {
    MessageDigest digest = Hashes.sha256();
    VectorLines read = new VectorLines(path, new WordIds(vocabulary, ignoringCase), layer, width);
    DigestInputStream[] raw = new DigestInputStream[1];
    try (LineReader lines =
        LineReader.open(path, file -> raw[0] = new DigestInputStream(file, digest))) {
      while (lines.next()) {
        read.take(lines.chars(), lines.start(), lines.length());
      }
      // What a reader leaves unread at the end of a packed file is part of the file.
      raw[0].transferTo(OutputStream.nullOutputStream());
    } catch (IOException failure) {
      throw new DataException(
          path
              + " cannot be read after line "
              + read.line()
              + ": "
              + failure.getMessage()
              + ". Fetch the file again.",
          failure);
    }
    return read.finish(HexFormat.of().formatHex(digest.digest()));
  }
}
