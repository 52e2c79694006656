package dev.sortal.duplicates;

import dev.sortal.data.CleaningStep;
import dev.sortal.data.Example;
import dev.sortal.data.Fingerprint;
import dev.sortal.keys.Spill;
import org.jspecify.annotations.Nullable;

/**
 * What counts as nearly equal: two examples whose sets of runs of tokens have at least that Jaccard
 * similarity, the number of common runs by the number of all. An immutable value, and a rule of
 * cleaning that drops an example that is nearly equal to one that it kept before, of equal labels.
 *
 * <p>Tokens are those of {@link dev.sortal.text.Words}: words, and each character of Chinese,
 * Japanese, Korean and Thai. Pairs are found by MinHash and locality-sensitive hashing (Broder
 * 1997; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3): 128 hashes in
 * bands, as narrow as it takes to find a pair that is just similar enough with a probability of
 * 99.9 %, more similar ones all the more. Each pair found is then compared in full, so that none is
 * taken wrongly. A text is compared with at most 1000 others. An example without any letter or
 * digit is like no other.
 *
 * <p>Each example that stays takes 1 to 2 kilobytes, up to 5 at the lowest threshold: as much of it
 * as {@link #spill} says on the heap, the rest in temporary files.
 *
 * <pre>{@code
 * Dataset clean = dataset.clean(Cleaning.standard().with(NearDuplicates.atLeast(0.8)));
 * }</pre>
 *
 * @param threshold the similarity from which on two examples are nearly equal, in [0.5, 1]
 * @param run how many tokens a run holds, at least 1
 * @param seed what the hashes are drawn from
 * @param spill how much of it the heap holds
 */
public record NearDuplicates(double threshold, int run, long seed, Spill spill)
    implements CleaningStep {
  public NearDuplicates {
    if (!(threshold >= 0.5 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "The similarity must be in [0.5, 1], got " + threshold + ".");
    }
    if (run < 1) {
      throw new IllegalArgumentException("A run must hold at least 1 token, got " + run + ".");
    }
  }

  /** Runs of two tokens, seed 42, 64 MiB of the heap. */
  public static NearDuplicates atLeast(double similarity) {
    return new NearDuplicates(similarity, 2, 42, Spill.standard());
  }

  /** With runs of so many tokens: more make the order count more, and short texts less alike. */
  public NearDuplicates run(int tokens) {
    return new NearDuplicates(threshold, tokens, seed, spill);
  }

  /** Drawn from another seed. */
  public NearDuplicates seed(long seed) {
    return new NearDuplicates(threshold, run, seed, spill);
  }

  /** With other bounds of memory. */
  public NearDuplicates spill(Spill spill) {
    return new NearDuplicates(threshold, run, seed, spill);
  }

  @Override
  public String name() {
    return "near duplicate";
  }

  @Override
  public Pass begin() {
    return new DroppingPass(this);
  }

  /** Keeps the first of nearly equal examples of equal labels. */
  private static final class DroppingPass implements Pass {
    private final Fingerprint fingerprint = new Fingerprint();
    private final NearIndex kept;

    DroppingPass(NearDuplicates settings) {
      kept = new NearIndex(settings);
    }

    @Override
    public @Nullable Example apply(Example example) {
      long labels = fingerprint.ofLabels(example).low();
      kept.read(example);
      boolean isDuplicate = kept.visit((record, similarity) -> kept.labels(record) == labels);
      if (isDuplicate) {
        return null;
      }
      kept.add(labels);
      return example;
    }

    @Override
    public void close() {
      kept.close();
    }
  }
}
