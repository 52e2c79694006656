package dev.sortal.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.Example;
import dev.sortal.spec.Side;
import dev.sortal.spec.SpecJson;
import java.util.Locale;
import java.util.Map;

/** The settings of a {@link TextEncoder} in a saved classifier. */
final class TextSettings {
  private TextSettings() {}

  /** The settings of an encoder, under that type. */
  static ObjectNode write(TextEncoder encoder, String type) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    settings.put("type", type);
    settings.put("field", encoder.field());
    settings.put("tokenizer", encoder.tokenizer().kind());
    if (encoder.tokenizer() instanceof Words words) {
      settings.put("punctuation", words.punctuation());
      if (words.bigrams() != Bigrams.NONE) {
        settings.put("bigrams", words.bigrams().name().toLowerCase(Locale.ROOT));
      }
    } else if (encoder.tokenizer() instanceof Characters characters) {
      settings.put("lowerCase", characters.lowerCase());
    }
    settings.put("maxLength", encoder.maxLength());
    settings.put("padding", encoder.padding().name().toLowerCase(Locale.ROOT));
    settings.put("truncation", encoder.truncation().name().toLowerCase(Locale.ROOT));
    settings.put("minCount", encoder.minCount());
    settings.put("maxSize", encoder.maxSize());
    settings.put("unknown", encoder.unknown());
    if (!encoder.normalization().isNone()) {
      settings.set("normalization", encoder.normalization().toJson());
    }
    if (!encoder.augmentation().isNone()) {
      settings.set("augmentation", SpecJson.write(encoder.augmentation()));
    }
    return settings;
  }

  /**
   * The encoder of these settings.
   *
   * @throws IllegalArgumentException if they are not of that type, or not those of a text encoder;
   *     the message names the setting
   */
  static TextEncoder read(ObjectNode settings, String expectedType) {
    String type = text(settings, "type");
    if (!type.equals(expectedType)) {
      throw new IllegalArgumentException(
          "The encoder setting \"type\" must be \"" + expectedType + "\", got \"" + type + "\".");
    }
    return new TextEncoder(
        settings.has("field") ? text(settings, "field") : Example.TEXT,
        tokenizer(settings),
        integer(settings, "maxLength"),
        side(settings, "padding"),
        side(settings, "truncation"),
        integer(settings, "minCount"),
        integer(settings, "maxSize"),
        flag(settings, "unknown"),
        settings.has("normalization")
            ? Normalization.read(settings.path("normalization"))
            : Normalization.none(),
        settings.has("augmentation")
            ? SpecJson.read(settings.path("augmentation"), TextAugmentation.class)
            : TextAugmentation.none());
  }

  private static Tokenizer tokenizer(ObjectNode settings) {
    String kind = text(settings, "tokenizer");
    return switch (kind) {
      case "words" -> new Words(flag(settings, "punctuation"), bigrams(settings));
      case "keras-words" -> new KerasWords();
      case "characters" -> new Characters(flag(settings, "lowerCase"));
      case "whole" -> new WholeText();
      default ->
          throw new IllegalArgumentException(
              "The encoder setting \"tokenizer\": expected words, keras-words, characters or whole,"
                  + " got \""
                  + kind
                  + "\".");
    };
  }

  private static Bigrams bigrams(ObjectNode settings) {
    if (!settings.has("bigrams")) {
      return Bigrams.NONE;
    }
    String bigrams = text(settings, "bigrams");
    return switch (bigrams) {
      case "instead" -> Bigrams.INSTEAD;
      case "beside" -> Bigrams.BESIDE;
      default ->
          throw new IllegalArgumentException(
              "The encoder setting \"bigrams\": expected instead or beside, got \""
                  + bigrams
                  + "\".");
    };
  }

  private static JsonNode setting(ObjectNode settings, String name, boolean ofKind, String kind) {
    JsonNode value = settings.path(name);
    if (!ofKind) {
      throw new IllegalArgumentException(
          "The encoder setting \"" + name + "\" must be " + kind + ", got " + value + ".");
    }
    return value;
  }

  static String text(ObjectNode settings, String name) {
    return setting(settings, name, settings.path(name).isTextual(), "a text").textValue();
  }

  static int integer(ObjectNode settings, String name) {
    return setting(settings, name, settings.path(name).isInt(), "a whole number below 2147483648")
        .intValue();
  }

  static double number(ObjectNode settings, String name) {
    return setting(settings, name, settings.path(name).isNumber(), "a number").doubleValue();
  }

  static boolean flag(ObjectNode settings, String name) {
    return setting(settings, name, settings.path(name).isBoolean(), "true or false").booleanValue();
  }

  /** The file of that name of an encoder. */
  static byte[] file(Map<String, byte[]> files, String name) {
    byte[] file = files.get(name);
    if (file == null) {
      throw new IllegalArgumentException(
          "The encoder lacks its file \"" + name + "\", got " + files.keySet() + ".");
    }
    return file;
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
}
