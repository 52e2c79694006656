package dev.sortal.backend.tf;

import dev.sortal.spec.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Where a graph reads its parameters from. */
interface Parameters {
  /** The whole parameter, see {@link Layout}. */
  Operand<TFloat32> value(Parameter parameter);

  /** Rows of an embedding: {@code [ids.., width]}. */
  Operand<TFloat32> rows(Parameter embedding, Operand<TInt32> ids);
}
