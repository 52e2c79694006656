package dev.sortal.benchmarks;

import static dev.sortal.benchmarks.ReferenceModel.BATCH;
import static dev.sortal.benchmarks.ReferenceModel.BETA1;
import static dev.sortal.benchmarks.ReferenceModel.BETA2;
import static dev.sortal.benchmarks.ReferenceModel.CLASSES;
import static dev.sortal.benchmarks.ReferenceModel.EMBEDDING;
import static dev.sortal.benchmarks.ReferenceModel.EPSILON;
import static dev.sortal.benchmarks.ReferenceModel.FILTERS;
import static dev.sortal.benchmarks.ReferenceModel.HIDDEN;
import static dev.sortal.benchmarks.ReferenceModel.KERNEL;
import static dev.sortal.benchmarks.ReferenceModel.LENGTH;
import static dev.sortal.benchmarks.ReferenceModel.POOLED;
import static dev.sortal.benchmarks.ReferenceModel.RATE;
import static dev.sortal.benchmarks.ReferenceModel.VOCABULARY;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sortal.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * ONNX Runtime: one graph with the derivatives written out, every tensor in memory that is made
 * once, and Adam as one loop over each parameter.
 */
final class BareOnnx implements BareEngine {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final OrtSession training;
  private final OrtSession serving;
  private final IntBuffer ids = ints(BATCH * LENGTH);
  private final FloatBuffer targets = floats(BATCH * CLASSES);
  private final FloatBuffer loss = floats(1);
  private final FloatBuffer tokens = floats(BATCH * LENGTH * EMBEDDING);
  private final float[] tokenRows = new float[tokens.capacity()];
  private final IntBuffer row = ints(LENGTH);
  private final FloatBuffer rowLogits = floats(CLASSES);
  private final Map<String, OnnxTensor> trainingInputs = new HashMap<>();
  private final Map<String, OnnxTensor> trainingOutputs = new HashMap<>();
  private final Map<String, OnnxTensor> servingInputs;
  private final Map<String, OnnxTensor> servingOutputs;
  private int steps;

  /** A parameter, what Adam remembers of it, and the native memory that the graph reads. */
  private static final class Parameter {
    final float[] values;
    final float[] m;
    final float[] v;
    final float[] gradient;
    final FloatBuffer read;
    final FloatBuffer written;

    Parameter(float[] values) {
      this.values = values;
      this.m = new float[values.length];
      this.v = new float[values.length];
      this.gradient = new float[values.length];
      this.read = floats(values.length).put(0, values);
      this.written = floats(values.length);
    }

    void update(float rate) {
      adam(values, m, v, gradient, rate);
      read.put(0, values);
    }

    private static void adam(float[] p, float[] m, float[] v, float[] g, float rate) {
      for (int i = 0; i < p.length; i++) {
        float first = BETA1 * m[i] + (1 - BETA1) * g[i];
        float second = BETA2 * v[i] + (1 - BETA2) * g[i] * g[i];
        m[i] = first;
        v[i] = second;
        p[i] -= rate * first / ((float) Math.sqrt(second) + EPSILON);
      }
    }
  }

  BareOnnx() {
    Weights weights = ReferenceModel.weights();
    Map<String, float[]> values = new LinkedHashMap<>();
    values.put("embedding", weights.get("0.embedding.weight").toArray());
    values.put("kernel", ReferenceModel.reversed(weights.get("1.conv1d.weight")));
    values.put("kernelBias", new float[FILTERS]);
    values.put("hidden", ReferenceModel.reversed(weights.get("4.dense.weight")));
    values.put("hiddenBias", new float[HIDDEN]);
    values.put("output", ReferenceModel.reversed(weights.get("5.dense.weight")));
    values.put("outputBias", new float[CLASSES]);
    Map<String, long[]> shapes =
        Map.of(
            "embedding", new long[] {VOCABULARY, EMBEDDING},
            "kernel", new long[] {KERNEL * EMBEDDING, FILTERS},
            "kernelBias", new long[] {FILTERS},
            "hidden", new long[] {POOLED * FILTERS, HIDDEN},
            "hiddenBias", new long[] {HIDDEN},
            "output", new long[] {HIDDEN, CLASSES},
            "outputBias", new long[] {CLASSES});
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      training = environment.createSession(OnnxGraph.training(shapes), options);
      serving = environment.createSession(OnnxGraph.serving(values, shapes), options);
      for (Map.Entry<String, float[]> entry : values.entrySet()) {
        String name = entry.getKey();
        Parameter parameter = new Parameter(entry.getValue());
        long[] shape = shapes.getOrDefault(name, new long[0]);
        parameters.put(name, parameter);
        trainingInputs.put(name, tensor(parameter.read, shape));
        if (!name.equals("embedding")) {
          trainingOutputs.put("d." + name, tensor(parameter.written, shape));
        }
      }
      trainingInputs.put(
          "ids", OnnxTensor.createTensor(environment, ids, new long[] {BATCH, LENGTH}));
      trainingInputs.put("targets", tensor(targets, BATCH, CLASSES));
      trainingOutputs.put("loss", tensor(loss));
      trainingOutputs.put("d.tokens", tensor(tokens, BATCH, LENGTH, EMBEDDING));
      servingInputs =
          Map.of("ids", OnnxTensor.createTensor(environment, row, new long[] {1, LENGTH}));
      servingOutputs = Map.of("logits", tensor(rowLogits, 1, CLASSES));
    } catch (OrtException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private OnnxTensor tensor(FloatBuffer buffer, long... shape) throws OrtException {
    return OnnxTensor.createTensor(environment, buffer, shape);
  }

  @Override
  public float step(int[] rows, int[] classes) {
    ids.put(0, rows);
    for (int i = 0; i < classes.length; i++) {
      for (int j = 0; j < CLASSES; j++) {
        targets.put(i * CLASSES + j, classes[i] == j ? 1 : 0);
      }
    }
    run(training, trainingInputs, trainingOutputs);
    steps++;
    float rate =
        (float) (RATE * Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps)));
    parameters.forEach(
        (name, parameter) -> {
          if (name.equals("embedding")) {
            addTokens(rows, parameter.gradient);
          } else {
            parameter.written.get(0, parameter.gradient);
          }
          parameter.update(rate);
        });
    return loss.get(0);
  }

  private void addTokens(int[] rows, float[] gradient) {
    tokens.get(0, tokenRows);
    Arrays.fill(gradient, 0);
    for (int i = 0; i < rows.length; i++) {
      int to = rows[i] * EMBEDDING;
      for (int j = 0; j < EMBEDDING; j++) {
        gradient[to + j] += tokenRows[i * EMBEDDING + j];
      }
    }
  }

  @Override
  public float[] logits(int[] padded) {
    row.put(0, padded);
    run(serving, servingInputs, servingOutputs);
    float[] values = new float[CLASSES];
    rowLogits.get(0, values);
    return values;
  }

  private static void run(
      OrtSession session, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static FloatBuffer floats(int count) {
    return bytes(count * Float.BYTES).asFloatBuffer();
  }

  private static IntBuffer ints(int count) {
    return bytes(count * Integer.BYTES).asIntBuffer();
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    trainingInputs.values().forEach(OnnxTensor::close);
    trainingOutputs.values().forEach(OnnxTensor::close);
    servingInputs.values().forEach(OnnxTensor::close);
    servingOutputs.values().forEach(OnnxTensor::close);
    try {
      training.close();
      serving.close();
    } catch (OrtException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
