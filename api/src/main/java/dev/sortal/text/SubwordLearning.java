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
      WordTable table = rows.words();
      BucketCounts finished = counts.grown(counted(table));
      BagColumn.Builder column = new BagColumn.Builder(words.maxLength());
      WordBags bags = new WordBags(encoder, vocabulary, finished, column);
      for (int row = 0; row < rows.count(); row++) {
        for (int at = from(row); at < to(row); at++) {
          int number = rows.word(at);
          bags.add(ids[number], table.chars(), table.start(number), table.end(number));
        }
        column.endRow();
      }
      return new Fitted(new FittedHashedSubwords(encoder, vocabulary, finished), column.finish());
    }

    private BucketCounts counted(WordTable table) {
      BucketCounts counted = BucketCounts.ofBuckets(encoder.buckets());
      WordNgrams ngrams = new WordNgrams(encoder);
      for (int row = 0; row < rows.count(); row++) {
        counted.nextText();
        for (int at = from(row); at < to(row); at++) {
          ngrams.count(table, rows.word(at), counted);
        }
      }
      return counted;
    }

    private int from(int row) {
      return rows.start(row) + (cutsBefore() ? cut(row) : 0);
    }

    private int to(int row) {
      return rows.end(row) - (cutsBefore() ? 0 : cut(row));
    }

    private boolean cutsBefore() {
      return encoder.words().truncation() == Side.PRE;
    }

    private int cut(int row) {
      return Math.max(0, rows.end(row) - rows.start(row) - encoder.words().maxLength());
    }
  }
}
