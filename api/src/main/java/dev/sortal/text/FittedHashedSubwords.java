package dev.sortal.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.BagColumn;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FieldKind;
import dev.sortal.data.FittedEncoder;
import dev.sortal.format.Hashes;
import dev.sortal.format.RowBytes;
import dev.sortal.format.StoredColumn;
import dev.sortal.spec.Input;
import dev.sortal.spi.Column;
import java.util.List;
import java.util.Map;

/** {@link HashedSubwords} with the words that they learned; immutable and safe for threads. */
public final class FittedHashedSubwords implements FittedEncoder {
  /** The type in {@link #settings()}. */
  public static final String TYPE = "subwords";

  private static final String COUNTS = "counts.bin";

  private final HashedSubwords encoder;
  private final Vocabulary vocabulary;
  private final BucketCounts counts;

  FittedHashedSubwords(HashedSubwords encoder, Vocabulary vocabulary, BucketCounts counts) {
    this.encoder = encoder;
    this.vocabulary = vocabulary;
    this.counts = counts;
  }

  /**
   * The encoder that gave these settings, this vocabulary and these files.
   *
   * @throws IllegalArgumentException if they are not those of subwords; the message names what is
   *     wrong
   */
  public static FittedHashedSubwords read(
      ObjectNode settings, List<String> vocabulary, Map<String, byte[]> files) {
    TextEncoder words = TextSettings.read(settings, TYPE);
    HashedSubwords encoder =
        new HashedSubwords(
            words,
            TextSettings.integer(settings, "shortest"),
            TextSettings.integer(settings, "longest"),
            TextSettings.integer(settings, "buckets"),
            TextSettings.flag(settings, "averaged"),
            TextSettings.flag(settings, "packed"));
    FittedTextEncoder.requireSize(words, vocabulary.size());
    return new FittedHashedSubwords(
        encoder,
        Vocabulary.of(vocabulary, words.unknown()),
        BucketCounts.read(TextSettings.file(files, COUNTS), encoder.buckets()));
  }

  @Override
  public Input input() {
    return new Input.Bags(
        encoder.words().field(),
        WordBags.ids(encoder, vocabulary, counts),
        encoder.words().maxLength());
  }

  @Override
  public Map<String, FieldKind> fields() {
    return Map.of(encoder.words().field(), FieldKind.TEXT);
  }

  @Override
  public ObjectNode settings() {
    return TextSettings.write(encoder.words(), TYPE)
        .put("shortest", encoder.shortest())
        .put("longest", encoder.longest())
        .put("buckets", encoder.buckets())
        .put("averaged", encoder.averaged())
        .put("packed", encoder.packed())
        .put("counts", Hashes.sha256(counts.bytes()));
  }

  @Override
  public List<String> vocabulary() {
    return vocabulary.entries();
  }

  @Override
  public Map<String, byte[]> files() {
    return Map.of(COUNTS, counts.bytes());
  }

  @Override
  public EncodedColumn stored(StoredColumn rows) {
    return BagColumn.stored(rows);
  }

  @Override
  public HashedSubwords unfitted() {
    return encoder;
  }

  @Override
  public Encoder growing() {
    return new SubwordLearning(encoder, vocabulary, counts);
  }

  /** New words come between the known ones and the buckets. */
  @Override
  public int[] origins(FittedEncoder grown) {
    int known = vocabulary.size();
    int firstBucket = grown.vocabulary().size();
    int[] buckets = counts.origins(((FittedHashedSubwords) grown).counts, encoder.packed());
    int[] origins = new int[firstBucket + buckets.length];
    for (int id = 0; id < firstBucket; id++) {
      origins[id] = id < known ? id : -1;
    }
    for (int i = 0; i < buckets.length; i++) {
      origins[firstBucket + i] = buckets[i] < 0 ? -1 : known + buckets[i];
    }
    return origins;
  }

  @Override
  public ColumnBuilder start() {
    return new SubwordColumn();
  }

  private final class SubwordColumn implements ColumnBuilder {
    private final TokenList tokens = new TokenList();
    private final BagColumn.Builder column = new BagColumn.Builder(encoder.words().maxLength());
    private final WordBags bags = new WordBags(encoder, vocabulary, counts, column);

    @Override
    public Note add(Example example) {
      TextEncoder words = encoder.words();
      tokens.fill(words.tokenizer(), words.textOf(example));
      int all = tokens.count();
      int unknown = unknown();
      int cut = tokens.cut(words.maxLength(), words.truncation());
      boolean isKnown = false;
      for (int i = 0; i < tokens.count(); i++) {
        isKnown |= bags.add(id(i), tokens.chars(), tokens.start(i), tokens.end(i));
      }
      column.endRow();
      return new Note(all, unknown, cut, isKnown);
    }

    private int id(int token) {
      return vocabulary.id(tokens.chars(), tokens.start(token), tokens.end(token));
    }

    private int unknown() {
      int unknown = 0;
      for (int i = 0; i < tokens.count(); i++) {
        unknown += id(i) == vocabulary.unknownId() ? 1 : 0;
      }
      return unknown;
    }

    @Override
    public EncodedColumn finish() {
      return column.finish();
    }

    @Override
    public Column read() {
      return column.read();
    }

    @Override
    public void store(RowBytes row) {
      column.store(row);
    }
  }
}
