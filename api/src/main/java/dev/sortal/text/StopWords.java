package dev.sortal.text;

import dev.sortal.data.Example;
import dev.sortal.data.Source;
import dev.sortal.error.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Leaves words out, in whatever capitals and form of their characters they are written.
 *
 * <p>What a word is, and when two are the same, is as in {@link Words}; a text that is not in NFKC
 * may hold others.
 */
final class StopWords implements TextStep {
  static final String NAME = "stopWords";

  private final Set<String> words;

  /** The same words, found without making an object of each word of a text. */
  private final WordTable table = new WordTable();

  private StopWords(Collection<String> words) {
    Set<String> checked = new TreeSet<>();
    for (String word : words) {
      List<String> tokens = tokens(word);
      if (tokens.size() != 1) {
        throw new IllegalArgumentException(
            "A stop word must be one word, got \"" + word + "\", which is " + tokens + ".");
      }
      checked.add(tokens.get(0));
    }
    if (checked.isEmpty()) {
      throw new IllegalArgumentException("stopWords needs words to leave out, got none.");
    }
    this.words = Collections.unmodifiableSet(checked);
    for (String word : checked) {
      table.add(word.toCharArray(), 0, word.length());
    }
  }

  static StopWords of(Collection<String> words) {
    return new StopWords(words);
  }

  /** In lower case and NFKC. */
  Set<String> words() {
    return words;
  }

  /**
   * The words that occur in more than a share of the texts, the most frequent first.
   *
   * @throws DataException if there is no text
   */
  static List<String> above(double share, Source source, String field, Normalization before) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share must be in (0, 1), got " + share + ".");
    }
    Counting counting = new Counting();
    try (Stream<Example> examples = source.open()) {
      examples.forEachOrdered(example -> counting.add(before.apply(example.textOf(field))));
    }
    if (counting.texts == 0) {
      throw new DataException(
          "There is nothing to learn stop words from: expected training texts, got none.");
    }
    return counting.above(share);
  }

  /** Counts in how many texts each word occurs. */
  private static final class Counting extends BufferedSink {
    private final Words tokenizer = new Words(false);
    private final WordTable table = new WordTable();
    private int[] counts = new int[512];
    private int[] lastText = new int[512];
    private int texts;

    void add(String text) {
      texts++;
      tokenizer.tokenize(text, this);
    }

    @Override
    public void token(char[] chars, int start, int end) {
      int number = table.add(chars, start, end);
      if (number >= counts.length) {
        counts = Arrays.copyOf(counts, number * 2);
        lastText = Arrays.copyOf(lastText, number * 2);
      }
      if (lastText[number] != texts) {
        lastText[number] = texts;
        counts[number]++;
      }
    }

    List<String> above(double share) {
      List<Integer> frequent = new ArrayList<>();
      for (int i = 0; i < table.size(); i++) {
        if (counts[i] > share * texts) {
          frequent.add(i);
        }
      }
      frequent.sort((one, other) -> Integer.compare(counts[other], counts[one]));
      return frequent.stream().map(table::word).toList();
    }
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    new Words(false)
        .tokenize(
            text,
            new BufferedSink() {
              @Override
              public void token(char[] chars, int start, int end) {
                tokens.add(new String(chars, start, end - start));
              }
            });
    return tokens;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** A space stays where two words would grow together. */
  @Override
  public String apply(String text) {
    char[] chars = text.toCharArray();
    char[] normal = chars.clone();
    boolean isAligned = NormalForm.apply(normal, normal.length);
    StringBuilder kept = null;
    int copied = 0;
    int i = 0;
    while (i < chars.length) {
      int end = endOfWord(chars, i);
      if (end == i) {
        i++;
        continue;
      }
      if (isAligned ? holds(normal, i, end) : holds(text.substring(i, end))) {
        kept = kept == null ? new StringBuilder(text.length()) : kept;
        kept.append(text, copied, i);
        boolean touchesBefore = i > 0 && !Invisible.isSpace(chars[i - 1]);
        boolean touchesAfter = end < chars.length && !Invisible.isSpace(chars[end]);
        kept.append(touchesBefore && touchesAfter ? " " : "");
        copied = end;
      }
      i = end;
    }
    return kept == null ? text : kept.append(text, copied, text.length()).toString();
  }

  private boolean holds(String word) {
    char[] normal = NormalForm.of(word).toCharArray();
    return holds(normal, 0, normal.length);
  }

  private boolean holds(char[] normal, int start, int end) {
    for (int i = start; i < end; i++) {
      normal[i] = normal[i] == '\u2019' ? '\'' : normal[i];
    }
    return table.find(normal, start, end) != WordTable.ABSENT;
  }

  /** The end of the word that starts there, or start if none does. */
  private static int endOfWord(char[] chars, int start) {
    int point = Character.codePointAt(chars, start, chars.length);
    int i = start + Character.charCount(point);
    if (Graphemes.isAlone(point)) {
      return Graphemes.end(chars, i, chars.length, point);
    }
    if (!Character.isLetterOrDigit(point)) {
      return start;
    }
    while (i < chars.length) {
      point = Character.codePointAt(chars, i, chars.length);
      boolean isInside =
          (point == '\'' || point == '\u2019')
              && i + 1 < chars.length
              && isWord(Character.codePointAt(chars, i + 1, chars.length));
      if (!isInside && !isWord(point) && !Graphemes.isMark(point)) {
        break;
      }
      i += Character.charCount(point);
    }
    return i;
  }

  private static boolean isWord(int point) {
    return Character.isLetterOrDigit(point) && !Graphemes.isAlone(point);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StopWords that && words.equals(that.words);
  }

  @Override
  public int hashCode() {
    return words.hashCode();
  }

  @Override
  public String toString() {
    return NAME + "(" + words.size() + ")";
  }
}
