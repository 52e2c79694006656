package dev.sortal.text;

import dev.sortal.data.BagColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.format.RowBytes;
import dev.sortal.format.RowCursor;

/** Drafts texts as the buckets of their n-grams, which get weights when all are counted. */
final class NgramDrafting implements Encoder.Drafting {
  private final HashedNgrams encoder;
  private final TextNgrams ngrams;
  private final BucketCounts known;
  private final BucketCounts counts;

  NgramDrafting(HashedNgrams encoder, BucketCounts known) {
    this.encoder = encoder;
    this.known = known;
    this.ngrams = new TextNgrams(encoder);
    this.counts = BucketCounts.ofBuckets(encoder.buckets());
  }

  @Override
  public void add(Example example, RowBytes draft) {
    ngrams.read(encoder.text().textOf(example));
    counts.nextText();
    write(ngrams.ofWords(), draft);
    write(ngrams.ofCharacters(), draft);
  }

  /** How many there are, and each, which are in rising order, as what it is above the last. */
  private void write(IdList block, RowBytes draft) {
    draft.varint(block.count());
    int last = 0;
    for (int i = 0; i < block.count(); i++) {
      int bucket = block.get(i);
      counts.count(bucket);
      draft.varint(bucket - last);
      last = bucket;
    }
  }

  private static void read(RowCursor draft, IdList block) {
    block.clear();
    int last = 0;
    for (int count = draft.varint(); count > 0; count--) {
      last += draft.varint();
      block.add(last);
    }
  }

  @Override
  public Encoder.Drafted finish() {
    BucketCounts finished = known.grown(counts);
    BagColumn.Builder column = new BagColumn.Builder(0);
    NgramWeights weights = new NgramWeights(encoder, finished, column);
    IdList block = new IdList();
    return new Encoder.Drafted(
        new FittedHashedNgrams(encoder, finished),
        (draft, stored) -> {
          read(draft, block);
          weights.write(block, 1);
          read(draft, block);
          weights.write(block, encoder.characterWeight());
          weights.endRow();
          column.store(stored);
        });
  }
}
