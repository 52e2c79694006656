package dev.sortal.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FieldKind;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.IdColumn;
import dev.sortal.format.RowBytes;
import dev.sortal.format.StoredColumn;
import dev.sortal.spec.Input;
import dev.sortal.spi.Column;
import java.util.List;
import java.util.Map;

/**
 * A {@link TextEncoder} with the vocabulary that it learned; immutable and safe for threads.
 *
 * <pre>{@code
 * FittedTextEncoder again = FittedTextEncoder.read(fitted.settings(), fitted.vocabulary());
 * }</pre>
 */
public final class FittedTextEncoder implements FittedEncoder {
  /** The type in {@link #settings()}. */
  public static final String TYPE = "text";

  private final TextEncoder encoder;
  private final Vocabulary vocabulary;

  FittedTextEncoder(TextEncoder encoder, Vocabulary vocabulary) {
    this.encoder = encoder;
    this.vocabulary = vocabulary;
  }

  /**
   * The encoder that gave these settings and this vocabulary.
   *
   * @throws IllegalArgumentException if they are not those of a text encoder; the message names the
   *     setting
   */
  public static FittedTextEncoder read(ObjectNode settings, List<String> vocabulary) {
    TextEncoder encoder = TextSettings.read(settings, TYPE);
    requireSize(encoder, vocabulary.size());
    return new FittedTextEncoder(encoder, Vocabulary.of(vocabulary, encoder.unknown()));
  }

  /**
   * The encoder with words that were learned elsewhere, in the order of their ids.
   *
   * <p>Id 0 is padding and, with {@link TextEncoder#withUnknown()}, id 1 stands for unknown words;
   * the first word has the id after these.
   *
   * @throws IllegalArgumentException if there is no word, there are more than maxSize has room for,
   *     or one is empty, reserved, repeated or holds half a surrogate pair
   */
  public static FittedTextEncoder of(TextEncoder encoder, List<String> words) {
    requireSize(encoder, Vocabulary.reserved(encoder.unknown()) + words.size());
    return new FittedTextEncoder(encoder, Vocabulary.ofWords(words, encoder.unknown()));
  }

  static void requireSize(TextEncoder encoder, int size) {
    if (size <= Vocabulary.reserved(encoder.unknown()) || size > encoder.maxSize()) {
      throw new IllegalArgumentException(
          "The vocabulary must hold at least one word and at most "
              + encoder.maxSize()
              + " entries (maxSize), got "
              + size
              + " entries.");
    }
  }

  @Override
  public Input input() {
    return new Input.Tokens(
        encoder.field(), vocabulary.size(), encoder.maxLength(), encoder.padding());
  }

  @Override
  public Map<String, FieldKind> fields() {
    return Map.of(encoder.field(), FieldKind.TEXT);
  }

  @Override
  public ObjectNode settings() {
    return TextSettings.write(encoder, TYPE);
  }

  @Override
  public List<String> vocabulary() {
    return vocabulary.entries();
  }

  @Override
  public EncodedColumn stored(StoredColumn rows) {
    return IdColumn.stored(rows);
  }

  @Override
  public EncodedColumn forTraining(EncodedColumn rows) {
    return AugmentedIds.of(rows, encoder.augmentation(), vocabulary.unknownId());
  }

  @Override
  public TextEncoder unfitted() {
    return encoder;
  }

  @Override
  public Encoder growing() {
    return new TextLearning(encoder, vocabulary);
  }

  @Override
  public ColumnBuilder start() {
    return new TextColumn();
  }

  /** Tokens straight into ids. */
  private final class TextColumn extends BufferedSink implements ColumnBuilder {
    private final IdColumn.Builder column = new IdColumn.Builder();
    private final RowWriter row = new RowWriter(encoder.maxLength(), encoder.truncation());
    private final int unknownId = vocabulary.unknownId();
    private int tokens;
    private int unknown;

    @Override
    public Note add(Example example) {
      tokens = 0;
      unknown = 0;
      encoder.tokenizer().tokenize(encoder.textOf(example), this);
      int cut = row.writeTo(column);
      return new Note(tokens, unknown, cut, tokens > unknown);
    }

    @Override
    public void token(char[] chars, int start, int end) {
      tokens++;
      int id = vocabulary.id(chars, start, end);
      if (id == unknownId) {
        unknown++;
      }
      row.add(id);
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
