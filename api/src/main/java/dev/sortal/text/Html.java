package dev.sortal.text;

import java.util.Locale;
import java.util.Set;

/**
 * The text of HTML, or of a text with traces of it, in one pass over the characters.
 *
 * <p>Comments, and scripts and styles with all that they hold, go; a tag that stands inside a
 * sentence leaves nothing, any other a space; character references become characters, once. What is
 * no markup stays as it is: {@code a < b}, {@code AT&T}, a tag without an end.
 */
final class Html {
  /** Tags that do not separate words. */
  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
          "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike",
          "strong", "sub", "sup", "time", "tt", "u", "var", "wbr");

  private static final int LONGEST_NAME = 32;

  private final String text;
  private final StringBuilder out;

  /** Where nothing more of a kind is found from; no search is made twice, however odd the text. */
  private int noTagEndFrom = Integer.MAX_VALUE;

  private int noCommentEndFrom = Integer.MAX_VALUE;
  private int noScriptEndFrom = Integer.MAX_VALUE;
  private int noStyleEndFrom = Integer.MAX_VALUE;
  private boolean ignoresQuotes;

  private Html(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length());
  }

  /** The text without markup. */
  static String toText(String text) {
    return text.indexOf('<') < 0 && text.indexOf('&') < 0 ? text : new Html(text).read();
  }

  private String read() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int end = c == '<' ? markup(i) : c == '&' ? reference(i) : i;
      if (end == i) {
        out.append(c);
        end++;
      }
      i = end;
    }
    return out.toString();
  }

  /** Reads a reference to a character, and returns its end, or where it began if it is none. */
  private int reference(int start) {
    int end = HtmlReferences.end(text, start);
    if (end > start) {
      HtmlReferences.append(text, start, end, out);
    }
    return end;
  }

  /** Reads a tag or comment, and returns its end, or where it began if it is none. */
  private int markup(int start) {
    if (text.startsWith("<!--", start)) {
      return comment(start);
    }
    int nameStart = start + (text.startsWith("</", start) ? 2 : 1);
    if (nameStart >= text.length()) {
      return start;
    }
    char first = text.charAt(nameStart);
    boolean isDeclaration = nameStart == start + 1 && (first == '!' || first == '?');
    if (!isDeclaration && !isLetter(first)) {
      return start;
    }
    int nameEnd = nameStart;
    while (nameEnd < text.length()
        && nameEnd - nameStart < LONGEST_NAME
        && isName(text.charAt(nameEnd))) {
      nameEnd++;
    }
    boolean isNamed = isDeclaration || endsName(nameEnd);
    int end = isNamed ? tagEnd(nameEnd) : -1;
    if (end < 0) {
      return start;
    }
    String name = text.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
    if (!INLINE.contains(name)) {
      space();
    }
    boolean opens = nameStart == start + 1 && text.charAt(end - 2) != '/';
    if (opens && name.equals("script")) {
      int after = closing("</script", end, noScriptEndFrom);
      noScriptEndFrom = after < 0 ? Math.min(noScriptEndFrom, end) : noScriptEndFrom;
      return after < 0 ? end : after;
    }
    if (opens && name.equals("style")) {
      int after = closing("</style", end, noStyleEndFrom);
      noStyleEndFrom = after < 0 ? Math.min(noStyleEndFrom, end) : noStyleEndFrom;
      return after < 0 ? end : after;
    }
    return end;
  }

  /** A comment without an end loses only its mark. */
  private int comment(int start) {
    int from = start + 4;
    int close = from >= noCommentEndFrom ? -1 : text.indexOf("-->", from);
    space();
    if (close < 0) {
      noCommentEndFrom = Math.min(noCommentEndFrom, from);
      return from;
    }
    return close + 3;
  }

  /** The end of a tag whose name ends there: behind the next {@code >} outside quotes, or -1. */
  private int tagEnd(int from) {
    if (from >= noTagEndFrom) {
      return -1;
    }
    if (!ignoresQuotes) {
      int end = quotedTagEnd(from);
      if (end > 0) {
        return end;
      }
      // A quotation mark too many: such a search is not begun again.
      ignoresQuotes = true;
    }
    int close = text.indexOf('>', from);
    if (close < 0) {
      noTagEndFrom = Math.min(noTagEndFrom, from);
      return -1;
    }
    return close + 1;
  }

  /** Quotation marks count only where they begin a value. */
  private int quotedTagEnd(int from) {
    char quote = 0;
    boolean afterEquals = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '>') {
        return i + 1;
      } else if (afterEquals && (c == '"' || c == '\'')) {
        quote = c;
      }
      afterEquals = c == '=' || (afterEquals && Invisible.isSpace(c));
    }
    return -1;
  }

  /** The end of the closing tag that begins like this, in any case, or -1. */
  private int closing(String tag, int from, int noneFrom) {
    if (from >= noneFrom) {
      return -1;
    }
    for (int i = text.indexOf("</", from); i >= 0; i = text.indexOf("</", i + 1)) {
      if (text.regionMatches(true, i, tag, 0, tag.length())) {
        int close = text.indexOf('>', i);
        return close < 0 ? text.length() : close + 1;
      }
    }
    return -1;
  }

  private void space() {
    if (!out.isEmpty() && !Invisible.isSpace(out.charAt(out.length() - 1))) {
      out.append(' ');
    }
  }

  /** Otherwise {@code <me@example.org>} would be a tag. */
  private boolean endsName(int at) {
    return at < text.length()
        && (text.charAt(at) == '>' || text.charAt(at) == '/' || Invisible.isSpace(text.charAt(at)));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isName(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':';
  }
}
