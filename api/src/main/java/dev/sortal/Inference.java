package dev.sortal;

import dev.sortal.bundle.Bundle;
import dev.sortal.data.ByLength;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.engine.Pool;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Input;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.InferenceSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Examples in, predictions out, through one session; safe for threads.
 *
 * <p>Many examples are encoded first, and go through the network in batches of similar length,
 * whatever their order; one goes through as it is, with next to nothing allocated.
 */
final class Inference {
  /** How many sets of buffers are kept for later calls; more are made where more calls overlap. */
  private static final int POOLED = 64;

  /** What a bag may be expected to hold: the n-grams of a word, and of a text. */
  private static final int IDS_OF_A_POSITION = 32;

  private static final int IDS_OF_A_BAG = 1024;

  private final Bundle bundle;
  private final InferenceSession session;
  private final int classes;
  private final Pool<Scratch> pool = new Pool<>(POOLED);

  Inference(Bundle bundle, InferenceSession session) {
    this.bundle = bundle;
    this.session = session;
    this.classes = bundle.labels().size();
  }

  /** The prediction for an example. */
  Prediction classify(Example example) {
    Scratch scratch = pool.take();
    if (scratch == null) {
      scratch = new Scratch();
    }
    Prediction prediction = scratch.classify(example);
    // A scratch whose call failed may hold half a row: it is left to the collector.
    pool.give(scratch);
    return prediction;
  }

  /** A prediction for each of some examples, in their order. */
  List<Prediction> classify(List<Example> examples) {
    FittedEncoder.Note[] notes = new FittedEncoder.Note[examples.size()];
    float[][] rows = run(examples, notes);
    List<Prediction> predictions = new ArrayList<>(rows.length);
    for (int i = 0; i < rows.length; i++) {
      predictions.add(prediction(rows[i], notes[i]));
    }
    return predictions;
  }

  /** What the network says of each of some examples, before it becomes probabilities. */
  List<float[]> logits(List<Example> examples) {
    return Arrays.asList(run(examples, new FittedEncoder.Note[examples.size()]));
  }

  /** How many examples should be given at once: enough to sort, and not too many numbers. */
  int window() {
    long numbers = classes;
    for (FittedEncoder encoder : bundle.encoders()) {
      numbers += numbers(encoder.input());
    }
    return ByLength.window(numbers);
  }

  private static long numbers(Input input) {
    if (input instanceof Input.Tokens tokens) {
      return tokens.length();
    }
    if (input instanceof Input.Bags bags) {
      return bags.positions() == 0 ? IDS_OF_A_BAG : (long) bags.positions() * IDS_OF_A_POSITION;
    }
    return ((Input.Values) input).shape().size();
  }

  private Prediction prediction(float[] logits, FittedEncoder.Note note) {
    return new Prediction(
        bundle.labels(),
        bundle.decision(),
        bundle.positive(),
        bundle.decision().probabilities(logits),
        note);
  }

  /**
   * The logits of each example, whatever batch it is in.
   *
   * @param notes is filled with what became of each
   */
  private float[][] run(List<Example> examples, FittedEncoder.Note[] notes) {
    int count = examples.size();
    Encoders encoders = new Encoders(bundle.encoders());
    for (int i = 0; i < count; i++) {
      notes[i] = encoders.add(examples.get(i));
    }
    List<EncodedColumn> columns = encoders.finish();
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    new ByLength(EncodedSet.lengths(columns, count)).sort(order, 0, count);
    List<EncodedColumn.Reader> readers = columns.stream().map(column -> column.reader(0)).toList();
    RowBuffer logits = new RowBuffer(classes);
    logits.reserve(Math.min(ByLength.BATCH, count));
    float[][] rows = new float[count][classes];
    for (int from = 0; from < count; from += ByLength.BATCH) {
      int to = Math.min(count, from + ByLength.BATCH);
      List<Column> batch = new ArrayList<>(readers.size());
      for (EncodedColumn.Reader reader : readers) {
        batch.add(reader.read(order, from, to));
      }
      session.logits(new Batch(to - from, batch), logits.floats());
      for (int i = from; i < to; i++) {
        logits.floats().get((i - from) * classes, rows[order[i]]);
      }
    }
    return rows;
  }

  /** Rows in the making, a column for each encoder; for one thread. */
  private static final class Encoders {
    private final FittedEncoder.ColumnBuilder[] builders;

    Encoders(List<FittedEncoder> encoders) {
      this.builders =
          encoders.stream().map(FittedEncoder::start).toArray(FittedEncoder.ColumnBuilder[]::new);
    }

    FittedEncoder.Note add(Example example) {
      FittedEncoder.Note note = builders[0].add(example);
      for (int i = 1; i < builders.length; i++) {
        note = note.and(builders[i].add(example));
      }
      return note;
    }

    List<EncodedColumn> finish() {
      return Arrays.stream(builders).map(FittedEncoder.ColumnBuilder::finish).toList();
    }

    List<Column> read() {
      if (builders.length == 1) {
        return List.of(builders[0].read());
      }
      List<Column> columns = new ArrayList<>(builders.length);
      for (FittedEncoder.ColumnBuilder builder : builders) {
        columns.add(builder.read());
      }
      return columns;
    }
  }

  /** The buffers of one example at a time. */
  private final class Scratch {
    private final Encoders encoders = new Encoders(bundle.encoders());
    private final RowBuffer logits = new RowBuffer(classes);

    Scratch() {
      logits.reserve(1);
    }

    Prediction classify(Example example) {
      FittedEncoder.Note note = encoders.add(example);
      session.logits(new Batch(1, encoders.read()), logits.floats());
      float[] row = new float[classes];
      logits.floats().get(0, row);
      return prediction(row, note);
    }
  }
}
