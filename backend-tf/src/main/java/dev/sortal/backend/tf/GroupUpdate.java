package dev.sortal.backend.tf;

import dev.sortal.backend.tf.Variables.Variable;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.ParameterGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.ResourceApplyAdam;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The operations that update the parameters of one group. */
final class GroupUpdate {
  /**
   * The gradient of a parameter.
   *
   * @param value of the parameter's shape, or one row for each of the ids
   * @param rowIds the rows that it is of, each once; null for the whole parameter
   */
  record Gradient(Parameter parameter, Operand<TFloat32> value, @Nullable Operand<TInt32> rowIds) {
    Gradient withValue(Operand<TFloat32> other) {
      return new Gradient(parameter, other, rowIds);
    }
  }

  private final Ops tf;
  private final ParameterGroup group;
  private final Variables variables;
  private final Operand<TFloat32> rate;
  private final Operand<TFloat32> kept;

  GroupUpdate(Ops tf, ParameterGroup group, Variables variables) {
    this.tf = tf;
    this.group = group;
    this.variables = variables;
    this.rate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    this.kept = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }

  /** The name of a slot's variable, as in {@link dev.sortal.spec.OptimizerState}. */
  static String slotName(Parameter parameter, String slot) {
    return parameter.name() + "." + slot;
  }

  ParameterGroup group() {
    return group;
  }

  /** Where {@link StepRates#rate} is fed. */
  Operand<TFloat32> rate() {
    return rate;
  }

  /** Where {@link StepRates#kept} is fed. */
  Operand<TFloat32> kept() {
    return kept;
  }

  /** The update of one parameter. */
  List<Op> update(Gradient gradient) {
    Variable variable = variables.named(gradient.parameter().name());
    List<Variable> slots = new ArrayList<>();
    for (String slot : group.optimizer().slots()) {
      slots.add(variables.named(slotName(gradient.parameter(), slot)));
    }
    if (gradient.rowIds() != null) {
      return updateRows(gradient, gradient.rowIds(), variable, slots);
    }
    if (group.optimizer() instanceof Optimizer.Adam adam) {
      return List.of(fusedAdam(tf, adam, gradient, variable, slots));
    }
    if (group.optimizer() instanceof Optimizer.AdamW adamW) {
      Op decay =
          tf.withControlDependencies(gradient.value())
              .assignVariableOp(variable.handle(), tf.math.mul(variable.value(), kept));
      Ops decayed = tf.withControlDependencies(decay);
      return List.of(fusedAdam(decayed, adamW.adam(), gradient, variable, slots));
    }
    List<Operand<TFloat32>> next =
        next(variable.value(), gradient, slots.stream().map(Variable::value).toList());
    List<Variable> written = written(variable, slots);
    Ops computed = tf.withControlDependencies(List.copyOf(next));
    List<Op> writes = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      writes.add(computed.assignVariableOp(written.get(i).handle(), next.get(i)));
    }
    return writes;
  }

  /**
   * The engine's own Adam makes one pass over large tables. Its bias correction in single precision
   * is switched off by powers of 0; {@link StepRates} has it.
   */
  private Op fusedAdam(
      Ops tf, Optimizer.Adam adam, Gradient gradient, Variable variable, List<Variable> slots) {
    return ResourceApplyAdam.create(
        tf.scope(),
        variable.handle(),
        slots.get(0).handle(),
        slots.get(1).handle(),
        tf.constant(0f),
        tf.constant(0f),
        rate,
        tf.constant((float) adam.beta1()),
        tf.constant((float) adam.beta2()),
        tf.constant((float) adam.epsilon()),
        gradient.value());
  }

  private List<Op> updateRows(
      Gradient gradient, Operand<TInt32> ids, Variable variable, List<Variable> slots) {
    List<Variable> written = written(variable, slots);
    List<Operand<TFloat32>> rows = new ArrayList<>();
    for (Variable each : written) {
      rows.add(tf.resourceGather(each.handle(), ids, TFloat32.class));
    }
    List<Operand<TFloat32>> next = next(rows.get(0), gradient, rows.subList(1, rows.size()));
    Ops computed = tf.withControlDependencies(List.copyOf(next));
    List<Op> writes = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      writes.add(computed.resourceScatterUpdate(written.get(i).handle(), ids, next.get(i)));
    }
    return writes;
  }

  private static List<Variable> written(Variable variable, List<Variable> slots) {
    List<Variable> written = new ArrayList<>(List.of(variable));
    written.addAll(slots);
    return written;
  }

  private List<Operand<TFloat32>> next(
      Operand<TFloat32> value, Gradient gradient, List<Operand<TFloat32>> slots) {
    return group
        .optimizer()
        .accept(
            new UpdateRules(tf), new UpdateRules.Site(value, gradient.value(), slots, rate, kept));
  }
}
