package dev.sortal.spec;

import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What optimizers remember between steps, in exactly the definitions of {@link Optimizer}.
 *
 * @param step the number of steps done
 * @param slots tensors named {@code <parameter>.<slot>}, of their parameter's shape
 */
public record OptimizerState(long step, Weights slots) {
  public OptimizerState {
    if (step < 0) {
      throw new IllegalArgumentException("The step count must be at least 0, got " + step + ".");
    }
  }

  /** The state before the first step: every slot at its first value. */
  public static OptimizerState initial(Network network, List<ParameterGroup> groups) {
    Map<String, Tensor> slots = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      for (ParameterGroup group : groups) {
        if (group.names().contains(parameter.name())) {
          for (String slot : group.optimizer().slots()) {
            slots.put(
                parameter.name() + "." + slot,
                Tensor.filled(parameter.shape(), (float) group.optimizer().initialSlot()));
          }
        }
      }
    }
    return new OptimizerState(0, Weights.of(slots));
  }

  /**
   * Checks that every slot of these groups is there, in the shape of its parameter.
   *
   * @throws IllegalArgumentException naming the slot
   */
  public void requireFits(Network network, List<ParameterGroup> groups) {
    for (Parameter parameter : network.parameters()) {
      for (ParameterGroup group : groups) {
        if (group.names().contains(parameter.name())) {
          group.optimizer().slots().forEach(slot -> requireSlot(parameter, slot));
        }
      }
    }
  }

  /**
   * Checks that every slot is of a parameter of that network, in its shape.
   *
   * @throws IllegalArgumentException naming the slot
   */
  public void requireOf(Network network) {
    for (String slot : slots.names()) {
      int end = slot.lastIndexOf('.');
      if (end < 1) {
        throw new IllegalArgumentException(
            "A slot of an optimizer must be named <parameter>.<slot>, got \"" + slot + "\".");
      }
      Parameter parameter = network.parameter(slot.substring(0, end));
      requireSlot(parameter, slot.substring(end + 1));
    }
  }

  private void requireSlot(Parameter parameter, String slot) {
    String name = parameter.name() + "." + slot;
    if (!slots.contains(name)) {
      throw new IllegalArgumentException(
          "The optimizer's state lacks \"" + name + "\", got " + slots.names() + ".");
    }
    new Parameter(name, parameter.shape(), parameter.initial(), false)
        .requireShape(slots.get(name).shape());
  }
}
