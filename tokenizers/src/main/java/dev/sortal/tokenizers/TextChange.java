package dev.sortal.tokenizers;

import java.text.Normalizer;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A change of a text before it is cut: what {@code tokenizer.json} calls a normalizer. */
interface TextChange {
  /** The changed text. */
  String apply(String text);

  /** The change that a part of the file describes; none where there is no such part. */
  static TextChange read(Part part) {
    if (part.isAbsent()) {
      return text -> text;
    }
    return switch (part.type()) {
      case "Sequence" -> sequence(part.part("normalizers").list());
      case "BertNormalizer" -> bert(part);
      case "NFC" -> text -> Normalizer.normalize(text, Normalizer.Form.NFC);
      case "NFD" -> text -> Normalizer.normalize(text, Normalizer.Form.NFD);
      case "NFKC" -> text -> Normalizer.normalize(text, Normalizer.Form.NFKC);
      case "NFKD" -> text -> Normalizer.normalize(text, Normalizer.Form.NFKD);
      case "Lowercase" -> Points::lowerCase;
      case "StripAccents" -> text -> without(text, Points::isMark);
      case "Strip" -> strip(part);
      case "Prepend" -> prepend(part.part("prepend").text());
      case "Replace" -> replace(part.part("pattern").pattern(), part.part("content").text());
      default ->
          throw part.unsupported(
              "Sequence, BertNormalizer, NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip,"
                  + " Prepend or Replace");
    };
  }

  private static TextChange sequence(List<Part> parts) {
    List<TextChange> changes = parts.stream().map(TextChange::read).toList();
    return text -> {
      String changed = text;
      for (TextChange change : changes) {
        changed = change.apply(changed);
      }
      return changed;
    };
  }

  private static TextChange bert(Part part) {
    boolean cleans = part.part("clean_text").flag(true);
    boolean spacesHan = part.part("handle_chinese_chars").flag(true);
    boolean lowers = part.part("lowercase").flag(true);
    boolean strips = part.part("strip_accents").flag(lowers);
    return text -> {
      String changed = cleans ? clean(text) : text;
      changed = spacesHan ? spaceHan(changed) : changed;
      changed = strips ? withoutAccents(changed) : changed;
      return lowers ? Points.lowerCase(changed) : changed;
    };
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .filter(point -> point != 0 && point != 0xFFFD && !Points.isControl(point))
        .forEach(point -> clean.appendCodePoint(Points.isSpace(point) ? ' ' : point));
    return clean.toString();
  }

  private static String spaceHan(String text) {
    StringBuilder spaced = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            point -> {
              if (Points.isHan(point)) {
                spaced.append(' ').appendCodePoint(point).append(' ');
              } else {
                spaced.appendCodePoint(point);
              }
            });
    return spaced.toString();
  }

  private static String withoutAccents(String text) {
    return without(Normalizer.normalize(text, Normalizer.Form.NFD), Points::isNonSpacingMark);
  }

  private static String without(String text, IntPredicate dropped) {
    return text.codePoints()
        .filter(dropped.negate())
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static TextChange strip(Part part) {
    boolean left = part.part("strip_left").flag(true);
    boolean right = part.part("strip_right").flag(true);
    return text -> {
      int from = 0;
      int to = text.length();
      while (left && from < to && Points.isSpace(text.charAt(from))) {
        from++;
      }
      while (right && to > from && Points.isSpace(text.charAt(to - 1))) {
        to--;
      }
      return text.substring(from, to);
    };
  }

  private static TextChange prepend(String prefix) {
    return text -> text.isEmpty() ? text : prefix + text;
  }

  private static TextChange replace(Pattern pattern, String content) {
    String replacement = Matcher.quoteReplacement(content);
    return text -> pattern.matcher(text).replaceAll(replacement);
  }
}
