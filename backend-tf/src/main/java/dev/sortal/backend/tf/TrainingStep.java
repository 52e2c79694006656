package dev.sortal.backend.tf;

import dev.sortal.engine.Shortening;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.TrainingPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.nn.SoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What a training step computes: loss, logits and one operation that updates everything.
 *
 * <p>The gradients of all occurrences of an id are added before they are clipped and enter an
 * optimizer. A variable is read once in a step, and its gradient follows from what was read: no
 * gradient sees a value of after the step.
 */
final class TrainingStep {
  /** What the check of the gradients' norm says when it fails. */
  static final String RUNAWAY = "gradients ran away";

  private final Ops tf;
  private final Network network;
  private final TrainingGraph graph;
  private final Variables variables;
  private final ForwardPass forward;
  private final Operand<TFloat32> loss;
  private final Op update;

  /**
   * Adds a step to the graph of a plan.
   *
   * @param graph what all steps share
   * @param shortening how the rows are laid out that are fed
   */
  TrainingStep(Ops tf, TrainingPlan plan, TrainingGraph graph, Shortening shortening) {
    this.tf = tf;
    this.network = plan.network();
    this.graph = graph;
    this.variables = graph.variables();
    this.forward =
        ForwardPass.training(
            tf, network, variables, shortening, ParameterGroup.trained(plan.groups()));
    Operand<TFloat32> targets = graph.targets();

    // loss = sum(scale * terms); its gradient is scale * (probability - target).
    Operand<TFloat32> terms;
    Operand<TFloat32> difference;
    if (plan.loss().exclusive()) {
      SoftmaxCrossEntropyWithLogits<TFloat32> entropy =
          SoftmaxCrossEntropyWithLogits.create(tf.scope(), logits(), targets);
      terms = tf.expandDims(entropy.loss(), tf.constant(1));
      difference = entropy.backprop();
    } else {
      terms = tf.math.sub(tf.math.softplus(logits()), tf.math.mul(logits(), targets));
      difference = tf.math.sub(tf.math.sigmoid(logits()), targets);
    }
    this.loss = tf.reduceSum(tf.math.mul(terms, graph.scale()), tf.constant(new int[] {0, 1}));
    this.update = update(plan, tf.math.mul(difference, graph.scale()));
  }

  private Op update(TrainingPlan plan, Operand<TFloat32> logitsGradient) {
    Map<Parameter, GroupUpdate> trained = new LinkedHashMap<>();
    for (GroupUpdate group : graph.groups()) {
      for (Parameter parameter : network.parameters()) {
        if (group.group().names().contains(parameter.name())) {
          trained.put(parameter, group);
        }
      }
    }
    if (trained.isEmpty()) {
      return tf.noOp();
    }
    List<GroupUpdate.Gradient> gradients = gradients(trained, logitsGradient);
    if (plan.clipNorm() < Double.POSITIVE_INFINITY) {
      gradients = clip(gradients, (float) plan.clipNorm());
    }
    List<Op> writes = new ArrayList<>();
    for (GroupUpdate.Gradient gradient : gradients) {
      GroupUpdate group = Objects.requireNonNull(trained.get(gradient.parameter()));
      writes.addAll(group.update(gradient));
    }
    writes.addAll(follow(gradients));
    return tf.withControlDependencies(writes).noOp();
  }

  private List<GroupUpdate.Gradient> gradients(
      Map<Parameter, GroupUpdate> trained, Operand<TFloat32> logitsGradient) {
    Map<Parameter, Node> nodes = new LinkedHashMap<>();
    List<Operand<?>> sources = new ArrayList<>();
    for (Node node : network.nodes()) {
      for (Parameter parameter : node.parameters()) {
        if (trained.containsKey(parameter)) {
          nodes.put(parameter, node);
          sources.add(isTable(node) ? forward.value(node.value()) : variables.value(parameter));
        }
      }
    }
    Gradients engine =
        tf.gradients(List.of(logits()), sources, Gradients.dx(List.of(logitsGradient)));
    List<GroupUpdate.Gradient> gradients = new ArrayList<>();
    int index = 0;
    for (Map.Entry<Parameter, Node> entry : nodes.entrySet()) {
      Operand<TFloat32> gradient = engine.dy(index++);
      Parameter parameter = entry.getKey();
      Node node = entry.getValue();
      GroupUpdate group = Objects.requireNonNull(trained.get(parameter));
      boolean lazy = group.group().optimizer().lazy();
      gradients.add(
          isTable(node)
              ? sumById(parameter, node, gradient, lazy)
              : new GroupUpdate.Gradient(parameter, gradient, null));
    }
    return gradients;
  }

