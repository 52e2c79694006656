package dev.sortal.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.Example;
import dev.sortal.data.FieldKind;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.IdColumn;
import dev.sortal.format.Hashes;
import dev.sortal.format.RowBytes;
import dev.sortal.format.StoredColumn;
import dev.sortal.spec.Input;
import dev.sortal.spec.Side;
import dev.sortal.spi.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@link Subwords}, ready to encode; immutable and safe for threads. */
public final class FittedSubwords implements FittedEncoder {
  /** The type in {@link #settings()}. */
  public static final String TYPE = "tokenizer-json";

  private static final String ARTIFACT = "dev.sortal:sortal-tokenizers";
  private static final String FILE = "tokenizer.json";
  private static final String PADDING = "<padding>";

  /** How much higher ids are than those of the tokenizer. */
  private static final int FIRST = 1;

  private final Settings options;
  private final byte[] json;
  private final SubwordTokenizer tokenizer;

  /**
   * What a user can choose.
   *
   * @param field the field that holds the text
   * @param maxLength the most ids of a row
   * @param padding where short rows are padded
   * @param truncation where long texts are cut
   */
  record Settings(String field, int maxLength, Side padding, Side truncation) {
    Settings {
      if (maxLength < 1) {
        throw new IllegalArgumentException("maxLength must be at least 1, got " + maxLength + ".");
      }
    }

    Settings field(String name) {
      return new Settings(name, maxLength, padding, truncation);
    }

    Settings maxLength(int tokens) {
      return new Settings(field, tokens, padding, truncation);
    }

    Settings padding(Side side) {
      return new Settings(field, maxLength, side, truncation);
    }

    Settings truncation(Side side) {
      return new Settings(field, maxLength, padding, side);
    }
  }

  FittedSubwords(Settings options, byte[] json) {
    this(options, json, TokenizerJson.read(json));
  }

  private FittedSubwords(Settings options, byte[] json, SubwordTokenizer tokenizer) {
    this.options = options;
    this.json = json;
    this.tokenizer = tokenizer;
  }

  /**
   * The encoder that gave these settings, this vocabulary and these files.
   *
   * @throws IllegalArgumentException if they are not those of subwords; the message names what is
   *     wrong
   */
  static FittedSubwords read(
      ObjectNode settings, List<String> vocabulary, Map<String, byte[]> files) {
    byte[] json = files.get(FILE);
    if (json == null) {
      throw new IllegalArgumentException(
          "The encoder lacks its file \"" + FILE + "\", got " + files.keySet() + ".");
    }
    Settings options =
        new Settings(
            text(settings, "field"),
            length(settings),
            side(settings, "padding"),
            side(settings, "truncation"));
    FittedSubwords encoder = new FittedSubwords(options, json);
    if (!encoder.vocabulary().equals(vocabulary)) {
      throw new IllegalArgumentException(
          "The vocabulary must be that of \"" + FILE + "\", got another one.");
    }
    return encoder;
  }

  private static String text(ObjectNode settings, String name) {
    JsonNode value = settings.path(name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(
          "The encoder setting \"" + name + "\" must be a text, got " + value + ".");
    }
    return value.textValue();
  }

  private static int length(ObjectNode settings) {
    JsonNode value = settings.path("maxLength");
    if (!value.isInt()) {
      throw new IllegalArgumentException(
          "The encoder setting \"maxLength\" must be a whole number, got " + value + ".");
    }
    return value.intValue();
  }

  private static Side side(ObjectNode settings, String name) {
    String side = text(settings, name);
    return switch (side) {
      case "pre" -> Side.PRE;
      case "post" -> Side.POST;
      default ->
          throw new IllegalArgumentException(
              "The encoder setting \"" + name + "\" must be pre or post, got \"" + side + "\".");
    };
  }

  Settings options() {
    return options;
  }

  FittedSubwords with(Settings changed) {
    return new FittedSubwords(changed, json, tokenizer);
  }

  @Override
  public Input input() {
    return new Input.Tokens(
        options.field(), FIRST + tokenizer.tokens().size(), options.maxLength(), options.padding());
  }

  @Override
  public Map<String, FieldKind> fields() {
    return Map.of(options.field(), FieldKind.TEXT);
  }

  @Override
  public ObjectNode settings() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", TYPE)
        .put("artifact", ARTIFACT)
        .put("field", options.field())
        .put("maxLength", options.maxLength())
        .put("padding", options.padding().name().toLowerCase(Locale.ROOT))
        .put("truncation", options.truncation().name().toLowerCase(Locale.ROOT))
        .put("tokenizer", Hashes.sha256(json));
  }

  @Override
  public Subwords unfitted() {
    return new Subwords(this);
  }

  @Override
  public EncodedColumn stored(StoredColumn rows) {
    return IdColumn.stored(rows);
  }

  /** Every subword, that of id i at index i; empty where the tokenizer has none for an id. */
  @Override
  public List<String> vocabulary() {
    List<String> entries = new ArrayList<>(FIRST + tokenizer.tokens().size());
    entries.add(PADDING);
    entries.addAll(tokenizer.tokens());
    return entries;
  }

  @Override
  public Map<String, byte[]> files() {
    return Map.of(FILE, json.clone());
  }

  @Override
  public SubwordColumn start() {
    return new SubwordColumn();
  }

  /** Rows of subwords in the making; for one thread. */
  final class SubwordColumn implements ColumnBuilder {
    private final IdColumn.Builder column = new IdColumn.Builder();
    private final Ids ids = new Ids();

    private SubwordColumn() {}

    @Override
    public Note add(Example example) {
      ids.clear();
      tokenizer.encode(example.textOf(options.field()), ids);
      int unknown = 0;
      for (int i = 0; i < ids.count(); i++) {
        unknown += ids.get(i) == tokenizer.unknownId() ? 1 : 0;
      }
      int cut = Math.max(0, ids.count() - options.maxLength());
      int from = options.truncation() == Side.PRE ? cut : 0;
      for (int i = from; i < from + ids.count() - cut; i++) {
        column.id(FIRST + ids.get(i));
      }
      column.endRow();
      return new Note(ids.count(), unknown, cut, ids.count() > unknown);
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
