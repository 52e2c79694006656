package dev.sortal.integration.toy;

import dev.sortal.engine.GradientEngine;
import dev.sortal.engine.InputRows;
import dev.sortal.engine.StepRows;
import dev.sortal.spec.Network;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.Device;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.update.Updater;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/** Loss and gradients of a network whose parameters are the updater's own arrays. */
final class ToyGradients implements GradientEngine {
  private final Network network;
  private final Updater updater;
  private final Device device;
  private final Set<String> trained;

  ToyGradients(TrainingPlan plan, Updater updater, Device device) {
    this.network = plan.network();
    this.trained = ParameterGroup.trained(plan.groups());
    this.updater = updater;
    this.device = device;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public double gradients(StepRows step, FloatBuffer logits) {
    ToyPass pass = new ToyPass(network, step.inputs(), updater::values, step.masks(), trained);
    ToyValue result = pass.value(network.result());
    logits.put(0, result.data);
    double loss = ToyLoss.begin(result, step.targets(), step.rows());
    pass.backward(updater);
    return loss;
  }

  @Override
  public void logits(InputRows inputs, FloatBuffer into) {
    ToyPass pass = new ToyPass(network, inputs, updater::values, Map.of(), Set.of());
    into.put(0, pass.value(network.result()).data);
  }

  @Override
  public void update() {
    // An engine with weights of its own copies what changed: updater.storeChanged.
  }

  @Override
  public void replace(Set<String> names) {
    // An engine with weights of its own copies these: updater.values.
  }

  @Override
  public void close() {
    // An engine with native memory frees it here.
  }
}
