package dev.sortal.duplicates;

import dev.sortal.data.Example;
import dev.sortal.data.Fingerprint;
import dev.sortal.data.Source;
import dev.sortal.keys.Hash128;
import dev.sortal.keys.KeyTable;
import dev.sortal.keys.Spill;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The examples of a part, on each of which it can be marked where it occurs in another part. */
final class Marks implements AutoCloseable {
  /** Of a key: the place of the first equal example of the other part plus 1, or 0. */
  private static final int PLACE = 0;

  /** Of a key: the labels of that example. */
  private static final int LABELS = 1;

  /** Of a key of words: the record of the index. */
  private static final int RECORD = 2;

  private final Fingerprint fingerprint = new Fingerprint();
  private final WordsKey wordsKey = new WordsKey();
  private final KeyTable exact;
  private final KeyTable words;
  private final @Nullable NearIndex near;

  Marks(@Nullable NearDuplicates near) {
    Spill spill = near == null ? Spill.standard() : near.spill();
    Spill quarter = spill.memory(Math.max(1 << 20, spill.memory() / 4));
    this.exact = new KeyTable(2, quarter);
    this.words = new KeyTable(3, quarter);
    this.near = near == null ? null : new NearIndex(near.spill(quarter));
  }

  /** How alike an example and one of the other part are. */
  enum Likeness {
    EQUAL,
    WORDS,
    NEAR
  }

  /** How an example occurs in the other part. */
  record Mark(long place, Likeness likeness, double similarity, boolean isSameLabel) {}

  /** Adds the examples of the part. */
  void addAll(Source part) {
    forEach(part, (example, place) -> add(example));
  }

  /** Marks those that occur in the other part. */
  void markAll(Source other) {
    forEach(other, this::mark);
  }

  /** Takes an example and its place, from 0. */
  @FunctionalInterface
  interface Visitor {
    void visit(Example example, long place);
  }

  static void forEach(Source source, Visitor visitor) {
    try (Stream<Example> examples = source.open()) {
      long place = 0;
      for (Iterator<Example> all = examples.iterator(); all.hasNext(); place++) {
        visitor.visit(all.next(), place);
      }
    }
  }

  private void add(Example example) {
    find(exact, fingerprint.ofFields(example), true);
    if (find(words, wordsKey.of(example), true) && near != null) {
      near.read(example);
      words.put(RECORD, near.add(0));
    }
  }

  /** Goes to a key, and says whether it is new or, where none is added, whether it is there. */
  private static boolean find(KeyTable table, Hash128 key, boolean isAdded) {
    return isAdded ? table.add(key.high(), key.low()) : table.find(key.high(), key.low());
  }

  private void mark(Example example, long place) {
    mark(exact, fingerprint.ofFields(example), example, place);
    mark(words, wordsKey.of(example), example, place);
    if (near != null) {
      NearIndex index = near;
      index.read(example);
      index.visit(
          (record, similarity) -> {
            if (similarity > index.noted(record)) {
              index.note(record, place + 1, similarity);
            }
            return false;
          });
    }
  }

  private void mark(KeyTable table, Hash128 key, Example example, long place) {
    if (find(table, key, false) && table.value(PLACE) == 0) {
      table.put(PLACE, place + 1);
      table.put(LABELS, fingerprint.ofLabels(example).low());
    }
  }

  /** The mark on an example of the part: that of an equal one, else that of the most similar. */
  @Nullable Mark find(Example example) {
    if (find(exact, fingerprint.ofFields(example), false) && exact.value(PLACE) != 0) {
      return mark(exact, Likeness.EQUAL, example);
    }
    if (!find(words, wordsKey.of(example), false)) {
      return null;
    }
    if (words.value(PLACE) != 0) {
      return mark(words, Likeness.WORDS, example);
    }
    if (near != null) {
      long record = words.value(RECORD);
      if (near.value(record) != 0) {
        return new Mark(near.value(record) - 1, Likeness.NEAR, near.noted(record), false);
      }
    }
    return null;
  }

  private Mark mark(KeyTable table, Likeness likeness, Example example) {
    boolean isSameLabel = table.value(LABELS) == fingerprint.ofLabels(example).low();
    return new Mark(table.value(PLACE) - 1, likeness, 1, isSameLabel);
  }

  /** Whether an example of the other part is alike to one of the part. */
  boolean contains(Example other) {
    if (find(words, wordsKey.of(other), false)) {
      return true;
    }
    if (near == null) {
      return false;
    }
    near.read(other);
    return near.visit((record, similarity) -> true);
  }

  @Override
  public void close() {
    try (exact;
        words) {
      if (near != null) {
        near.close();
      }
    }
  }
}
