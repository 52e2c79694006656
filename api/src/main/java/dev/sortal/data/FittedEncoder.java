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

  /**
   * Rows of this encoder, built or stored, as they are trained on: in training an encoder may alter
   * them at random.
   */
  default EncodedColumn forTraining(EncodedColumn rows) {
    return rows;
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

  /** The settings by which it learned: what it learned is left out. */
  Encoder unfitted();

  /** An encoder that learns nothing: whatever the examples are, it ends as this one. */
  default Encoder fixed() {
    return new FixedEncoder(this);
  }

  /**
   * An encoder that begins with what this one has learned and learns on: all that is known stays
   * known and is encoded as it is, and what is new in its examples is added by the same settings.
   * By default it is {@link #fixed()}, for an encoder whose input cannot grow.
   */
  default Encoder growing() {
    return fixed();
  }

  /**
   * Where the ids of an encoder that has grown from this one come from.
   *
   * @param grown what {@link #growing()} ended as
   * @return for each of its ids that of this encoder with the same meaning, -1 for what is new;
   *     nothing where rows are no ids
   */
  default int[] origins(FittedEncoder grown) {
    int known = ids(input());
    int[] origins = new int[ids(grown.input())];
    for (int id = 0; id < origins.length; id++) {
      origins[id] = id < known ? id : -1;
    }
    return origins;
  }

  private static int ids(Input input) {
    if (input instanceof Input.Tokens tokens) {
      return tokens.vocabulary();
    }
    return input instanceof Input.Bags bags ? bags.vocabulary() : 0;
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
