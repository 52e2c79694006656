package dev.sortal.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A part of a {@code tokenizer.json} with its place in the file, for messages.
 *
 * @param json the part
 * @param place where it is: {@code model.vocab}
 */
record Part(JsonNode json, String place) {
  /** The part of that name, which may be missing. */
  Part part(String name) {
    return new Part(json.path(name), place.isEmpty() ? name : place + "." + name);
  }

  boolean isAbsent() {
    return json.isMissingNode() || json.isNull();
  }

  /** The type of a component. */
  String type() {
    return part("type").text();
  }

  String text() {
    require(json.isTextual(), "a text");
    return json.textValue();
  }

  String text(String ifAbsent) {
    return isAbsent() ? ifAbsent : text();
  }

  int number() {
    require(json.isInt() && json.intValue() >= 0, "a whole number from 0");
    return json.intValue();
  }

  int number(int ifAbsent) {
    return isAbsent() ? ifAbsent : number();
  }

  boolean flag(boolean ifAbsent) {
    require(isAbsent() || json.isBoolean(), "true or false");
    return isAbsent() ? ifAbsent : json.booleanValue();
  }

  List<Part> list() {
    require(json.isArray(), "a list");
    List<Part> list = new ArrayList<>(json.size());
    for (int i = 0; i < json.size(); i++) {
      list.add(new Part(json.get(i), place + "[" + i + "]"));
    }
    return list;
  }

  /** A regular expression that knows Unicode. */
  static Pattern regex(String expression) {
    return Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS);
  }

  /** The regular expression of a pattern, or a literal text as one. */
  Pattern pattern() {
    if (!part("String").isAbsent()) {
      return Pattern.compile(Pattern.quote(part("String").text()));
    }
    Part regex = part("Regex");
    try {
      return regex(regex.text());
    } catch (PatternSyntaxException failure) {
      throw new IllegalArgumentException(
          "\"" + regex.place + "\" is no regular expression: " + failure.getDescription(), failure);
    }
  }

  void require(boolean holds, String expected) {
    if (!holds) {
      throw wrong(expected);
    }
  }

  /** That the part is not what is expected. */
  IllegalArgumentException wrong(String expected) {
    String received = json.isMissingNode() ? "nothing" : json.toString();
    return new IllegalArgumentException(
        "\""
            + place
            + "\" must be "
            + expected
            + ", got "
            + (received.length() > 60 ? received.substring(0, 60) + "..." : received));
  }

  /** That a component is of a type that is not supported. */
  IllegalArgumentException unsupported(String supported) {
    return new IllegalArgumentException(
        "\"" + place + "\" is of the type " + type() + ": expected " + supported);
  }
}
