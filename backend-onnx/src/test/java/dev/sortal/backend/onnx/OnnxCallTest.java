package dev.sortal.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.sun.management.ThreadMXBean;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Network;
import dev.sortal.spec.Presets;
import dev.sortal.spec.Side;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxCallTest {
  private static final int LENGTH = 150;
  private static final int CALLS = 2000;

  private static InferenceSession open(Side padding) {
    List<Layer> layers = new ArrayList<>(Presets.kerasText());
    layers.add(Layers.dense(2));
    Network network = Network.of(List.of(new Input.Tokens("text", 50, LENGTH, padding)), layers);
    return new OnnxBackend()
        .open(network, network.initialWeights(3), new Execution(Device.cpu(), 1));
  }

  /** Rows of these lengths, whose ids follow from place and length. */
  private static Batch texts(int... lengths) {
    IntBuffer offsets = IntBuffer.allocate(lengths.length + 1);
    IntBuffer ids = IntBuffer.allocate(lengths.length * LENGTH);
    int at = 0;
    for (int row = 0; row < lengths.length; row++) {
      for (int i = 0; i < lengths[row]; i++) {
        ids.put(at++, 1 + (i * 7 + lengths[row]) % 49);
      }
      offsets.put(row + 1, at);
    }
    return new Batch(lengths.length, List.of(new Column.Ids(ids, offsets)));
  }

  @Test
  void a_text_alone_gives_what_it_gives_in_a_batch_whatever_its_length() {
    int[] lengths = {5, 0, 128, 129, LENGTH, 5, 1, 129, 3};
    for (Side padding : Side.values()) {
      try (InferenceSession session = open(padding)) {
        FloatBuffer together = FloatBuffer.allocate(2 * lengths.length);
        session.logits(texts(lengths), together);
        for (int row = 0; row < lengths.length; row++) {
          FloatBuffer alone = FloatBuffer.allocate(2);
          session.logits(texts(lengths[row]), alone);
          float[] expected = {together.get(2 * row), together.get(2 * row + 1)};
          assertThat(alone.array())
              .as("length " + lengths[row] + ", " + padding)
              .containsExactly(expected, offset(1e-5f));
        }
      }
    }
  }

  @Test
  void a_text_of_a_length_seen_before_leaves_at_most_1_KB_on_the_heap() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    FloatBuffer logits = FloatBuffer.allocate(2);
    List<Batch> batches = List.of(texts(7), texts(21), texts(40));
    try (InferenceSession session = open(Side.POST)) {
      for (int i = 0; i < CALLS; i++) {
        session.logits(batches.get(i % 3), logits);
      }
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < CALLS; i++) {
        session.logits(batches.get(i % 3), logits);
      }
      long bytes = threads.getThreadAllocatedBytes(thread) - before;
      assertThat(bytes / CALLS).isLessThanOrEqualTo(1024);
    }
  }
}
