package dev.sortal.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sortal.error.DataException;
import dev.sortal.spec.Side;
import dev.sortal.text.Characters;
import dev.sortal.text.FittedTextEncoder;
import dev.sortal.text.KerasWords;
import dev.sortal.text.TextEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keras's legacy {@code Tokenizer} and {@code pad_sequences} as an encoder.
 *
 * <p>Ids of the encoder have no gaps; those of the Tokenizer may: {@code num_words} leaves words
 * out, and the unknown token, where it is a word of the texts too, stands at that word's place.
 *
 * @param encoder gives the same tokens
 * @param kerasIds the Tokenizer's id for each id of the encoder
 */
record KerasTokenizer(FittedTextEncoder encoder, List<Integer> kerasIds) {
  private static final String FILTERS = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n";
  private static final String SEPARATE =
      "Sortal tokenizes as the Tokenizer does by default: fit one with the defaults and train"
          + " again.";

  /**
   * The tokenizer of an export.
   *
   * @throws DataException if a setting is missing or cannot be represented
   */
  static KerasTokenizer read(Settings settings) {
    @Nullable String unknown = settings.textOrNull("oov_token");
    TextEncoder encoder =
        tokens(settings)
            .maxLength(settings.count("maxlen"))
            .padding(side(settings, "padding"))
            .truncation(side(settings, "truncating"));
    List<Integer> kerasIds = new ArrayList<>(List.of(0));
    if (unknown == null) {
      encoder = encoder.withoutUnknown();
    } else {
      encoder = encoder.withUnknown();
      kerasIds.add(unknownId(settings, unknown));
    }
    List<String> words = new ArrayList<>();
    words(settings).entrySet().stream()
        .filter(word -> !word.getKey().equals(unknown))
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .forEach(
            word -> {
              words.add(word.getKey());
              kerasIds.add(word.getValue());
            });
    if (words.isEmpty()) {
      throw settings.refused(
          "word_index", "an object with at least one word below num_words", Settings.EXPORT_AGAIN);
    }
    try {
      return new KerasTokenizer(FittedTextEncoder.of(encoder, words), List.copyOf(kerasIds));
    } catch (IllegalArgumentException failure) {
      throw new DataException(
          settings.owner() + ": " + failure.getMessage() + " Correct the Tokenizer's word_index.",
          failure);
    }
  }

  private static TextEncoder tokens(Settings settings) {
    boolean lowerCase = settings.flag("lower");
    if (settings.flag("char_level")) {
      return lowerCase ? Characters.inLowerCase() : Characters.standard();
    }
    if (!lowerCase) {
      throw settings.refused("lower", "true", SEPARATE);
    }
    if (!settings.text("split").equals(" ")) {
      throw settings.refused("split", "\" \"", SEPARATE);
    }
    if (!sorted(settings.text("filters")).equals(sorted(FILTERS))) {
      throw settings.refused("filters", "the characters " + quoted(FILTERS), SEPARATE);
    }
    return KerasWords.standard();
  }

  private static List<Integer> sorted(String characters) {
    return characters.codePoints().distinct().sorted().boxed().toList();
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  private static Side side(Settings settings, String name) {
    return switch (settings.text(name)) {
      case "pre" -> Side.PRE;
      case "post" -> Side.POST;
      default -> throw settings.refused(name, "\"pre\" or \"post\"", Settings.EXPORT_AGAIN);
    };
  }

  /** The id that unknown words get, whatever num_words is. */
  private static int unknownId(Settings settings, String unknown) {
    JsonNode id = settings.value("word_index").path(unknown);
    if (!id.isInt()) {
      throw settings.refused(
          "oov_token", "a word of word_index", "Set it before fit_on_texts and train again.");
    }
    return id.intValue();
  }

  /** The words that have an id of their own: those below num_words, where there is such a limit. */
  private static Map<String, Integer> words(Settings settings) {
    JsonNode limit = settings.value("num_words");
    boolean limited = !limit.isNull() && !limit.toString().equals("0");
    int below = limited ? settings.count("num_words") : Integer.MAX_VALUE;
    JsonNode index = settings.value("word_index");
    if (!index.isObject()) {
      throw settings.refused("word_index", "an object of words and ids", Settings.EXPORT_AGAIN);
    }
    Settings ids = settings.part("word_index", index);
    return index.properties().stream()
        .map(Map.Entry::getKey)
        .filter(word -> ids.count(word) < below)
        .collect(Collectors.toMap(word -> word, ids::count));
  }
}
