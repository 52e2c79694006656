package dev.sortal.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@link HashedNgrams} with how common they are; immutable and safe for threads. */
public final class FittedHashedNgrams implements FittedEncoder {
  /** The type in {@link #settings()}. */
  public static final String TYPE = "ngrams";

  private static final String COUNTS = "counts.bin";

  private final HashedNgrams encoder;
  private final BucketCounts counts;

  FittedHashedNgrams(HashedNgrams encoder, BucketCounts counts) {
    this.encoder = encoder;
    this.counts = counts;
  }

  /**
   * The encoder that gave these settings and files.
   *
   * @throws IllegalArgumentException if they are not those of n-grams; the message names what is
   *     wrong
   */
  public static FittedHashedNgrams read(ObjectNode settings, Map<String, byte[]> files) {
    HashedNgrams encoder =
        new HashedNgrams(
            TextSettings.text(settings, "name"),
            TextSettings.read(settings, TYPE),
            lengths(settings, "words"),
            lengths(settings, "characters"),
            TextSettings.flag(settings, "marks"),
            TextSettings.flag(settings, "gaps"),
            TextSettings.number(settings, "characterWeight"),
            TextSettings.flag(settings, "tfIdf"),
            TextSettings.integer(settings, "buckets"),
            TextSettings.flag(settings, "packed"),
            TextSettings.flag(settings, "constant"));
    return new FittedHashedNgrams(
        encoder, BucketCounts.read(TextSettings.file(files, COUNTS), encoder.buckets()));
  }

  private static HashedNgrams.Lengths lengths(ObjectNode settings, String name) {
    if (!(settings.path(name) instanceof ArrayNode pair)
        || pair.size() != 2
        || !pair.get(0).isInt()
        || !pair.get(1).isInt()) {
      throw new IllegalArgumentException(
          "The encoder setting \""
              + name
              + "\" must be two whole numbers, got "
              + settings.path(name)
              + ".");
    }
    return new HashedNgrams.Lengths(pair.get(0).intValue(), pair.get(1).intValue());
  }

  @Override
  public Input input() {
    return input(counts);
  }

  /** Without anything met there is an id that nothing has. */
  private Input.Bags input(BucketCounts counts) {
    return new Input.Bags(encoder.name(), Math.max(1, NgramWeights.ids(encoder, counts)), 0);
  }

  @Override
  public Map<String, FieldKind> fields() {
    return Map.of(encoder.text().field(), FieldKind.TEXT);
  }

  @Override
  public ObjectNode settings() {
    ObjectNode settings = TextSettings.write(encoder.text(), TYPE).put("name", encoder.name());
    write(settings.putArray("words"), encoder.words());
    write(settings.putArray("characters"), encoder.characters());
    return settings
        .put("marks", encoder.marks())
        .put("gaps", encoder.gaps())
        .put("characterWeight", encoder.characterWeight())
        .put("tfIdf", encoder.weighted())
        .put("buckets", encoder.buckets())
        .put("packed", encoder.packed())
        .put("constant", encoder.constant())
        .put("counts", Hashes.sha256(counts.bytes()));
  }

  private static void write(ArrayNode pair, HashedNgrams.Lengths lengths) {
    pair.add(lengths.shortest()).add(lengths.longest());
  }

  /** Nothing: n-grams have no words of their own. */
  @Override
  public List<String> vocabulary() {
    return List.of();
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
  public HashedNgrams unfitted() {
    return encoder;
  }

  @Override
  public Encoder growing() {
    return new NgramLearning(encoder, counts);
  }

  /** A constant stays the last. */
  @Override
  public int[] origins(FittedEncoder grown) {
    int[] buckets = counts.origins(((FittedHashedNgrams) grown).counts, encoder.packed());
    if (!encoder.constant()) {
      return buckets;
    }
    int[] origins = Arrays.copyOf(buckets, buckets.length + 1);
    origins[buckets.length] = input(counts).vocabulary() - 1;
    return origins;
  }

  @Override
  public ColumnBuilder start() {
    return new NgramColumn();
  }

  private final class NgramColumn implements ColumnBuilder {
    private final TextNgrams ngrams = new TextNgrams(encoder);
    private final BagColumn.Builder column = new BagColumn.Builder(0);
    private final NgramWeights weights = new NgramWeights(encoder, counts, column);

    /** The number of unknown tokens is always 0: n-grams tell of every token. */
    @Override
    public Note add(Example example) {
      ngrams.read(encoder.text().textOf(example));
      int known = weights.write(ngrams.ofWords(), 1);
      known += weights.write(ngrams.ofCharacters(), encoder.characterWeight());
      weights.endRow();
      return new Note(ngrams.tokens(), 0, ngrams.cut(), known > 0);
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
