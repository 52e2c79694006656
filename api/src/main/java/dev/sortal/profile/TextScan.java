package dev.sortal.profile;

import dev.sortal.keys.Hash128;
import dev.sortal.keys.KeyTable;
import dev.sortal.keys.Spill;
import dev.sortal.text.BufferedSink;
import dev.sortal.text.Tokenizer;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts tokens, words and scripts, text by text. */
final class TextScan extends BufferedSink implements AutoCloseable {
  /** 99 of 100 texts are to stay whole. */
  private static final double WHOLE = 0.99;

  private static final List<Integer> LIMITS = List.of(16, 32, 64, 100, 128, 256, 512);

  private final Tokenizer tokenizer;
  private final Hash128 hash = new Hash128();
  private final KeyTable words = new KeyTable(1, Spill.standard().memory(16 << 20));
  private final Histogram lengths = new Histogram();
  private final Map<UnicodeScript, long[]> scripts = new EnumMap<>(UnicodeScript.class);
  private final List<TextProfile.Growth> growth = new ArrayList<>();
  private long texts;
  private long tokens;
  private long once;
  private long nextGrowth = 1000;
  private int least = Integer.MAX_VALUE;
  private int most;
  private int count;

  /** Of a held-out text: tokens that are not known, and that occur once. */
  private long unknown;

  private long rare;
  private boolean isHeldOut;

  TextScan(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Takes a text to learn from, and returns its length in tokens. */
  int add(String text) {
    isHeldOut = false;
    count = 0;
    tokenizer.tokenize(text, this);
    texts++;
    tokens += count;
    least = Math.min(least, count);
    most = Math.max(most, count);
    lengths.add(count);
    addScripts(text);
    if (texts == nextGrowth) {
      growth.add(new TextProfile.Growth(texts, words.size()));
      nextGrowth *= 10;
    }
    return count;
  }

  /** Compares held-out texts with what was learned. */
  final class Comparison {
    private long all;

    Comparison() {
      unknown = 0;
      rare = 0;
    }

    void add(String text) {
      isHeldOut = true;
      count = 0;
      tokenizer.tokenize(text, TextScan.this);
      all += count;
    }

    HeldOut result(String part, long rows, List<String> unknownLabels) {
      return new HeldOut(part, rows, all, unknown, rare, unknownLabels);
    }
  }

  @Override
  public void token(char[] chars, int start, int end) {
    count++;
    hash.begin().add(chars, start, end).end();
    if (isHeldOut) {
      if (!words.find(hash.high(), hash.low())) {
        unknown++;
      } else if (words.value(0) == 1) {
        rare++;
      }
      return;
    }
    words.add(hash.high(), hash.low());
    long before = words.value(0);
    words.put(0, before + 1);
    once += before == 0 ? 1 : before == 1 ? -1 : 0;
  }

  private void addScripts(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isLetter(c)) {
        UnicodeScript script = c < 0x80 ? UnicodeScript.LATIN : UnicodeScript.of(c);
        scripts.computeIfAbsent(script, unused -> new long[1])[0]++;
      }
    }
  }

  int half() {
    return lengths.quantile(0.5);
  }

  long longer(int limit) {
    return lengths.longer(limit);
  }

  @Nullable TextProfile result() {
    if (texts == 0) {
      return null;
    }
    if (growth.isEmpty() || growth.get(growth.size() - 1).rows() < texts) {
      growth.add(new TextProfile.Growth(texts, words.size()));
    }
    int recommended = Math.max(8, (lengths.quantile(WHOLE) + 7) / 8 * 8);
    TreeSet<Integer> limits = new TreeSet<>(LIMITS);
    limits.add(recommended);
    List<TextProfile.Cut> cuts = new ArrayList<>();
    for (int limit : limits) {
      cuts.add(
          new TextProfile.Cut(
              limit,
              lengths.longer(limit) / (double) texts,
              tokens == 0 ? 0 : lengths.excess(limit) / (double) tokens));
    }
    return new TextProfile(
        texts,
        tokens,
        new TextProfile.Lengths(
            least,
            tokens / (double) texts,
            half(),
            lengths.quantile(0.9),
            lengths.quantile(0.95),
            lengths.quantile(WHOLE),
            most),
        lengths.bins(least, most),
        cuts,
        recommended,
        words.size(),
        once,
        growth,
        scripts());
  }

  private List<TextProfile.Script> scripts() {
    double letters = scripts.values().stream().mapToLong(count -> count[0]).sum();
    List<TextProfile.Script> shares = new ArrayList<>();
    scripts.forEach(
        (script, count) -> shares.add(new TextProfile.Script(script.name(), count[0] / letters)));
    shares.sort(Comparator.comparingDouble(TextProfile.Script::share).reversed());
    return shares;
  }

  @Override
  public void close() {
    words.close();
  }
}
