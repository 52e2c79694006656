package dev.sortal.backend.java;

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
final class JavaGradients implements GradientEngine {
  private final Updater updater;
  private final Device device;
  private final Parameters parameters;
  private final Program training;
  private final Program serving;

  JavaGradients(TrainingPlan plan, Updater updater, Device device, Kernels kernels) {
    Network network = plan.network();
    this.updater = updater;
    this.device = device;
    this.parameters = new Parameters(network, updater::values, true);
    Set<String> trained = ParameterGroup.trained(plan.groups());
    this.training = Program.training(network, parameters, trained, kernels);
    this.serving = Program.serving(network, parameters, kernels);
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public double gradients(StepRows step, FloatBuffer logits) {
    training.run(step.inputs(), step.masks(), logits);
    double loss = CrossEntropy.begin(training.result(), step.targets());
    training.backward(updater);
    return loss;
  }

  @Override
  public void logits(InputRows inputs, FloatBuffer into) {
    serving.run(inputs, Map.of(), into);
  }

  @Override
  public void update() {
    parameters.load();
  }

  @Override
  public void replace(Set<String> names) {
    parameters.load();
  }

  @Override
  public void close() {
    // All memory is on the heap.
  }
}
