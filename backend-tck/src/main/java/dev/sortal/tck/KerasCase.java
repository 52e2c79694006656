package dev.sortal.tck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.format.Safetensors;
import dev.sortal.spec.Input;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.SpecJson;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Session;
import dev.sortal.spi.Targets;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * What Keras made of a network, or PyTorch: a training from given weights over given batches, and
 * its results.
 *
 * <p>{@code keras_golden.py} and {@code torch_golden.py} write them, in groups of one JSON file and
 * one file of tensors.
 *
 * @param name the case's name
 * @param plan the training, from its first weights
 * @param learningRate of every step
 * @param batches one epoch
 * @param losses the loss of every step, over several epochs
 * @param results the tensors after the last step: {@code final/<parameter>}, {@code
 *     state/<parameter>.<slot>} and {@code logits}, those of the rows of all batches
 * @param sampled the parameters of whose final tensor only each n-th element is kept, with n
 */
record KerasCase(
    String name,
    TrainingPlan plan,
    double learningRate,
    List<LabelledBatch> batches,
    List<Double> losses,
    Weights results,
    Map<String, Integer> sampled) {

  /** The cases of a group: layers, optimizers, losses, maps or presets. */
  static List<KerasCase> group(String group) {
    return read("keras/" + group);
  }

  /** The cases of bags, which are PyTorch's: Keras has no such layer. */
  static List<KerasCase> bags() {
    return read("torch/bags");
  }

  private static List<KerasCase> read(String file) {
    Weights tensors = Safetensors.read(bytes(file + ".safetensors"));
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(bytes(file + ".json"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return list(json.get("cases")).stream().map(node -> read(node, tensors)).toList();
  }

  private static byte[] bytes(String name) {
    try (InputStream in = KerasCase.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("The compliance kit lacks its file " + name + ".");
      }
      return in.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static KerasCase read(JsonNode json, Weights tensors) {
    String name = json.get("name").textValue();
    Network network = SpecJson.read(json.get("network"), Network.class);
    TrainingPlan plan =
        TrainingPlan.of(
            network,
            SpecJson.read(json.get("optimizer"), Optimizer.class),
            SpecJson.read(json.get("loss"), Loss.class),
            json.get("seed").longValue());
    if (!json.get("clipNorm").isNull()) {
      plan = plan.withClipNorm(json.get("clipNorm").doubleValue());
    }
    if (json.get("initial").textValue().equals("stored")) {
      plan = plan.withWeights(below(tensors, name + "/initial/"));
    }
    Map<String, Integer> sampled = new LinkedHashMap<>();
    json.get("sampled")
        .properties()
        .forEach(entry -> sampled.put(entry.getKey(), entry.getValue().intValue()));
    return new KerasCase(
        name,
        plan,
        json.get("learningRate").doubleValue(),
        list(json.get("batches")).stream().map(batch -> batch(network, batch)).toList(),
        list(json.get("losses")).stream().map(JsonNode::doubleValue).toList(),
        below(tensors, name + "/"),
        sampled);
  }

  /** The tensors whose names begin so, by the rest of their names. */
  static Weights below(Weights tensors, String prefix) {
    Map<String, Tensor> below = new LinkedHashMap<>();
    tensors
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(prefix)) {
                below.put(name.substring(prefix.length()), tensor);
              }
            });
    return Weights.of(below);
  }

  /** The elements of the parameters that the case keeps. */
  Weights kept(Weights all) {
    Map<String, Tensor> kept = new LinkedHashMap<>(all.asMap());
    sampled.forEach(
        (name, every) -> {
          float[] values = all.get(name).toArray();
          float[] some = new float[(values.length + every - 1) / every];
          for (int i = 0; i < some.length; i++) {
            some[i] = values[i * every];
          }
          kept.put(name, Tensor.of(Shape.of(some.length), some));
        });
    return Weights.of(kept);
  }

  /** Compares the logits of the rows of all batches, after the last step. */
  void assertLogits(Session session) {
    Network network = plan.network();
    FloatBuffer expected = results.get("logits").buffer();
    int row = 0;
    for (LabelledBatch batch : batches) {
      int rows = batch.batch().rows();
      Agreement.assertAgree(
          Agreement.tolerance(network),
          name + ", logits from row " + row,
          Checks.logits(session, network, batch.batch()),
          expected.slice(row * network.outputs(), rows * network.outputs()),
          rows * network.outputs());
      row += rows;
    }
  }

  private static LabelledBatch batch(Network network, JsonNode json) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < network.inputs().size(); i++) {
      List<JsonNode> rows = list(json.get("columns").get(i));
      Input input = network.inputs().get(i);
      if (input instanceof Input.Bags bags) {
        columns.add(MadeUpBags.read(rows, bags.positions() > 0));
      } else {
        columns.add(input instanceof Input.Tokens ? texts(rows) : numbers(rows));
      }
    }
    int[] classes = list(json.get("classes")).stream().mapToInt(JsonNode::intValue).toArray();
    return new LabelledBatch(
        new Batch(classes.length, columns),
        new Targets.Classes(Batches.ints(classes)),
        Batches.floats(floats(list(json.get("rowWeights")))));
  }

  private static Column texts(List<JsonNode> rows) {
    int[] offsets = new int[rows.size() + 1];
    for (int row = 0; row < rows.size(); row++) {
      offsets[row + 1] = offsets[row] + rows.get(row).size();
    }
    int[] ids =
        rows.stream().flatMap(row -> list(row).stream()).mapToInt(JsonNode::intValue).toArray();
    return new Column.Ids(Batches.ints(ids), Batches.ints(offsets));
  }

  private static Column numbers(List<JsonNode> rows) {
    return new Column.Floats(
        Batches.floats(floats(rows.stream().flatMap(row -> list(row).stream()).toList())));
  }

  private static float[] floats(List<JsonNode> numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers.get(i).floatValue();
    }
    return floats;
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
