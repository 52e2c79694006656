package dev.sortal.text;

import dev.sortal.data.BagColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.spec.Side;

/**
 * Learning words and the n-grams of their characters, beside those that are known.
 *
 * @param encoder its settings
 * @param known the words that keep their ids
 * @param counts on which buckets n-grams fell before
 */
record SubwordLearning(HashedSubwords encoder, Vocabulary known, BucketCounts counts)
    implements Encoder {
  @Override
  public Fitting start() {
    encoder.words().normalization().warnIfUnsaveable();
    return new SubwordFitting();
  }

  @Override
  public Drafting draft() {
    encoder.words().normalization().warnIfUnsaveable();
    return new SubwordDrafting(this);
  }

  private final class SubwordFitting implements Fitting {
    private final TokenRows rows = new TokenRows(encoder.words());

    @Override
    public void add(Example example) {
      rows.add(example);
    }

    @Override
    public Fitted finish() {
      TextEncoder words = encoder.words();
      int[] ids = rows.noIds();
      Vocabulary vocabulary = rows.learn(known, ids);
      BucketCounts learned = BucketCounts.ofBuckets(encoder.buckets());
      BagColumn.Builder column = new BagColumn.Builder(words.maxLength());
      WordBags bags = new WordBags(encoder, vocabulary, learned, column);
      WordTable table = rows.words();
      for (int row = 0; row < rows.count(); row++) {
        learned.nextText();
        int cut = Math.max(0, rows.end(row) - rows.start(row) - words.maxLength());
        boolean atStart = words.truncation() == Side.PRE;
        int from = rows.start(row) + (atStart ? cut : 0);
        int to = rows.end(row) - (atStart ? 0 : cut);
        for (int at = from; at < to; at++) {
          int number = rows.word(at);
          bags.learn(ids[number], table.chars(), table.start(number), table.end(number));
        }
        column.endRow();
      }
      return new Fitted(
          new FittedHashedSubwords(encoder, vocabulary, counts.grown(learned)), column.finish());
    }
  }
}
