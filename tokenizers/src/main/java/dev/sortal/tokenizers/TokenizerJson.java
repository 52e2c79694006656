package dev.sortal.tokenizers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a {@code tokenizer.json}. */
final class TokenizerJson {
  private static final int MOST_IDS = 10_000_000;

  /** Each token of a vocabulary is the name of a field: none is worth interning. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Part file;
  private final Map<String, Integer> model;
  private final Map<String, Integer> all = new LinkedHashMap<>();

  private TokenizerJson(Part file) {
    this.file = file;
    this.model = vocabulary(file.part("model").part("vocab"));
    all.putAll(model);
  }

  /**
   * The tokenizer that a file describes.
   *
   * @throws IllegalArgumentException if it is not understood; the message says what is wrong with
   *     which part
   */
  static SubwordTokenizer read(byte[] json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException failure) {
      String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException("expected JSON, got: " + reason, failure);
    }
    return new TokenizerJson(new Part(root, "")).tokenizer();
  }

  private SubwordTokenizer tokenizer() {
    TextChange change = TextChange.read(file.part("normalizer"));
    Cutting cutting = Cutting.read(file.part("pre_tokenizer"));
    PieceModel pieces = model();
    List<AddedTokens.Token> asTheyAre = new ArrayList<>();
    List<AddedTokens.Token> changed = new ArrayList<>();
    if (!file.part("added_tokens").isAbsent()) {
      for (Part part : file.part("added_tokens").list()) {
        boolean isChanged = part.part("normalized").flag(!part.part("special").flag(false));
        AddedTokens.Token token = added(part, isChanged ? change : text -> text);
        (isChanged ? changed : asTheyAre).add(token);
      }
    }
    return new SubwordTokenizer(
        new AddedTokens(asTheyAre), change, new AddedTokens(changed), cutting, pieces, tokens());
  }

  private AddedTokens.Token added(Part part, TextChange change) {
    String content = part.part("content").text();
    int id = part.part("id").number();
    part.part("id").require(id < MOST_IDS, "below " + MOST_IDS);
    all.put(content, id);
    return new AddedTokens.Token(
        change.apply(content),
        id,
        part.part("single_word").flag(false),
        part.part("lstrip").flag(false),
        part.part("rstrip").flag(false));
  }

  /** Every token, that of id i at index i; empty where an id has none. */
  private List<String> tokens() {
    int largest = 0;
    for (int id : all.values()) {
      largest = Math.max(largest, id);
    }
    String[] tokens = new String[largest + 1];
    java.util.Arrays.fill(tokens, "");
    all.forEach((token, id) -> tokens[id] = token);
    return List.of(tokens);
  }

  private static Map<String, Integer> vocabulary(Part part) {
    part.require(part.json().isObject() && !part.json().isEmpty(), "an object of tokens and ids");
    Map<String, Integer> tokens = new LinkedHashMap<>();
    part.json()
        .properties()
        .forEach(
            token -> {
              JsonNode id = token.getValue();
              if (!id.isInt() || id.intValue() < 0 || id.intValue() >= MOST_IDS) {
                throw part.part(token.getKey()).wrong("a whole number from 0 below " + MOST_IDS);
              }
              tokens.put(token.getKey(), id.intValue());
            });
    return tokens;
  }

  private PieceModel model() {
    Part part = file.part("model");
    // Files of old have a model without a type, which its other parts tell.
    String type = part.part("type").text(part.part("merges").isAbsent() ? "WordPiece" : "BPE");
    return switch (type) {
      case "WordPiece" -> wordPiece(part);
      case "BPE" -> bytePairs(part);
      default -> throw part.unsupported("WordPiece or BPE");
    };
  }

  private int id(Part token) {
    Integer id = model.get(token.text());
    if (id == null) {
      throw token.wrong("a token of the vocabulary");
    }
    return id;
  }

  private PieceModel wordPiece(Part part) {
    return new WordPiece(
        model,
        part.part("continuing_subword_prefix").text("##"),
        id(part.part("unk_token")),
        part.part("max_input_chars_per_word").number(100));
  }

  private PieceModel bytePairs(Part part) {
    Part dropout = part.part("dropout");
    dropout.require(
        dropout.isAbsent() || dropout.json().doubleValue() == 0, "absent: it makes ids random");
    Part unknown = part.part("unk_token");
    return new BytePairs(
        model,
        part.part("merges").list().stream().map(TokenizerJson::pair).toList(),
        new BytePairs.Settings(
            unknown.isAbsent() ? PieceModel.NONE : id(unknown),
            part.part("fuse_unk").flag(false),
            part.part("continuing_subword_prefix").text(""),
            part.part("end_of_word_suffix").text(""),
            part.part("byte_fallback").flag(false),
            part.part("ignore_merges").flag(false)));
  }

  /** A pair is a list of two, or a text with a space between them. */
  private static String[] pair(Part part) {
    if (part.json().isArray()) {
      part.require(part.json().size() == 2, "a pair of tokens");
      List<Part> two = part.list();
      return new String[] {two.get(0).text(), two.get(1).text()};
    }
    String both = part.text();
    int space = both.indexOf(' ');
    part.require(space > 0 && both.indexOf(' ', space + 1) < 0, "a pair of tokens");
    return new String[] {both.substring(0, space), both.substring(space + 1)};
  }
}
