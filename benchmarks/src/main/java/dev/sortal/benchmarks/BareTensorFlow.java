package dev.sortal.benchmarks;

import static dev.sortal.benchmarks.ReferenceModel.BETA1;
import static dev.sortal.benchmarks.ReferenceModel.BETA2;
import static dev.sortal.benchmarks.ReferenceModel.CLASSES;
import static dev.sortal.benchmarks.ReferenceModel.EMBEDDING;
import static dev.sortal.benchmarks.ReferenceModel.FILTERS;
import static dev.sortal.benchmarks.ReferenceModel.HIDDEN;
import static dev.sortal.benchmarks.ReferenceModel.KERNEL;
import static dev.sortal.benchmarks.ReferenceModel.LENGTH;
import static dev.sortal.benchmarks.ReferenceModel.POOLED;
import static dev.sortal.benchmarks.ReferenceModel.VOCABULARY;

import dev.sortal.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.train.ResourceApplyAdam;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** TensorFlow-Java: variables and Adam in the graph, one {@code Session.run} a step. */
final class BareTensorFlow implements BareEngine {
  /** The calling thread runs the graph, which is faster than handing it to a pool. */
  private static final RunOptions CALLER = RunOptions.newBuilder().setInterOpThreadPool(-1).build();

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Session session;
  private final List<Variable> variables = new ArrayList<>();
  private final List<Op> initial = new ArrayList<>();

