package dev.sortal.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.format.RowBytes;
import dev.sortal.format.StoredColumn;
import dev.sortal.spec.Input;
import dev.sortal.spi.Column;
import java.util.List;
import java.util.Map;

/** Turns examples into the rows of one network input; immutable and safe for threads. */
public interface FittedEncoder {
  /** The input that its rows are for. */
  Input input();

  /** The fields that it reads of an example. */
  Map<String, FieldKind> fields();

  /** Begins to encode examples. */
  ColumnBuilder start();

  /** The rows that builders of this encoder stored. */
  EncodedColumn stored(StoredColumn rows);

  /** As {@link #stored}, for training, in which an encoder may alter rows at random. */
  default EncodedColumn storedForTraining(StoredColumn rows) {
    return stored(rows);
  }

  /** Its settings, from which, with the vocabulary, it can be made again. */
  ObjectNode settings();

  /** What it learned: the entry of id i at index i. */
  List<String> vocabulary();

  /**
   * What else it needs to be made again, by name (lower-case letters, digits, dots): a saved
   * classifier holds each as an entry of its own. Nothing by default.
   */
  default Map<String, byte[]> files() {
    return Map.of();
  }

  /** Rows in the making; for one thread. */
  interface ColumnBuilder {
    /** Encodes one more example as the next row. */
    Note add(Example example);

    /** The rows so far, to be kept; the builder begins again with none. */
    EncodedColumn finish();

    /**
     * The rows so far as one batch, in buffers that are valid until the next call of this method;
     * the builder begins again with none. Allocates nothing once the buffers are large enough.
     */
    Column read();

    /**
     * Writes the only row so far, without ending it; the builder begins again with none.
     *
     * @throws IllegalStateException if there is not exactly one row
     */
    void store(RowBytes row);
  }

  /**
   * What became of one example.
   *
   * @param tokens the tokens of the whole text, 0 for what is no text
   * @param unknown how many of them the encoder has not learned
   * @param cut how many known or unknown tokens were left out since the text is too long
   * @param isKnown whether there was anything that the encoder has learned about
   */
  record Note(int tokens, int unknown, int cut, boolean isKnown) {
    /** What became of an example of which two encoders read parts. */
    public Note and(Note other) {
      return new Note(
          tokens + other.tokens,
          unknown + other.unknown,
          cut + other.cut,
          isKnown || other.isKnown);
    }
  }
}