  private static boolean isTable(Node node) {
    return node.layer() instanceof Layer.Table;
  }

  /** Adds up the gradients of all occurrences of an id, in a text or in bags. */
  private GroupUpdate.Gradient sumById(
      Parameter parameter, Node node, Operand<TFloat32> gradient, boolean lazy) {
    Operand<TFloat32> rows;
    Operand<TInt32> ids;
    if (node.layer() instanceof Layer.EmbeddingBag layer) {
      rows = forward.bags(node).rowGradients(gradient, layer);
      ids = forward.bags(node).ids();
    } else {
      int width = parameter.shape().last();
      rows = tf.reshape(gradient, tf.constant(new int[] {-1, width}));
      ids = tf.reshape(forward.ids(node), tf.constant(new int[] {-1}));
    }
    if (!lazy) {
      return new GroupUpdate.Gradient(
          parameter,
          tf.math.unsortedSegmentSum(rows, ids, tf.constant(parameter.shape().dimension(0))),
          null);
    }
    var unique = tf.unique(ids, tf.constant(new int[] {0}));
    return new GroupUpdate.Gradient(
        parameter, tf.math.unsortedSegmentSum(rows, unique.idx(), tf.size(unique.y())), unique.y());
  }

  /**
   * Moves the statistics that batch normalisations keep towards those of the batch, once the
   * gradients are known to be finite.
   */
  private List<Op> follow(List<GroupUpdate.Gradient> gradients) {
    Ops ready =
        tf.withControlDependencies(
            gradients.stream().<Op>map(GroupUpdate.Gradient::value).toList());
    List<Op> writes = new ArrayList<>();
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.BatchNorm norm) {
        for (Parameter moving : List.of(node.movingMean(), node.movingVariance())) {
          Operand<TFloat32> batch = forward.statistics().get(moving);
          if (batch != null) {
            Operand<TFloat32> kept = tf.constant((float) norm.momentum());
            Operand<TFloat32> next =
                tf.math.add(
                    tf.math.mul(variables.value(moving), kept),
                    tf.math.mul(batch, tf.math.sub(tf.constant(1f), kept)));
            writes.add(ready.assignVariableOp(variables.named(moving.name()).handle(), next));
          }
        }
      }
    }
    return writes;
  }

  /** g *= limit / max(limit, norm); fails before anything is written if the norm is not finite. */
  private List<GroupUpdate.Gradient> clip(List<GroupUpdate.Gradient> gradients, float limit) {
    List<Operand<TFloat32>> halves = new ArrayList<>();
    gradients.forEach(gradient -> halves.add(tf.nn.l2Loss(gradient.value())));
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.math.addN(halves), tf.constant(2f)));
    Operand<TFloat32> finite = tf.debugging.checkNumerics(norm, RUNAWAY);
    Operand<TFloat32> factor =
        tf.math.div(tf.constant(limit), tf.math.maximum(tf.constant(limit), finite));
    return gradients.stream()
        .map(gradient -> gradient.withValue(tf.math.mul(gradient.value(), factor)))
        .toList();
  }

  /** The forward pass. */
  ForwardPass forward() {
    return forward;
  }

  Operand<TFloat32> loss() {
    return loss;
  }

  /** The logits of training mode. */
  Operand<TFloat32> logits() {
    return forward.value(network.result());
  }

  Op update() {
    return update;
  }
}
