package dev.sortal.tokenizers;

import java.util.Map;

/**
 * The longest token that fits, again and again, from the beginning of a word to its end; a word
 * that cannot be covered is unknown as a whole.
 *
 * <p>Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language
 * Understanding" (2019).
 */
final class WordPiece implements PieceModel {
  private static final int ROOT = 0;

  /** By node and character the next node. */
  private final LongMap children = new LongMap();

  /** By node the id of the token that ends there. */
  private final LongMap ends = new LongMap();

  private final int inside;
  private final int unknown;
  private final int mostCharacters;
  private int nodes = 1;

  /**
   * A model of these tokens.
   *
   * @param prefix what tokens begin with that go on within a word
   * @param unknown the id of a word that cannot be covered
   * @param mostCharacters the longest word that is not unknown, in code points
   */
  WordPiece(Map<String, Integer> tokens, String prefix, int unknown, int mostCharacters) {
    this.unknown = unknown;
    this.mostCharacters = mostCharacters;
    tokens.forEach((token, id) -> ends.putIfAbsent(grow(ROOT, token), id));
    this.inside = grow(ROOT, prefix);
  }

  private int grow(int from, String token) {
    int node = from;
    for (int i = 0; i < token.length(); i++) {
      long key = key(node, token.charAt(i));
      if (children.putIfAbsent(key, nodes)) {
        nodes++;
      }
      node = (int) children.get(key);
    }
    return node;
  }

  private static long key(int node, char c) {
    return (long) node << 16 | c;
  }

  @Override
  public void tokenize(String piece, Ids into) {
    if (piece.codePointCount(0, piece.length()) > mostCharacters) {
      into.add(unknown);
      return;
    }
    int before = into.count();
    int at = 0;
    while (at < piece.length()) {
      int end = longest(piece, at, into);
      if (end == at) {
        into.cut(before);
        into.add(unknown);
        return;
      }
      at = end;
    }
  }

  /**
   * Adds the longest token from a place on, and gives its end; the place itself if there is none.
   */
  private int longest(String piece, int from, Ids into) {
    int node = from == 0 ? ROOT : inside;
    int end = from;
    long best = LongMap.ABSENT;
    for (int at = from; at < piece.length(); at++) {
      long child = children.get(key(node, piece.charAt(at)));
      if (child == LongMap.ABSENT) {
        break;
      }
      node = (int) child;
      long id = ends.get(node);
      if (id != LongMap.ABSENT) {
        best = id;
        end = at + 1;
      }
    }
    if (end > from) {
      into.add((int) best);
    }
    return end;
  }

  @Override
  public int unknownId() {
    return unknown;
  }
}
