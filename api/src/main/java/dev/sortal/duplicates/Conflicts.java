package dev.sortal.duplicates;

import dev.sortal.data.Example;
import dev.sortal.data.Fingerprint;
import dev.sortal.data.Source;
import dev.sortal.keys.Hash128;
import dev.sortal.keys.KeyTable;
import dev.sortal.keys.Spill;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Examples of the same words that have different labels, of which one can be right at most.
 *
 * <p>Texts are the same where their words are, in the same order, so that only case, punctuation
 * and white space may differ; other fields must be equal. Examples without a label do not count.
 *
 * <p>Kept are 57 to 114 bytes for each different example, up to 64 MiB of them on the heap, then in
 * a temporary file. Immutable.
 *
 * <pre>{@code
 * Conflicts conflicts = dataset.conflicts();
 * conflicts.examples().forEach(one -> System.out.println(one.text() + " " + one.origins()));
 * Dataset clean = dataset.withoutConflicts(Conflicts.Resolution.MAJORITY);
 * }</pre>
 *
 * @param texts how many different texts have more than one label
 * @param rows how many rows these are
 * @param examples the first 20 of them
 */
public record Conflicts(long texts, long rows, List<Conflict> examples) {
  private static final int SHOWN = 20;
  private static final int SHOWN_CHARS = 200;

  public Conflicts {
    examples = List.copyOf(examples);
  }

  /** What becomes of equal examples with different labels. */
  public enum Resolution {
    /** None of them stays. */
    DROP,
    /** Those of the most frequent label stay; none does where two are equally frequent. */
    MAJORITY
  }

  /**
   * An example that has several labels.
   *
   * @param fingerprint the 128 bits of its words and other fields, as 32 hexadecimal digits
   * @param text the beginning of its text, or of its fields
   * @param origins where it was read with each label; 20 for each at most
   */
  public record Conflict(String fingerprint, String text, Map<String, List<String>> origins) {}

  /** Looks for conflicts; reads the examples once, and again if there are any. */
  public static Conflicts of(Source source) {
    try (Votes votes = new Votes(false)) {
      Marks.forEach(source, (example, place) -> votes.add(example));
      Map<String, Conflict> shown = new LinkedHashMap<>();
      long[] rows = {0};
      if (votes.conflicts > 0) {
        Marks.forEach(
            source,
            (example, place) -> {
              String fingerprint = votes.conflict(example);
              if (!fingerprint.isEmpty()) {
                rows[0]++;
                show(example, fingerprint, shown);
              }
            });
      }
      return new Conflicts(votes.conflicts, rows[0], List.copyOf(shown.values()));
    }
  }

  private static void show(Example example, String fingerprint, Map<String, Conflict> shown) {
    if (shown.size() == SHOWN && !shown.containsKey(fingerprint)) {
      return;
    }
    List<String> origins =
        shown
            .computeIfAbsent(
                fingerprint,
                unused ->
                    new Conflict(
                        fingerprint, Shown.beginning(example, SHOWN_CHARS), new LinkedHashMap<>()))
            .origins
            .computeIfAbsent(
                String.join(", ", example.requireLabels()), unused -> new ArrayList<>());
    if (origins.size() < SHOWN) {
      origins.add(example.origin());
    }
  }

  /** The examples without those of conflicting labels; they are found anew with each opening. */
  public static Source resolved(Source source, Resolution resolution) {
    return () -> {
      Votes votes = new Votes(resolution == Resolution.MAJORITY);
      try {
        Marks.forEach(source, (example, place) -> votes.add(example));
        Stream<Example> examples = source.open();
        return examples.filter(votes::isLeft).onClose(votes::close);
      } catch (RuntimeException | Error failure) {
        try (votes) {
          throw failure;
        }
      }
    };
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%,d texts in %,d rows have more than one label", texts, rows);
  }

  /** The labels of each distinct example. */
  private static final class Votes implements AutoCloseable {
    /** Of the fields: the leading labels, the only ones if there is no conflict. */
    private static final int LEADER = 0;

    /** Of the fields: whether there are several labels, and whether the lead is shared. */
    private static final int STATE = 1;

    /** Of the fields: the rows of the leading labels. */
    private static final int LEAD = 2;

    private static final long CONFLICT = 1;
    private static final long TIE = 2;

    private final boolean isByMajority;
    private final Fingerprint fingerprint = new Fingerprint();
    private final WordsKey words = new WordsKey();
    private final KeyTable texts = new KeyTable(3, Spill.standard().memory(32 << 20));
    private final KeyTable pairs = new KeyTable(1, Spill.standard().memory(32 << 20));
    private long conflicts;

    Votes(boolean isByMajority) {
      this.isByMajority = isByMajority;
    }

    void add(Example example) {
      if (example.labels() == null) {
        return;
      }
      long labels = fingerprint.ofLabels(example).low();
      Hash128 fields = words.of(example);
      long count = isByMajority ? countPair(fields, labels) : 1;
      if (texts.add(fields.high(), fields.low())) {
        texts.put(LEADER, labels);
        texts.put(LEAD, 1);
        return;
      }
      long leader = texts.value(LEADER);
      long state = texts.value(STATE);
      if (labels != leader && (state & CONFLICT) == 0) {
        state |= CONFLICT;
        conflicts++;
      }
      if (count > texts.value(LEAD)) {
        texts.put(LEADER, labels);
        texts.put(LEAD, count);
        state &= ~TIE;
      } else if (count == texts.value(LEAD) && labels != leader) {
        state |= TIE;
      }
      texts.put(STATE, state);
    }

    private long countPair(Hash128 fields, long labels) {
      pairs.add(fields.high() ^ labels, fields.low());
      pairs.put(0, pairs.value(0) + 1);
      return pairs.value(0);
    }

    /** The fingerprint of an example in conflict, empty for others. */
    String conflict(Example example) {
      if (example.labels() == null) {
        return "";
      }
      Hash128 fields = words.of(example);
      boolean isConflict =
          texts.find(fields.high(), fields.low()) && (texts.value(STATE) & CONFLICT) != 0;
      HexFormat hex = HexFormat.of();
      return isConflict ? hex.toHexDigits(fields.high()) + hex.toHexDigits(fields.low()) : "";
    }

    boolean isLeft(Example example) {
      if (conflict(example).isEmpty()) {
        return true;
      }
      return isByMajority
          && (texts.value(STATE) & TIE) == 0
          && texts.value(LEADER) == fingerprint.ofLabels(example).low();
    }

    @Override
    public void close() {
      try (texts) {
        pairs.close();
      }
    }
  }
}
