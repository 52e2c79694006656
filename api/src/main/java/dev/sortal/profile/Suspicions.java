package dev.sortal.profile;

import dev.sortal.profile.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.regex.Pattern;

/** Finds texts that look wrong. */
final class Suspicions {
  private static final int SHOWN = 10;
  private static final int TIMES_HALF = 10;
  private static final int LEAST_LONG = 100;

  private static final Pattern TAG_OR_REFERENCE =
      Pattern.compile(
          "</?[a-zA-Z][a-zA-Z0-9]{0,15}+(?:\\s[^<>]{0,500}+)?/?>|<!--"
              + "|&(?:#[0-9]{1,7}+|#[xX][0-9a-fA-F]{1,6}+|[a-zA-Z]{2,8}+);");

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final Map<Kind, List<Finding.Row>> rows = new EnumMap<>(Kind.class);
  private final PriorityQueue<Long> longest =
      new PriorityQueue<>(Comparator.comparingLong(row -> row));

  /** The rows of the longest texts, by their length and number of the text. */
  private final Map<Long, Finding.Row> longestRows = new HashMap<>();

  private long texts;

  /** Takes a text of so many tokens. */
  void add(String origin, String text, int tokens) {
    texts++;
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      found(Kind.EMPTY, origin, text);
    } else if (stripped.codePointCount(0, stripped.length()) == 1) {
      found(Kind.ONE_CHARACTER, origin, text);
    }
    if (text.indexOf('\uFFFD') >= 0) {
      found(Kind.REPLACEMENT_CHARACTER, origin, text);
    }
    if (Mojibake.isIn(text)) {
      found(Kind.WRONG_CHARSET, origin, text);
    }
    if (hasControl(text)) {
      found(Kind.CONTROL_CHARACTER, origin, text);
    }
    if ((text.indexOf('<') >= 0 || text.indexOf('&') >= 0)
        && TAG_OR_REFERENCE.matcher(text).find()) {
      found(Kind.HTML, origin, text);
    }
    if (tokens > LEAST_LONG) {
      addLong(origin, text, tokens);
    }
  }

  private void addLong(String origin, String text, int tokens) {
    // Of equally long ones the earlier has the larger key.
    long key = (long) tokens << 32 | 0xFFFFFFFFL - (texts & 0xFFFFFFFFL);
    if (longest.size() == SHOWN) {
      if (longest.element() > key) {
        return;
      }
      longestRows.remove(longest.remove());
    }
    longest.add(key);
    longestRows.put(key, new Finding.Row(origin, Beginning.of(text)));
  }

  private void found(Kind kind, String origin, String text) {
    counts.merge(kind, 1L, Long::sum);
    List<Finding.Row> shown = rows.computeIfAbsent(kind, unused -> new ArrayList<>());
    if (shown.size() < SHOWN) {
      shown.add(new Finding.Row(origin, Beginning.of(text)));
    }
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0)) {
        return true;
      }
    }
    return false;
  }

  /** What was found, in the order of the kinds. */
  List<Finding> result(TextScan scan) {
    List<Finding> findings = new ArrayList<>();
    counts.forEach(
        (kind, count) ->
            findings.add(new Finding(kind, count, rows.getOrDefault(kind, List.of()))));
    int limit = Math.max(LEAST_LONG, TIMES_HALF * scan.half());
    long tooLong = scan.longer(limit);
    if (tooLong > 0) {
      List<Finding.Row> shown =
          longest.stream()
              .filter(key -> key >>> 32 > limit)
              .sorted(Comparator.reverseOrder())
              .map(longestRows::get)
              .toList();
      findings.add(new Finding(Kind.VERY_LONG, tooLong, shown));
    }
    return findings;
  }
}
