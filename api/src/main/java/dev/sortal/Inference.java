package dev.sortal;

import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.Decision;
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
    Scratch scratch = pool.poll();
    if (scratch == null) {
      scratch = new Scratch();
    } else {
      pooled.decrementAndGet();
    }
    List<Prediction> predictions = scratch.classify(examples);
    // A scratch whose call failed may hold half a batch: it is left to the collector.
    if (pooled.incrementAndGet() <= POOLED) {
      pool.add(scratch);
    } else {
      pooled.decrementAndGet();
    }
    return predictions;
  }

  /** The buffers of one call at a time. */
  private final class Scratch {
    private final FittedEncoder.ColumnBuilder[] builders =
        bundle.encoders().stream()
            .map(FittedEncoder::start)
            .toArray(FittedEncoder.ColumnBuilder[]::new);
    private FloatBuffer logits = FloatBuffer.allocate(0);

    List<Prediction> classify(List<Example> examples) {
      int count = examples.size();
      int classes = bundle.labels().size();
      reserve(count, classes);
      FittedEncoder.Note[] notes = new FittedEncoder.Note[count];
      for (int i = 0; i < count; i++) {
        notes[i] = add(examples.get(i));
      }
      session.logits(new Batch(count, columns()), logits);
      List<Prediction> predictions = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        predictions.add(
            new Prediction(
                bundle.labels(), bundle.decision(), probabilities(i * classes, classes), notes[i]));
      }
      return predictions;
    }

    private float[] probabilities(int from, int classes) {
      return bundle.decision() instanceof Decision.SeveralLabels
          ? sigmoid(logits, from, classes)
          : softmax(logits, from, classes);
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

  /** 1 / (1 + exp(-z_i)). */
  private static float[] sigmoid(FloatBuffer logits, int from, int classes) {
    float[] probabilities = new float[classes];
    for (int i = 0; i < classes; i++) {
      probabilities[i] = (float) (1 / (1 + Math.exp(-(double) logits.get(from + i))));
    }
    return probabilities;
  }

  /** exp(z_i - max) / sum, added up in double. */
  private static float[] softmax(FloatBuffer logits, int from, int classes) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < classes; i++) {
      max = Math.max(max, logits.get(from + i));
    }
    double[] powers = new double[classes];
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      powers[i] = Math.exp((double) logits.get(from + i) - max);
      sum += powers[i];
    }
    float[] probabilities = new float[classes];
    for (int i = 0; i < classes; i++) {
      probabilities[i] = (float) (powers[i] / sum);
    }
    return probabilities;
  }
}
