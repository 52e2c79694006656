package dev.sortal.backend.tf;

import dev.sortal.engine.GraphFeeds;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * The bags of one input in a graph, see {@link GraphFeeds}: sums over them, and gradients of these.
 */
final class BagGraph {
  private final Ops tf;
  private final Input.Bags input;
  private final Operand<TInt32> ids;
  private final Operand<TFloat32> weights;
  private final Operand<TInt32> bagOfId;
  private final Operand<TInt32> fedCount;
  private final Operand<TInt32> count;
  private final @Nullable Operand<TInt32> fedPositions;

  /**
   * Placeholders for the bags.
   *
   * @param cut whether the number of positions is known only when a batch comes
   */
  BagGraph(Ops tf, Input.Bags input, boolean cut) {
    this.tf = tf;
    this.input = input;
    Placeholder.Options list = Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE));
    this.ids = tf.placeholder(TInt32.class, list);
    this.weights = tf.placeholder(TFloat32.class, list);
    this.bagOfId = tf.placeholder(TInt32.class, list);
    this.fedCount = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(1)));
    this.count = tf.squeeze(fedCount);
    this.fedPositions = cut ? tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(1))) : null;
  }

  /** What is fed, by name. */
  Map<String, Operand<? extends TType>> feeds() {
    Map<String, Operand<? extends TType>> feeds = new LinkedHashMap<>();
    feeds.put(input.name() + GraphFeeds.IDS, ids);
    feeds.put(input.name() + GraphFeeds.WEIGHTS, weights);
    feeds.put(input.name() + GraphFeeds.BAGS, bagOfId);
    feeds.put(input.name() + GraphFeeds.COUNT, fedCount);
    if (fedPositions != null) {
      feeds.put(input.name() + GraphFeeds.POSITIONS, fedPositions);
    }
    return feeds;
  }

  /** The ids of all bags: {@code [ids]}. */
  Operand<TInt32> ids() {
    return ids;
  }

  /**
   * What a layer makes of the rows of its table: {@code [rows, width]} or {@code [rows, positions,
   * width]}.
   *
   * @param rows the row of each id: {@code [ids, width]}
   */
  Operand<TFloat32> embedded(Operand<TFloat32> rows, Layer.EmbeddingBag layer) {
    Operand<TFloat32> sums =
        shared(tf.math.unsortedSegmentSum(weighted(rows), bagOfId, count), layer);
    return tf.reshape(sums, shape(layer.width()));
  }

  private Operand<TInt32> shape(int width) {
    if (input.positions() == 0) {
      return tf.constant(new int[] {-1, width});
    }
    if (fedPositions == null) {
      return tf.constant(new int[] {-1, input.positions(), width});
    }
    return tf.concat(
        List.of(tf.constant(new int[] {-1}), fedPositions, tf.constant(new int[] {width})),
        tf.constant(0));
  }

  /** The gradient of each id's row, {@code [ids, width]}, from that of what the layer makes. */
  Operand<TFloat32> rowGradients(Operand<TFloat32> gradient, Layer.EmbeddingBag layer) {
    Operand<TFloat32> byBag = tf.reshape(gradient, tf.constant(new int[] {-1, layer.width()}));
    return weighted(tf.gather(shared(byBag, layer), bagOfId, tf.constant(0)));
  }

  private Operand<TFloat32> weighted(Operand<TFloat32> rows) {
    return tf.math.mul(rows, tf.expandDims(weights, tf.constant(1)));
  }

  /** Of a mean over the sum of its bag's weights; 0 where that is 0. */
  private Operand<TFloat32> shared(Operand<TFloat32> byBag, Layer.EmbeddingBag layer) {
    if (layer.mode() == BagMode.SUM) {
      return byBag;
    }
    Operand<TFloat32> totals = tf.math.unsortedSegmentSum(weights, bagOfId, count);
    return tf.math.divNoNan(byBag, tf.expandDims(totals, tf.constant(1)));
  }
}
