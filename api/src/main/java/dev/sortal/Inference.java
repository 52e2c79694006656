package dev.sortal;

import dev.sortal.bundle.Bundle;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.InferenceSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Examples in, predictions out, through one session; safe for threads. */
final class Inference {
  /** How many sets of buffers are kept for later calls; more are made where more calls overlap. */
  private static final int POOLED = 64;

  private final Bundle bundle;
  private final InferenceSession session;
  private final ConcurrentLinkedQueue<Scratch> pool = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pooled = new AtomicInteger();

  Inference(Bundle bundle, InferenceSession session) {
    this.bundle = bundle;
    this.session = session;
  }

  /** One prediction for each of at least one example. */
  List<Prediction> classify(List<Example> examples) {
    return with(scratch -> scratch.classify(examples));
  }

  /** What the network says of each of at least one example, before it becomes probabilities. */
  List<float[]> logits(List<Example> examples) {
    return with(scratch -> scratch.logits(examples));
  }

  private <T> T with(Function<Scratch, T> work) {
    Scratch scratch = pool.poll();
    if (scratch == null) {
      scratch = new Scratch();
    } else {
      pooled.decrementAndGet();
    }
    T result = work.apply(scratch);
    // A scratch whose call failed may hold half a batch: it is left to the collector.
    if (pooled.incrementAndGet() <= POOLED) {
      pool.add(scratch);
    } else {
      pooled.decrementAndGet();
    }
    return result;
  }

  /** The buffers of one call at a time. */
  private final class Scratch {
    private final FittedEncoder.ColumnBuilder[] builders =
        bundle.encoders().stream()
            .map(FittedEncoder::start)
            .toArray(FittedEncoder.ColumnBuilder[]::new);
    private FloatBuffer logits = FloatBuffer.allocate(0);

    List<Prediction> classify(List<Example> examples) {
      FittedEncoder.Note[] notes = run(examples);
      List<Prediction> predictions = new ArrayList<>(notes.length);
      for (int i = 0; i < notes.length; i++) {
        predictions.add(
            new Prediction(
                bundle.labels(),
                bundle.decision(),
                bundle.positive(),
                bundle.decision().probabilities(row(i)),
                notes[i]));
      }
      return predictions;
    }

    List<float[]> logits(List<Example> examples) {
      int count = run(examples).length;
      List<float[]> rows = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        rows.add(row(i));
      }
      return rows;
    }

    private FittedEncoder.Note[] run(List<Example> examples) {
      int count = examples.size();
      reserve(count, bundle.labels().size());
      FittedEncoder.Note[] notes = new FittedEncoder.Note[count];
      for (int i = 0; i < count; i++) {
        notes[i] = add(examples.get(i));
      }
      session.logits(new Batch(count, columns()), logits);
      return notes;
    }

    private float[] row(int row) {
      float[] values = new float[bundle.labels().size()];
      logits.get(row * values.length, values);
      return values;
    }

    private FittedEncoder.Note add(Example example) {
      FittedEncoder.Note note = builders[0].add(example);
      for (int i = 1; i < builders.length; i++) {
        note = note.and(builders[i].add(example));
      }
      return note;
    }

    private List<Column> columns() {
      if (builders.length == 1) {
        return List.of(builders[0].read());
      }
      List<Column> columns = new ArrayList<>(builders.length);
      for (FittedEncoder.ColumnBuilder builder : builders) {
        columns.add(builder.read());
      }
      return columns;
    }

    private void reserve(int count, int classes) {
      if (logits.capacity() < count * classes) {
        logits =
            ByteBuffer.allocateDirect(count * classes * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
      }
    }
  }
}
