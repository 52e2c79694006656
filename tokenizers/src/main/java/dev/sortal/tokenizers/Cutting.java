package dev.sortal.tokenizers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Cuts a text into words, say: what {@code tokenizer.json} calls a pre-tokenizer. */
interface Cutting {
  /** The pieces of a piece. */
  List<Piece> cut(Piece piece);

  /** The cutting that a part of the file describes; none where there is no such part. */
  static Cutting read(Part part) {
    if (part.isAbsent()) {
      return List::of;
    }
    return switch (part.type()) {
      case "Sequence" -> sequence(part.part("pretokenizers").list().stream().map(Cutting::read));
      case "BertPreTokenizer" ->
          sequence(
              Stream.of(
                  at(Points::isSpace, Delimiters.REMOVED),
                  at(Points::isPunctuation, Delimiters.ISOLATED)));
      case "Whitespace" -> at(Part.regex("\\w+|[^\\w\\s]+"), Delimiters.REMOVED, true);
      case "WhitespaceSplit" -> at(Points::isSpace, Delimiters.REMOVED);
      case "Punctuation" ->
          at(
              Points::isPunctuation,
              part.part("behavior").isAbsent()
                  ? Delimiters.ISOLATED
                  : Delimiters.read(part.part("behavior")));
      case "Digits" ->
          at(
              Points::isNumeric,
              part.part("individual_digits").flag(false)
                  ? Delimiters.ISOLATED
                  : Delimiters.CONTIGUOUS);
      case "CharDelimiterSplit" ->
          at(literal(part.part("delimiter").text()), Delimiters.REMOVED, false);
      case "Split" ->
          at(
              part.part("pattern").pattern(),
              Delimiters.read(part.part("behavior")),
              part.part("invert").flag(false));
      case "ByteLevel" -> byteLevel(part);
      case "Metaspace" -> metaspace(part);
      default ->
          throw part.unsupported(
              "Sequence, BertPreTokenizer, Whitespace, WhitespaceSplit, Punctuation, Digits,"
                  + " CharDelimiterSplit, Split, ByteLevel or Metaspace");
    };
  }

  private static Cutting sequence(Stream<Cutting> parts) {
    List<Cutting> cuttings = parts.toList();
    return piece -> {
      List<Piece> pieces = List.of(piece);
      for (Cutting cutting : cuttings) {
        pieces = pieces.stream().flatMap(one -> cutting.cut(one).stream()).toList();
      }
      return pieces;
    };
  }

  /** Each character that is a delimiter is one of its own. */
  private static Cutting at(IntPredicate isDelimiter, Delimiters treatment) {
    return piece -> {
      String text = piece.text();
      List<Span> spans = new ArrayList<>();
      int from = 0;
      for (int at = 0; at < text.length(); ) {
        int point = text.codePointAt(at);
        int end = at + Character.charCount(point);
        if (isDelimiter.test(point)) {
          addBetween(spans, from, at, false);
          spans.add(new Span(at, end, true));
          from = end;
        }
        at = end;
      }
      addBetween(spans, from, text.length(), false);
      return piece.at(treatment.apply(spans));
    };
  }

  /**
   * Delimiters are what a pattern finds.
   *
   * @param isInverted whether they are what is between
   */
  private static Cutting at(Pattern pattern, Delimiters treatment, boolean isInverted) {
    return piece -> {
      List<Span> spans = new ArrayList<>();
      int from = 0;
      Matcher matcher = pattern.matcher(piece.text());
      while (matcher.find()) {
        addBetween(spans, from, matcher.start(), isInverted);
        if (matcher.end() > matcher.start()) {
          spans.add(new Span(matcher.start(), matcher.end(), !isInverted));
        }
        from = matcher.end();
      }
      addBetween(spans, from, piece.text().length(), isInverted);
      return piece.at(treatment.apply(spans));
    };
  }

  private static void addBetween(List<Span> spans, int from, int to, boolean isDelimiter) {
    if (to > from) {
      spans.add(new Span(from, to, isDelimiter));
    }
  }

  private static Pattern literal(String text) {
    return Pattern.compile(Pattern.quote(text));
  }

  /** The words of GPT-2, and a character for each byte. */
  private static Cutting byteLevel(Part part) {
    boolean addsSpace = part.part("add_prefix_space").flag(true);
    Cutting words =
        part.part("use_regex").flag(true)
            ? at(
                Part.regex(
                    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"),
                Delimiters.ISOLATED,
                false)
            : List::of;
    return piece -> {
      boolean lacksSpace = addsSpace && !piece.text().startsWith(" ");
      Piece spaced = lacksSpace ? new Piece(" " + piece.text(), piece.isAtStart()) : piece;
      return words.cut(spaced).stream()
          .map(one -> new Piece(ByteCharacters.of(one.text()), one.isAtStart()))
          .toList();
    };
  }

  /** Spaces become a visible character, with which words begin. */
  private static Cutting metaspace(Part part) {
    String visible = part.part("replacement").text();
    String scheme =
        part.part("prepend_scheme")
            .text(part.part("add_prefix_space").flag(true) ? "always" : "never");
    part.part("prepend_scheme")
        .require(List.of("always", "first", "never").contains(scheme), "always, first or never");
    boolean splits = part.part("split").flag(true);
    Cutting words = at(literal(visible), Delimiters.MERGED_WITH_NEXT, false);
    return piece -> {
      String text = piece.text().replace(" ", visible);
      boolean begins = scheme.equals("always") || (scheme.equals("first") && piece.isAtStart());
      if (begins && !text.startsWith(visible)) {
        text = visible + text;
      }
      Piece changed = new Piece(text, piece.isAtStart());
      return splits ? words.cut(changed) : List.of(changed);
    };
  }
}