  private final Placeholder<TInt32> ids =
      tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, LENGTH)));
  private final Placeholder<TInt32> classes =
      tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
  private final Placeholder<TFloat32> power1 =
      tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  private final Placeholder<TFloat32> power2 =
      tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  private final Operand<TFloat32> logits;
  private final Operand<TFloat32> loss;
  private final Op train;
  private int steps;

  private record Variable(
      VarHandleOp handle, VarHandleOp m, VarHandleOp v, Operand<TFloat32> value) {}

  BareTensorFlow() {
    Weights weights = ReferenceModel.weights();
    Operand<TFloat32> table =
        variable("embedding", weights.get("0.embedding.weight").toArray(), VOCABULARY, EMBEDDING);
    Operand<TFloat32> kernel =
        variable(
            "kernel",
            ReferenceModel.reversed(weights.get("1.conv1d.weight")),
            KERNEL,
            EMBEDDING,
            FILTERS);
    Operand<TFloat32> kernelBias = variable("kernelBias", new float[FILTERS], FILTERS);
    Operand<TFloat32> hidden =
        variable(
            "hidden",
            ReferenceModel.reversed(weights.get("4.dense.weight")),
            POOLED * FILTERS,
            HIDDEN);
    Operand<TFloat32> hiddenBias = variable("hiddenBias", new float[HIDDEN], HIDDEN);
    Operand<TFloat32> output =
        variable("output", ReferenceModel.reversed(weights.get("5.dense.weight")), HIDDEN, CLASSES);
    Operand<TFloat32> outputBias = variable("outputBias", new float[CLASSES], CLASSES);

    Operand<TFloat32> embedded = tf.gather(table, ids, tf.constant(0));
    Operand<TFloat32> convolved =
        tf.nn.relu(
            tf.nn.biasAdd(
                tf.nn.conv2d(
                    tf.expandDims(embedded, tf.constant(1)),
                    tf.expandDims(kernel, tf.constant(0)),
                    List.of(1L, 1L, 1L, 1L),
                    "VALID"),
                kernelBias));
    Operand<TInt32> window = tf.array(1, 1, 2, 1);
    Operand<TFloat32> flat =
        tf.reshape(
            tf.nn.maxPool(convolved, window, window, "VALID"), tf.array(-1, POOLED * FILTERS));
    Operand<TFloat32> activated =
        tf.nn.relu(tf.nn.biasAdd(tf.linalg.matMul(flat, hidden), hiddenBias));
    logits = tf.nn.biasAdd(tf.linalg.matMul(activated, output), outputBias);

    var entropy = tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, classes);
    loss = tf.math.mean(entropy.loss(), tf.constant(0));
    Operand<TFloat32> slope =
        tf.math.div(entropy.backprop(), tf.dtypes.cast(tf.size(classes), TFloat32.class));
    List<Operand<?>> sources = new ArrayList<>(List.of(embedded));
    variables.stream().skip(1).forEach(variable -> sources.add(variable.value()));
    Gradients gradients = tf.gradients(List.of(logits), sources, Gradients.dx(List.of(slope)));
    List<Op> updates = new ArrayList<>();
    updates.add(
        adam(
            variables.get(0),
            tf.math.unsortedSegmentSum(
                tf.reshape(gradients.<TFloat32>dy(0), tf.array(-1, EMBEDDING)),
                tf.reshape(ids, tf.array(-1)),
                tf.constant(VOCABULARY))));
    for (int i = 1; i < variables.size(); i++) {
      updates.add(adam(variables.get(i), gradients.<TFloat32>dy(i)));
    }
    train = tf.withControlDependencies(updates).noOp();

    session =
        new Session(
            graph,
            ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(1)
                .setInterOpParallelismThreads(1)
                .build());
    Session.Runner first = session.runner();
    initial.forEach(first::addTarget);
    first.run().close();
  }

  private Operand<TFloat32> variable(String name, float[] values, long... dimensions) {
    Shape shape = Shape.of(dimensions);
    VarHandleOp handle = handle(name, shape);
    VarHandleOp m = handle(name + ".m", shape);
    VarHandleOp v = handle(name + ".v", shape);
    Operand<TFloat32> zeros = tf.zeros(tf.constant(shape), TFloat32.class);
    initial.add(tf.assignVariableOp(handle, tf.constant(shape, DataBuffers.of(values))));
    initial.add(tf.assignVariableOp(m, zeros));
    initial.add(tf.assignVariableOp(v, zeros));
    Operand<TFloat32> value = tf.readVariableOp(handle, TFloat32.class);
    variables.add(new Variable(handle, m, v, value));
    return value;
  }

  private VarHandleOp handle(String name, Shape shape) {
    return tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
  }

  private Op adam(Variable variable, Operand<TFloat32> gradient) {
    return ResourceApplyAdam.create(
        tf.scope(),
        variable.handle(),
        variable.m(),
        variable.v(),
        power1,
        power2,
        tf.constant(ReferenceModel.RATE),
        tf.constant(BETA1),
        tf.constant(BETA2),
        tf.constant(ReferenceModel.EPSILON),
        gradient);
  }

  @Override
  public float step(int[] rows, int[] targets) {
    steps++;
    try (TInt32 fedIds = tensor(rows);
        TInt32 fedClasses = TInt32.tensorOf(Shape.of(targets.length), DataBuffers.of(targets));
        TFloat32 fedPower1 = TFloat32.scalarOf((float) Math.pow(BETA1, steps));
        TFloat32 fedPower2 = TFloat32.scalarOf((float) Math.pow(BETA2, steps));
        Result result =
            session
                .runner()
                .feed(ids, fedIds)
                .feed(classes, fedClasses)
                .feed(power1, fedPower1)
                .feed(power2, fedPower2)
                .fetch(loss)
                .addTarget(train)
                .setOptions(CALLER)
                .run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  @Override
  public float[] logits(int[] row) {
    try (TInt32 fed = tensor(row);
        Result result = session.runner().feed(ids, fed).fetch(logits).setOptions(CALLER).run()) {
      float[] values = new float[CLASSES];
      ((TFloat32) result.get(0)).copyTo(DataBuffers.of(values));
      return values;
    }
  }

  private static TInt32 tensor(int[] rows) {
    return TInt32.tensorOf(Shape.of(rows.length / LENGTH, LENGTH), DataBuffers.of(rows));
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
