package dev.sortal.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;
import dev.sortal.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What a network is fed for each row.
 *
 * <pre>{@code
 * Input text = new Input.Tokens("text", 20_000, 100, Side.POST);
 * }</pre>
 */
@JsonTypeInfo(use = Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Input.Tokens.class, name = "tokens"),
  @JsonSubTypes.Type(value = Input.Bags.class, name = "bags"),
  @JsonSubTypes.Type(value = Input.Values.class, name = "values")
})
public sealed interface Input {
  /** The name by which a branch refers to this input: unique in its network. */
  String name();

  /** The side on which short rows are padded; null where rows have no positions. */
  @Nullable Side paddedSide();

  /**
   * A sequence of token ids.
   *
   * <p>A row of n ids means these ids and, after (POST) or before (PRE) them, length - n ids 0.
   *
   * @param name the input's name
   * @param vocabulary the number of ids: every id is in [0, vocabulary); id 0 is padding
   * @param length the length of the padded row
   * @param padding the side on which a short row is padded
   */
  record Tokens(String name, int vocabulary, int length, Side padding) implements Input {
    public Tokens {
      requireName(name);
      requireAtLeastOne("vocabulary", vocabulary);
      requireAtLeastOne("length", length);
    }

    @Override
    public Side paddedSide() {
      return padding;
    }
  }

  /**
   * Bags of weighted ids.
   *
   * <p>At positions, a row of n bags means these bags and, after (POST) or before (PRE) them,
   * positions - n empty ones.
   *
   * @param name the input's name
   * @param vocabulary the number of ids: every id is in [0, vocabulary)
   * @param positions the number of bags of the padded row; 0 for a single bag without a position
   *     axis
   * @param padding the side on which a short row is padded; without positions it says nothing
   */
  record Bags(String name, int vocabulary, int positions, Side padding) implements Input {
    /** Padded after the last bag. */
    public Bags(String name, int vocabulary, int positions) {
      this(name, vocabulary, positions, Side.POST);
    }

    public Bags {
      requireName(name);
      requireAtLeastOne("vocabulary", vocabulary);
      if (positions < 0) {
        throw new IllegalArgumentException(
            "positions must be 0 (one bag a row) or more, got " + positions + ".");
      }
    }

    @Override
    public @Nullable Side paddedSide() {
      return positions > 0 ? padding : null;
    }
  }

  /**
   * Numbers, channels last.
   *
   * @param name the input's name
   * @param shape the shape of a row
   */
  record Values(String name, Shape shape) implements Input {
    public Values {
      requireName(name);
    }

    @Override
    public @Nullable Side paddedSide() {
      return null;
    }
  }

  private static void requireName(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("An input needs a name, got a blank one.");
    }
  }

  private static void requireAtLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, got " + value + ".");
    }
  }
}
