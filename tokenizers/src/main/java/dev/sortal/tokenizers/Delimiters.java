package dev.sortal.tokenizers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What becomes of the delimiters between pieces. */
enum Delimiters {
  REMOVED,
  ISOLATED,
  MERGED_WITH_PREVIOUS,
  MERGED_WITH_NEXT,
  CONTIGUOUS;

  /** That of a part of the file. */
  static Delimiters read(Part part) {
    String name = part.text().replace("_", "").toUpperCase(Locale.ROOT);
    for (Delimiters one : values()) {
      if (one.name().replace("_", "").equals(name)) {
        return one;
      }
    }
    throw part.wrong("Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous");
  }

  /**
   * The pieces that are left.
   *
   * @param spans the whole text, delimiters and what is between them in turn
   */
  List<Span> apply(List<Span> spans) {
    return switch (this) {
      case ISOLATED -> spans;
      case REMOVED -> spans.stream().filter(span -> !span.isDelimiter()).toList();
      case CONTIGUOUS -> contiguous(spans);
      case MERGED_WITH_PREVIOUS -> withPrevious(spans);
      case MERGED_WITH_NEXT -> withNext(spans);
    };
  }

  private static List<Span> contiguous(List<Span> spans) {
    List<Span> pieces = new ArrayList<>();
    boolean previous = false;
    for (Span span : spans) {
      int last = pieces.size() - 1;
      if (last >= 0 && span.isDelimiter() == previous) {
        pieces.set(last, pieces.get(last).and(span));
      } else {
        pieces.add(span);
      }
      previous = span.isDelimiter();
    }
    return pieces;
  }

  /** A delimiter joins the piece before it, unless that is a delimiter too. */
  private static List<Span> withPrevious(List<Span> spans) {
    List<Span> pieces = new ArrayList<>();
    boolean previous = false;
    for (Span span : spans) {
      int last = pieces.size() - 1;
      if (span.isDelimiter() && !previous && last >= 0) {
        pieces.set(last, pieces.get(last).and(span));
      } else {
        pieces.add(span);
      }
      previous = span.isDelimiter();
    }
    return pieces;
  }

  private static List<Span> withNext(List<Span> spans) {
    List<Span> pieces = new ArrayList<>();
    boolean next = false;
    for (int i = spans.size() - 1; i >= 0; i--) {
      Span span = spans.get(i);
      int last = pieces.size() - 1;
      if (span.isDelimiter() && !next && last >= 0) {
        pieces.set(last, span.and(pieces.get(last)));
      } else {
        pieces.add(span);
      }
      next = span.isDelimiter();
    }
    Collections.reverse(pieces);
    return pieces;
  }
}
