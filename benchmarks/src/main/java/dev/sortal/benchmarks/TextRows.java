package dev.sortal.benchmarks;

import dev.sortal.Dataset;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.IdColumn;
import dev.sortal.data.Truth;
import dev.sortal.spec.Input;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.TextEncoder;
import dev.sortal.text.Words;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * Labelled texts as the rows of ids that every side of a comparison trains on, written to a file
 * and read from it.
 *
 * <p>The file's first line is the number of ids, the length and the number of classes; every other
 * line is a row: its class and its ids, without padding.
 *
 * @param vocabulary how many ids there are
 * @param length to which rows are padded, behind, with id 0
 * @param classes how many classes there are
 * @param ids those of each row
 * @param truth the class of each row
 */
record TextRows(int vocabulary, int length, int classes, List<int[]> ids, int[] truth) {
  static final int LENGTH = 100;
  private static final int MADE_UP = 8000;

  /** What turns texts into ids. */
  static TextEncoder encoder() {
    return Words.withPunctuation().maxLength(LENGTH);
  }

  /**
   * Labelled texts in an order that does not depend on their classes.
   *
   * @param source a CSV file, or of how many words texts are to be that are made up
   */
  static List<Example> texts(String source) {
    if (source.chars().allMatch(Character::isDigit)) {
      return madeUp(MADE_UP, Integer.parseInt(source));
    }
    List<Example> texts = new ArrayList<>(Dataset.csv(Path.of(source)).text("text").toList());
    Collections.shuffle(texts, new Random(1));
    return texts;
  }

  /** Texts of words whose frequencies fall like those of a language. */
  private static List<Example> madeUp(int count, int words) {
    SplitMix64 random = new SplitMix64(3);
    List<Example> texts = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < words; i++) {
        text.append("word").append((int) Math.exp(random.uniform() * Math.log(20_000))).append(' ');
      }
      texts.add(Example.text(text.toString()).labelled(row % 2 == 0 ? "even" : "odd"));
    }
    return texts;
  }

  /** The first of these texts; all decide what ids there are. */
  static TextRows of(List<Example> texts, int count) {
    Encoder.Fitting fitting = encoder().start();
    texts.forEach(fitting::add);
    Encoder.Fitted fitted = fitting.finish();
    IdColumn column = (IdColumn) fitted.training();
    List<String> labels =
        new ArrayList<>(new TreeSet<>(texts.stream().map(Example::label).toList()));
    List<int[]> ids = new ArrayList<>();
    int[] truth = new int[Math.min(count, texts.size())];
    for (int row = 0; row < truth.length; row++) {
      int[] own = new int[column.length(row)];
      for (int i = 0; i < own.length; i++) {
        own[i] = column.id(row, i);
      }
      ids.add(own);
      truth[row] = labels.indexOf(texts.get(row).label());
    }
    int vocabulary = ((Input.Tokens) fitted.encoder().input()).vocabulary();
    return new TextRows(vocabulary, LENGTH, labels.size(), ids, truth);
  }

  /** The same rows, every one with the padding as ids of its own. */
  TextRows padded() {
    return new TextRows(
        vocabulary,
        length,
        classes,
        ids.stream().map(row -> Arrays.copyOf(row, length)).toList(),
        truth);
  }

  /** The rows as the SDK holds them. */
  EncodedSet encoded() {
    IdColumn.Builder column = new IdColumn.Builder();
    for (int[] row : ids) {
      column.ids(row, 0, row.length);
      column.endRow();
    }
    float[] weights = new float[truth.length];
    Arrays.fill(weights, 1);
    return new EncodedSet(List.of(column.finish()), new Truth.One(truth), weights);
  }

  void write(Path file) {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(vocabulary + " " + length + " " + classes + "\n");
      for (int row = 0; row < truth.length; row++) {
        StringBuilder line = new StringBuilder().append(truth[row]);
        for (int id : ids.get(row)) {
          line.append(' ').append(id);
        }
        out.append(line).append('\n');
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static TextRows read(Path file) {
    try {
      List<int[]> lines = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        lines.add(Arrays.stream(line.split(" ", -1)).mapToInt(Integer::parseInt).toArray());
      }
      int[] head = lines.remove(0);
      return new TextRows(
          head[0],
          head[1],
          head[2],
          lines.stream().map(line -> Arrays.copyOfRange(line, 1, line.length)).toList(),
          lines.stream().mapToInt(line -> line[0]).toArray());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
