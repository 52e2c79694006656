package dev.sortal.auto;

import dev.sortal.data.Encoder;
import dev.sortal.features.Feature;
import dev.sortal.features.Features;
import dev.sortal.image.Images;
import dev.sortal.text.HashedNgrams;
import dev.sortal.text.HashedSubwords;
import dev.sortal.text.TextEncoder;
import dev.sortal.text.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoders of a pipeline without settings, those of linear branches first.
 *
 * @param ngrams an encoder for each text, for a linear branch each
 * @param features an encoder of all numbers and categories, read linearly and by deep branches, or
 *     none
 * @param deep encoders for the convolutional branches alone
 */
public record AutoEncoders(List<Encoder> ngrams, List<Encoder> features, List<Encoder> deep) {
  /** Tables are limited to that many floats: 128 MiB. */
  private static final int MOST_FLOATS = 1 << 25;

  private static final int MOST_BUCKETS = 1 << 21;
  private static final int LEAST_BUCKETS = 1 << 12;
  private static final int WORD_BUCKETS = 1 << 18;
  private static final int MOST_WORDS = 60_000;

  /** Pairs with a word left out say little where a word is a single character. */
  private static final double MOST_UNSPACED = 0.2;

  private static final double CHARACTER_WEIGHT = 0.7;
  private static final int MOST_TOKENS = 20_000;
  private static final int MOST_POSITIONS = 400;
  private static final int SMALL_IMAGE = 32;

  public AutoEncoders {
    ngrams = List.copyOf(ngrams);
    features = List.copyOf(features);
    deep = List.copyOf(deep);
  }

  /**
   * The encoders for examples of that profile; convolutional ones only where there are branches for
   * them.
   */
  public static AutoEncoders of(AutoProfile profile, Mode mode) {
    List<Encoder> ngrams = new ArrayList<>();
    List<Encoder> deep = new ArrayList<>();
    for (AutoProfile.TextField field : profile.texts()) {
      HashedNgrams encoder = ngrams(field, profile.labels());
      ngrams.add(ngrams.isEmpty() ? encoder.withConstant() : encoder);
      if (mode != Mode.FAST) {
        deep.add(subwords(field));
      }
    }
    List<Feature> features = new ArrayList<>();
    profile.numbers().forEach(name -> features.add(Feature.number(name)));
    profile.categories().forEach(name -> features.add(Feature.category(name)));
    profile.images().forEach(name -> deep.add(Images.colour(SMALL_IMAGE, SMALL_IMAGE).field(name)));
    return new AutoEncoders(
        ngrams,
        features.isEmpty() ? List.of() : List.of(Features.of(features.toArray(Feature[]::new))),
        deep);
  }

  private static TextEncoder words(AutoProfile.TextField field) {
    return Words.withPunctuation().field(field.name());
  }

  private static HashedNgrams ngrams(AutoProfile.TextField field, int labels) {
    int buckets = Integer.highestOneBit(MOST_FLOATS / Math.max(2, labels));
    HashedNgrams encoder =
        HashedNgrams.of(words(field).maxLength(MOST_TOKENS))
            .name(field.name() + ".ngrams")
            .withMarks()
            .characterWeight(CHARACTER_WEIGHT)
            .tfIdf()
            .buckets(Math.max(LEAST_BUCKETS, Math.min(MOST_BUCKETS, buckets)))
            .withPackedIds();
    return field.unspaced() > MOST_UNSPACED ? encoder : encoder.withGaps();
  }

  private static HashedSubwords subwords(AutoProfile.TextField field) {
    int length = Math.max(1, Math.min(MOST_POSITIONS, field.length()));
    return HashedSubwords.of(words(field).maxLength(length).maxSize(MOST_WORDS))
        .buckets(WORD_BUCKETS)
        .withAveragedNgrams()
        .withPackedIds();
  }

  /** Whether there are texts, whose n-grams are worth a linear branch. */
  public boolean areLinear() {
    return !ngrams.isEmpty();
  }

  /** All encoders, in the order of the inputs. */
  public List<Encoder> all() {
    List<Encoder> all = new ArrayList<>(ngrams);
    all.addAll(features);
    all.addAll(deep);
    return all;
  }

  /** How many of the first inputs are read linearly. */
  public int linear() {
    return ngrams.size() + features.size();
  }

  /** The number of the first input of convolutional branches. */
  public int firstDeep() {
    return ngrams.size();
  }
}
