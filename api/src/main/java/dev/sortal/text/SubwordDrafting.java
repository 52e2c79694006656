package dev.sortal.text;

import dev.sortal.data.BagColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.format.RowBytes;

/** Drafts texts as the numbers of their words, and counts the n-grams of those that are read. */
final class SubwordDrafting implements Encoder.Drafting {
  private final SubwordLearning learning;
  private final HashedSubwords encoder;
  private final NumberedRow row;
  private final WordNgrams ngrams;
  private final BucketCounts counts;

  SubwordDrafting(SubwordLearning learning) {
    this.learning = learning;
    this.encoder = learning.encoder();
    this.row = new NumberedRow(encoder.words());
    this.ngrams = new WordNgrams(encoder);
    this.counts = BucketCounts.ofBuckets(encoder.buckets());
  }

  @Override
  public void add(Example example, RowBytes draft) {
    row.fill(example);
    counts.nextText();
    WordTable table = row.table();
    for (int at = row.from(); at < row.to(); at++) {
      int word = row.word(at);
      draft.varint(word);
      ngrams.count(table, word, counts);
    }
  }

  @Override
  public Encoder.Drafted finish() {
    int[] ids = row.noIds();
    Vocabulary vocabulary = row.learn(learning.known(), ids);
    BucketCounts finished = learning.counts().grown(counts);
    BagColumn.Builder column = new BagColumn.Builder(encoder.words().maxLength());
    WordBags bags = new WordBags(encoder, vocabulary, finished, column);
    WordTable table = row.table();
    return new Encoder.Drafted(
        new FittedHashedSubwords(encoder, vocabulary, finished),
        (draft, stored) -> {
          while (draft.remaining() > 0) {
            int word = draft.varint();
            bags.add(ids[word], table.chars(), table.start(word), table.end(word));
          }
          column.endRow();
          column.store(stored);
        });
  }
}
