package dev.sortal.text;

import org.jspecify.annotations.Nullable;

/** Telephone numbers, told by country codes, area codes and the way they are grouped. */
final class PhoneNumbers {
  private static final int MOST_GROUPS = 10;
  private static final int MOST_DIGITS = 20;
  private static final String SEPARATORS = " \u00a0-\u2010\u2011./()";

  private PhoneNumbers() {}

  /** The end of the number that starts there, or start if none does. */
  static int end(String text, int start) {
    char c = text.charAt(start);
    if (!(Finders.isDigit(c) || c == '+' || c == '(') || !canStart(text, start)) {
      return start;
    }
    Groups groups = Groups.of(text, start);
    if (groups == null) {
      return start;
    }
    int last =
        c == '+'
            ? groups.international(1, 7, 15)
            : groups.startsWith("00")
                ? groups.international(3, 9, 17)
                : Math.max(groups.northAmerican(), groups.withTrunkPrefix());
    return last < 0 ? start : groups.ends[last];
  }

  private static boolean canStart(String text, int start) {
    if (start == 0) {
      return true;
    }
    char before = text.charAt(start - 1);
    boolean isInside =
        (".:".indexOf(before) >= 0 && Finders.isDigitAt(text, start - 2))
            || (",-/".indexOf(before) >= 0 && Finders.isWordAt(text, start - 2));
    return before != '+' && !isInside && !Finders.isWordAt(text, start - 1);
  }

  /** Digits in groups, with one or two characters between them. */
  private static final class Groups {
    private final String text;
    private final int start;
    private final int[] starts = new int[MOST_GROUPS];
    private final int[] ends = new int[MOST_GROUPS];
    private int count;
    private int digits;

    private Groups(String text, int start) {
      this.text = text;
      this.start = start;
    }

    static @Nullable Groups of(String text, int start) {
      Groups groups = new Groups(text, start);
      int i = start;
      while (i < text.length() && "+(".indexOf(text.charAt(i)) >= 0 && i - start < 2) {
        i++;
      }
      while (groups.count < MOST_GROUPS && Finders.isDigitAt(text, i)) {
        int from = i;
        while (Finders.isDigitAt(text, i) && groups.digits <= MOST_DIGITS) {
          i++;
          groups.digits++;
        }
        if (groups.digits > MOST_DIGITS) {
          break;
        }
        groups.starts[groups.count] = from;
        groups.ends[groups.count++] = i;
        int next = i;
        while (next < text.length() && next - i < 2 && SEPARATORS.indexOf(text.charAt(next)) >= 0) {
          next++;
        }
        i = next;
      }
      return groups.count == 0 ? null : groups;
    }

    boolean startsWith(String prefix) {
      return text.startsWith(prefix, start);
    }

    private int length(int group) {
      return ends[group] - starts[group];
    }

    private String separator(int after) {
      return text.substring(ends[after], starts[after + 1]);
    }

    private char first(int group) {
      return text.charAt(starts[group]);
    }

    /** Whether a number can end with that group. */
    private boolean canEnd(int group) {
      int end = ends[group];
      return !Finders.isWordAt(text, end) && !Finders.goesOn(text, end, ".,-/:");
    }

    /**
     * The last group of a number with a country code, or -1.
     *
     * @param skipped the characters before the country code
     */
    int international(int skipped, int fewest, int most) {
      int code = skipped == 1 ? starts[0] : starts[0] + 2;
      boolean hasCode = Finders.isDigitAt(text, code) && text.charAt(code) != '0';
      int total = 0;
      int last = -1;
      for (int group = 0; group < count; group++) {
        total += length(group);
        boolean isPlain = group == 0 && (skipped > 1 || total < 8);
        if (total >= fewest && total <= most && !isPlain && canEnd(group)) {
          last = group;
        }
      }
      return hasCode ? last : -1;
    }

    /** The last group of (555) 123-4567, 555-123-4567 and 1-555-123-4567, or -1. */
    int northAmerican() {
      int area = count > 3 && length(0) == 1 && first(0) == '1' ? 1 : 0;
      int last = area + 2;
      if (count <= last
          || length(area) != 3
          || length(area + 1) != 3
          || length(last) != 4
          || first(area) < '2'
          || !canEnd(last)) {
        return -1;
      }
      boolean hasParentheses = text.charAt(starts[area] - (starts[area] > 0 ? 1 : 0)) == '(';
      String one = separator(area);
      String two = separator(area + 1);
      boolean isGrouped =
          hasParentheses
              ? one.startsWith(")") && two.length() == 1
              : one.length() == 1 && one.equals(two);
      return isGrouped && !"()".contains(two) ? last : -1;
    }

    /** The last group of a number with an area code that begins with 0, or -1. */
    int withTrunkPrefix() {
      boolean hasArea = first(0) == '0' && length(0) >= 2 && length(0) <= 6;
      if (!hasArea || text.charAt(starts[0] + 1) == '0' || count < 2 || isDate()) {
        return -1;
      }
      boolean hasParentheses = text.charAt(start) == '(';
      if (hasParentheses != separator(0).startsWith(")")) {
        return -1;
      }
      int total = length(0);
      int last = -1;
      for (int group = 1; group < count; group++) {
        if (length(group) < 2 || (group > 1 && separator(group - 1).length() > 1)) {
          break;
        }
        total += length(group);
        if (total >= 9 && total <= 12 && canEnd(group)) {
          last = group;
        }
      }
      return last > 0 && hasPoints(last) && !isPairs(last) ? -1 : last;
    }

    private boolean hasPoints(int last) {
      return text.substring(starts[0], ends[last]).indexOf('.') >= 0;
    }

    /** Whether it is five pairs, the one way in which points stand between: 01.23.45.67.89. */
    private boolean isPairs(int last) {
      for (int group = 0; group <= last; group++) {
        if (length(group) != 2) {
          return false;
        }
      }
      return last == 4;
    }

    /** Whether it begins like 01.02.2024, 01/02/2024 or 01-02-2024. */
    private boolean isDate() {
      return count > 2 && length(0) == 2 && length(1) == 2 && length(2) == 4;
    }
  }
}
