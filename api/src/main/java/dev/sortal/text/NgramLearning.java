package dev.sortal.text;

import dev.sortal.data.BagColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import java.util.Arrays;

/**
 * Learning how common n-grams are, beside those that are known.
 *
 * @param encoder its settings
 * @param known the counts that stay as they are
 */
record NgramLearning(HashedNgrams encoder, BucketCounts known) implements Encoder {
  @Override
  public Drafting draft() {
    encoder.text().normalization().warnIfUnsaveable();
    return new NgramDrafting(encoder, known);
  }

  @Override
  public Fitting start() {
    encoder.text().normalization().warnIfUnsaveable();
    return new NgramFitting();
  }

  /** Keeps the buckets of all texts until it is known how many texts fall on each. */
  private final class NgramFitting implements Fitting {
    private final TextNgrams ngrams = new TextNgrams(encoder);
    private final BucketCounts counts = BucketCounts.ofBuckets(encoder.buckets());
    private int[] kept = new int[4096];
    private int[] ends = new int[513];
    private int keptCount;
    private int blocks;

    @Override
    public void add(Example example) {
      ngrams.read(encoder.text().textOf(example));
      counts.nextText();
      keep(ngrams.ofWords());
      keep(ngrams.ofCharacters());
    }

    private void keep(IdList block) {
      int count = block.count();
      if (kept.length - keptCount < count) {
        int room = (int) Math.min(Integer.MAX_VALUE - 8, kept.length * 2L);
        kept = Arrays.copyOf(kept, Math.max(room, Math.addExact(keptCount, count)));
      }
      for (int i = 0; i < count; i++) {
        counts.count(block.get(i));
        kept[keptCount++] = block.get(i);
      }
      if (++blocks == ends.length) {
        ends = Arrays.copyOf(ends, blocks * 2);
      }
      ends[blocks] = keptCount;
    }

    @Override
    public Fitted finish() {
      BucketCounts finished = known.grown(counts);
      BagColumn.Builder column = new BagColumn.Builder(0);
      NgramWeights weights = new NgramWeights(encoder, finished, column);
      IdList block = new IdList();
      for (int i = 0; i < blocks; i++) {
        block.clear();
        for (int at = ends[i]; at < ends[i + 1]; at++) {
          block.add(kept[at]);
        }
        boolean ofWords = i % 2 == 0;
        weights.write(block, ofWords ? 1 : encoder.characterWeight());
        if (!ofWords) {
          weights.endRow();
        }
      }
      return new Fitted(new FittedHashedNgrams(encoder, finished), column.finish());
    }
  }
}
