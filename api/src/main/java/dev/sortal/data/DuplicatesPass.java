package dev.sortal.data;

import dev.sortal.keys.Hash128;
import dev.sortal.keys.KeyTable;
import dev.sortal.keys.Spill;
import org.jspecify.annotations.Nullable;

/** Keeps the first of equal examples. */
final class DuplicatesPass implements CleaningStep.Pass {
  private final Fingerprint fingerprint = new Fingerprint();
  private final KeyTable seen;

  DuplicatesPass(Spill spill) {
    seen = new KeyTable(0, spill);
  }

  @Override
  public @Nullable Example apply(Example example) {
    Hash128 hash = fingerprint.of(example);
    return seen.add(hash.high(), hash.low()) ? example : null;
  }

  @Override
  public void close() {
    seen.close();
  }
}
