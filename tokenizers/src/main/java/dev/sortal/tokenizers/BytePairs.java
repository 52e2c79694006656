package dev.sortal.tokenizers;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Characters that are merged pair by pair, the pair of the lowest rank first and of equal ones the
 * leftmost.
 *
 * <p>Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units" (2016).
 */
final class BytePairs implements PieceModel {
  private static final int BYTES = 256;

  /**
   * How characters become the first tokens.
   *
   * @param unknown the id of a character that has none, or {@link #NONE}: it is then left out
   * @param fusesUnknown whether unknown characters side by side are one token
   * @param prefix what tokens begin with that go on within a word
   * @param suffix what tokens end with that end a word
   * @param fallsBackToBytes whether an unknown character becomes its bytes in UTF-8
   * @param takesWholePieces whether a piece that is a token is not merged from its characters
   */
  record Settings(
      int unknown,
      boolean fusesUnknown,
      String prefix,
      String suffix,
      boolean fallsBackToBytes,
      boolean takesWholePieces) {}

  private final Settings settings;
  private final Map<String, Integer> tokens;

  /** By character and its place in the word the id of its token. */
  private final LongMap characters = new LongMap();

  private final int @Nullable [] bytes;

  /** By the ids of a pair its rank. */
  private final LongMap ranks = new LongMap();

  /** By rank the id of the merged pair. */
  private final int[] merged;

  /**
   * A model of these tokens.
   *
   * @param merges the pairs, that of rank i at index i
   * @throws IllegalArgumentException if a pair or what it is merged to is no token
   */
  BytePairs(Map<String, Integer> tokens, List<String[]> merges, Settings settings) {
    this.settings = settings;
    this.tokens = tokens;
    this.merged = new int[merges.size()];
    for (int rank = 0; rank < merged.length; rank++) {
      String[] pair = merges.get(rank);
      String rest = pair[1].substring(Math.min(pair[1].length(), settings.prefix().length()));
      merged[rank] = id(pair[0] + rest, pair);
      ranks.putIfAbsent(key(id(pair[0], pair), id(pair[1], pair)), rank);
    }
    tokens.forEach(this::addCharacter);
    this.bytes = settings.fallsBackToBytes() ? bytes(tokens) : null;
  }

  private int id(String token, String[] pair) {
    Integer id = tokens.get(token);
    if (id == null) {
      throw new IllegalArgumentException(
          "the merge of \""
              + pair[0]
              + "\" and \""
              + pair[1]
              + "\" needs the token \""
              + token
              + "\", which the vocabulary lacks");
    }
    return id;
  }

  private static long key(int left, int right) {
    return (long) left << 32 | right;
  }

  private static long key(int point, boolean isFirst, boolean isLast) {
    return (long) point << 2 | (isFirst ? 0 : 2) | (isLast ? 1 : 0);
  }

  private void addCharacter(String token, int id) {
    for (int place = 0; place < 4; place++) {
      boolean isFirst = (place & 2) == 0;
      boolean isLast = (place & 1) == 1;
      String before = isFirst ? "" : settings.prefix();
      String after = isLast ? settings.suffix() : "";
      int length = token.length() - before.length() - after.length();
      if (length > 0 && token.startsWith(before) && token.endsWith(after)) {
        int point = token.codePointAt(before.length());
        if (Character.charCount(point) == length) {
          characters.putIfAbsent(key(point, isFirst, isLast), id);
        }
      }
    }
  }

  private static int @Nullable [] bytes(Map<String, Integer> tokens) {
    int[] bytes = new int[BYTES];
    for (int i = 0; i < BYTES; i++) {
      Integer id = tokens.get("<0x%02X>".formatted(i));
      bytes[i] = id == null ? NONE : id;
    }
    return bytes;
  }

  @Override
  public int unknownId() {
    return settings.unknown();
  }

  @Override
  public void tokenize(String piece, Ids into) {
    if (settings.takesWholePieces()) {
      Integer id = tokens.get(piece);
      if (id != null) {
        into.add(id);
        return;
      }
    }
    Ids first = new Ids();
    split(piece, first);
    if (first.count() == 1) {
      into.add(first.get(0));
    } else if (first.count() > 1) {
      new Merging(first).run(into);
    }
  }

  /** Adds the ids of the characters of a piece. */
  private void split(String piece, Ids into) {
    boolean unknownWaits = false;
    for (int at = 0; at < piece.length(); ) {
      int point = piece.codePointAt(at);
      int end = at + Character.charCount(point);
      long id = characters.get(key(point, at == 0, end == piece.length()));
      if (id != LongMap.ABSENT) {
        if (unknownWaits) {
          into.add(settings.unknown());
          unknownWaits = false;
        }
        into.add((int) id);
      } else if (!addBytes(piece, at, end, into) && settings.unknown() != NONE) {
        if (unknownWaits && !settings.fusesUnknown()) {
          into.add(settings.unknown());
        }
        unknownWaits = true;
      }
      at = end;
    }
    if (unknownWaits) {
      into.add(settings.unknown());
    }
  }

  private boolean addBytes(String piece, int at, int end, Ids into) {
    if (bytes == null) {
      return false;
    }
    String marked =
        (at == 0 ? "" : settings.prefix())
            + piece.substring(at, end)
            + (end == piece.length() ? settings.suffix() : "");
    byte[] encoded = marked.getBytes(StandardCharsets.UTF_8);
    for (byte one : encoded) {
      if (bytes[one & 0xff] == NONE) {
        return false;
      }
    }
    for (byte one : encoded) {
      into.add(bytes[one & 0xff]);
    }
    return true;
  }

  /** The merges of one piece: a chain of tokens, and the pairs of it by rank and place. */
  private final class Merging {
    private static final int END = -1;
    private static final int GONE = -1;

    private final int[] ids;
    private final int[] before;
    private final int[] after;
    private final RankedPlaces pairs;

    Merging(Ids first) {
      int count = first.count();
      ids = new int[count];
      before = new int[count];
      after = new int[count];
      pairs = new RankedPlaces(count);
      for (int i = 0; i < count; i++) {
        ids[i] = first.get(i);
        before[i] = i - 1;
        after[i] = i + 1 < count ? i + 1 : END;
      }
      for (int i = 0; i + 1 < count; i++) {
        offer(i);
      }
    }

    private long rank(int place) {
      int next = after[place];
      return next == END ? LongMap.ABSENT : ranks.get(key(ids[place], ids[next]));
    }

    private void offer(int place) {
      long rank = rank(place);
      if (rank != LongMap.ABSENT) {
        pairs.add((int) rank, place);
      }
    }

    void run(Ids into) {
      while (!pairs.isEmpty()) {
        int token = merged[pairs.rank()];
        int place = pairs.place();
        pairs.remove();
        if (ids[place] == GONE) {
          continue;
        }
        // The pair may have changed since it was offered.
        long rank = rank(place);
        if (rank == LongMap.ABSENT || merged[(int) rank] != token) {
          continue;
        }
        merge(place, token);
      }
      for (int place = 0; place != END; place = after[place]) {
        into.add(ids[place]);
      }
    }

    private void merge(int place, int token) {
      int right = after[place];
      ids[place] = token;
      ids[right] = GONE;
      after[place] = after[right];
      if (after[place] != END) {
        before[after[place]] = place;
        offer(place);
      }
      if (before[place] != END) {
        offer(before[place]);
      }
    }
  }
}
