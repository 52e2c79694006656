package dev.sortal.backend.tf;

import dev.sortal.spec.Parameter;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What all steps of a training plan share in their graph: the state, and what is fed. */
final class TrainingGraph {
  private final Variables variables;
  private final Operand<TFloat32> targets;
  private final Operand<TFloat32> scale;
  private final List<GroupUpdate> groups = new ArrayList<>();

  TrainingGraph(Ops tf, TrainingPlan plan) {
    this.variables = new Variables(tf, writtenByRows(plan));
    for (Parameter parameter : plan.network().parameters()) {
      variables.add(parameter.name(), parameter.shape());
    }
    this.targets = ForwardPass.placeholder(tf, Shape.of(plan.network().outputs()));
    this.scale = ForwardPass.placeholder(tf, Shape.of(1));
    for (ParameterGroup group : plan.groups()) {
      groups.add(new GroupUpdate(tf, group, variables));
      for (Parameter parameter : plan.network().parameters()) {
        if (group.names().contains(parameter.name())) {
          for (String slot : group.optimizer().slots()) {
            variables.add(GroupUpdate.slotName(parameter, slot), parameter.shape());
          }
        }
      }
    }
  }

  private static Set<String> writtenByRows(TrainingPlan plan) {
    return plan.groups().stream()
        .filter(group -> group.optimizer().lazy())
        .flatMap(group -> group.names().stream())
        .collect(Collectors.toSet());
  }

  Variables variables() {
    return variables;
  }

  /** Where the targets are fed: {@code [rows, classes]}. */
  Operand<TFloat32> targets() {
    return targets;
  }

  /** Where each row's weight over the number of rows is fed: {@code [rows, 1]}. */
  Operand<TFloat32> scale() {
    return scale;
  }

  List<GroupUpdate> groups() {
    return groups;
  }
}
