package dev.sortal.backend.tf;

import dev.sortal.spec.Parameter;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Parameters as constants of a graph. */
final class Constants implements Parameters {
  private final Ops tf;
  private final Weights weights;

  Constants(Ops tf, Weights weights) {
    this.tf = tf;
    this.weights = weights;
  }

  @Override
  public Operand<TFloat32> value(Parameter parameter) {
    Tensor tensor = weights.get(parameter.name());
    return tf.constant(Layout.shape(tensor.shape()), DataBuffers.of(Layout.toEngine(tensor)));
  }

  @Override
  public Operand<TFloat32> rows(Parameter embedding, Operand<TInt32> ids) {
    return tf.gather(value(embedding), ids, tf.constant(0));
  }
}
