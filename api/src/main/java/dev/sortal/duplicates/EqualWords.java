package dev.sortal.duplicates;

import dev.sortal.data.CleaningStep;
import dev.sortal.data.Example;
import dev.sortal.data.Fingerprint;
import dev.sortal.keys.Hash128;
import dev.sortal.keys.KeyTable;
import dev.sortal.keys.Spill;
import org.jspecify.annotations.Nullable;

/**
 * A rule of cleaning that drops an example whose words and labels occurred before, so that only
 * case, punctuation and white space may differ: a network over words sees no difference. The first
 * one stays. An immutable value.
 *
 * <pre>{@code
 * Dataset clean = dataset.clean(Cleaning.standard().with(EqualWords.standard()));
 * }</pre>
 *
 * @param spill how much of the 23 to 46 bytes for each example that stays the heap holds
 */
public record EqualWords(Spill spill) implements CleaningStep {
  /** With 64 MiB of the heap at most; then a temporary file. */
  public static EqualWords standard() {
    return new EqualWords(Spill.standard());
  }

  @Override
  public String name() {
    return "duplicate in words";
  }

  @Override
  public Pass begin() {
    return new DroppingPass(spill);
  }

  private static final class DroppingPass implements Pass {
    private final Fingerprint fingerprint = new Fingerprint();
    private final WordsKey words = new WordsKey();
    private final KeyTable seen;

    DroppingPass(Spill spill) {
      seen = new KeyTable(0, spill);
    }

    @Override
    public @Nullable Example apply(Example example) {
      long labels = fingerprint.ofLabels(example).low();
      Hash128 key = words.of(example);
      return seen.add(key.high() ^ labels, key.low()) ? example : null;
    }

    @Override
    public void close() {
      seen.close();
    }
  }
}
