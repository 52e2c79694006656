package dev.sortal.text;

/** Addresses of IPv4 and IPv6 (RFC 4291, section 2.2). */
final class IpAddresses {
  private static final int GROUPS = 8;

  private IpAddresses() {}

  /** The end of the address that starts there, or start if none does. */
  static int end(String text, int start) {
    char c = text.charAt(start);
    if (!isHex(c) && c != ':') {
      return start;
    }
    char before = start == 0 ? ' ' : text.charAt(start - 1);
    if (before == ':' || before == '.' || Finders.isWordAt(text, start - 1)) {
      return start;
    }
    int end = Finders.isDigit(c) ? version4(text, start) : start;
    return end > start ? end : version6(text, start);
  }

  private static int version4(String text, int start) {
    int end = quad(text, start);
    boolean goesOn =
        end > start
            && (Finders.isWordAt(text, end)
                || Finders.goesOn(text, end, ".")
                || isPreRelease(text, end));
    return goesOn ? start : end;
  }

  /** Whether a hyphen and a letter follow, as in the version 1.2.3.4-beta. */
  private static boolean isPreRelease(String text, int at) {
    return at + 1 < text.length()
        && text.charAt(at) == '-'
        && Finders.isAsciiLetter(text.charAt(at + 1));
  }

  /** The end of four numbers up to 255 with points between them, or start. */
  private static int quad(String text, int start) {
    int i = start;
    for (int part = 0; part < 4; part++) {
      if (part > 0) {
        if (i >= text.length() || text.charAt(i) != '.') {
          return start;
        }
        i++;
      }
      int from = i;
      int value = 0;
      while (i - from < 3 && Finders.isDigitAt(text, i)) {
        value = value * 10 + (text.charAt(i) - '0');
        i++;
      }
      boolean hasLeadingZero = i - from > 1 && text.charAt(from) == '0';
      if (i == from || value > 255 || hasLeadingZero) {
        return start;
      }
    }
    return i;
  }

  private static int version6(String text, int start) {
    int groups = 0;
    int gap = -1;
    int i = start;
    if (text.startsWith("::", i)) {
      gap = 0;
      i += 2;
    }
    int end = i;
    while (groups < GROUPS) {
      boolean mayBeQuad = (groups > 0 || gap == 0) && groups <= GROUPS - 2;
      int quad = mayBeQuad ? quad(text, i) : i;
      int to = quad > i ? quad : hexEnd(text, i);
      if (to == i) {
        break;
      }
      groups += quad > i ? 2 : 1;
      end = to;
      if (quad > i || to >= text.length() || text.charAt(to) != ':') {
        break;
      }
      if (to + 1 < text.length() && text.charAt(to + 1) == ':') {
        if (gap >= 0) {
          return start;
        }
        gap = groups;
        i = to + 2;
        end = i;
      } else if (to + 1 < text.length() && isHex(text.charAt(to + 1))) {
        i = to + 1;
      } else {
        break;
      }
    }
    boolean goesOn =
        Finders.isWordAt(text, end)
            || (end + 1 < text.length() && text.charAt(end) == ':' && isHex(text.charAt(end + 1)))
            || (text.startsWith(":", end) && text.startsWith("::", end - 1));
    boolean isWhole = gap < 0 ? groups == GROUPS : groups < GROUPS;
    return isWhole && !goesOn && isDistinct(text, start, end, groups, gap) ? end : start;
  }

  private static int hexEnd(String text, int from) {
    int i = from;
    while (i < text.length() && i - from < 4 && isHex(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Whether it is not rather a name like {@code ab::cd} of a program: those lack digits. */
  private static boolean isDistinct(String text, int start, int end, int groups, int gap) {
    if (gap < 0 || groups >= 3) {
      return true;
    }
    boolean hasDigit = text.substring(start, end).chars().anyMatch(c -> c >= '0' && c <= '9');
    boolean isLocal = gap == 0 && groups == 1;
    boolean hasPrefix = hexEnd(text, start) - start >= 3;
    return hasDigit && (isLocal || hasPrefix);
  }

  private static boolean isHex(char c) {
    return Finders.isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
