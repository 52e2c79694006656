package dev.sortal.text;

/**
 * How the words of a text are altered at random in training, another way in each epoch; an
 * immutable value.
 *
 * <p>What a text becomes is a function of the seed, the epoch and the row: a training can be
 * repeated. Words that are too many for the encoder's length are cut first. Texts that are
 * classified or validated are left as they are.
 *
 * <pre>{@code
 * TextAugmentation slight = TextAugmentation.none().mask(0.1).swap(0.05);
 * Pipeline pipeline = Pipeline.text(Words.standard().augment(slight));
 * }</pre>
 *
 * @param mask the share of words that become unknown, in [0, 1)
 * @param drop the share of words that are left out, in [0, 1), mask and drop together below 1; of a
 *     text one word stays at least
 * @param swap the share of neighbours, each word in one pair at most, that change places; in [0, 1]
 * @param seed what all of it is drawn from
 */
public record TextAugmentation(double mask, double drop, double swap, long seed) {
  public TextAugmentation {
    require(mask >= 0 && mask < 1, "mask must be in [0, 1)", mask);
    require(drop >= 0 && drop < 1, "drop must be in [0, 1)", drop);
    require(mask + drop < 1, "mask and drop together must be below 1", mask + drop);
    require(swap >= 0 && swap <= 1, "swap must be in [0, 1]", swap);
  }

  private static void require(boolean holds, String rule, double received) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", got " + received + ".");
    }
  }

  /** Texts as they are; seed 42. */
  public static TextAugmentation none() {
    return new TextAugmentation(0, 0, 0, 42);
  }

  boolean isNone() {
    return mask == 0 && drop == 0 && swap == 0;
  }

  /** For encoders of bags. */
  void requireNone() {
    if (!isNone()) {
      throw new IllegalArgumentException(
          "Only single words can be altered, not bags of n-grams: expected words without"
              + " augment(..), got "
              + this
              + ".");
    }
  }

  /** With that share of words made unknown: word dropout, as new texts will have unknown words. */
  public TextAugmentation mask(double share) {
    return new TextAugmentation(share, drop, swap, seed);
  }

  /** With that share of words left out, so that the others move up. */
  public TextAugmentation drop(double share) {
    return new TextAugmentation(mask, share, swap, seed);
  }

  /** With that share of neighbours changing places. */
  public TextAugmentation swap(double share) {
    return new TextAugmentation(mask, drop, share, seed);
  }

  /** Drawn from another seed. */
  public TextAugmentation seed(long seed) {
    return new TextAugmentation(mask, drop, swap, seed);
  }
}
