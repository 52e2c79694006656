package dev.sortal.backend.tf;

import dev.sortal.spec.Parameter;
import dev.sortal.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Named float variables of a graph; values come and go in the layouts of the spec. */
final class Variables implements Parameters {
  /**
   * A variable.
   *
   * @param handle names it in the engine
   * @param value its value when it is read
   * @param fed a new value
   * @param set puts the new value in place
   */
  record Variable(
      dev.sortal.tensor.Shape shape,
      Operand<? extends TType> handle,
      Operand<TFloat32> value,
      Operand<TFloat32> fed,
      Op set) {}

  private final Ops tf;
  private final Set<String> written;
  private final Map<String, Variable> variables = new LinkedHashMap<>();

  /**
   * No variables yet.
   *
   * @param written the names of those of which single rows will be written
   */
  Variables(Ops tf, Set<String> written) {
    this.tf = tf;
    this.written = written;
  }

  /** Adds a variable; its value is undefined until it is set. */
  Variable add(String name, dev.sortal.tensor.Shape shape) {
    Shape engineShape = Layout.shape(shape);
    Operand<? extends TType> handle =
        tf.varHandleOp(TFloat32.class, engineShape, VarHandleOp.sharedName(name));
    Operand<TFloat32> fed = tf.placeholder(TFloat32.class, Placeholder.shape(engineShape));
    Variable variable =
        new Variable(
            shape,
            handle,
            tf.readVariableOp(handle, TFloat32.class),
            fed,
            tf.assignVariableOp(handle, fed));
    variables.put(name, variable);
    return variable;
  }

  /**
   * The variable of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  Variable named(String name) {
    Variable variable = variables.get(name);
    if (variable == null) {
      throw new IllegalArgumentException(
          "There is no parameter \"" + name + "\", expected one of " + variables.keySet() + ".");
    }
    return variable;
  }

  @Override
  public Operand<TFloat32> value(Parameter parameter) {
    return named(parameter.name()).value();
  }

  @Override
  public Operand<TFloat32> rows(Parameter embedding, Operand<TInt32> ids) {
    Variable table = named(embedding.name());
    // Where rows are gathered from the variable itself, every write to the whole of it copies it;
    // where rows are written, every reading of the whole copies it.
    return written.contains(embedding.name())
        ? tf.resourceGather(table.handle(), ids, TFloat32.class)
        : tf.gather(table.value(), ids, tf.constant(0));
  }

  /** Puts values in place of some variables. */
  void set(Session session, Map<String, Tensor> values) {
    values.forEach(
        (name, tensor) -> {
          Variable variable = named(name);
          Shape shape = Layout.shape(tensor.shape());
          try (TFloat32 fed = TFloat32.tensorOf(shape, DataBuffers.of(Layout.toEngine(tensor)))) {
            Session.Runner run = session.runner().feed(variable.fed(), fed);
            TensorFlow.run(run.addTarget(variable.set()), "set \"" + name + "\"").close();
          }
        });
  }

  /** A copy of a variable. */
  Tensor get(Session session, String name) {
    Variable variable = named(name);
    float[] values = new float[variable.shape().size()];
    Session.Runner run = session.runner().fetch(variable.value());
    try (Result result = TensorFlow.run(run, "read \"" + name + "\"")) {
      ((TFloat32) result.get(0)).copyTo(DataBuffers.of(values));
    }
    return Layout.toSpec(variable.shape(), values);
  }
}
