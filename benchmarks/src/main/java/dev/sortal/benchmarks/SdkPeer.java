package dev.sortal.benchmarks;

import static dev.sortal.spec.Layers.dense;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Presets;
import dev.sortal.spec.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SDK in a process of its own, a {@link Peer}: "train" is an epoch over the rows of a file,
 * "plain" one in plain order, "one" gives what single texts took to their labels, in microseconds,
 * "bulk" classifies as many texts as there are rows.
 *
 * <p>Takes the engine, the file of rows, the texts, the preset and the number of single texts.
 */
final class SdkPeer implements AutoCloseable {
  private final String engine;
  private final TextRows rows;
  private final List<Example> texts;
  private final String preset;
  private final double[] micros;
  private @Nullable SdkTraining training;
  private @Nullable Classifier classifier;
  private int next;

  private SdkPeer(String[] arguments) {
    this.engine = arguments[0];
    this.rows = TextRows.read(Path.of(arguments[1]));
    this.texts = TextRows.texts(arguments[2]);
    this.preset = arguments[3];
    this.micros = new double[Integer.parseInt(arguments[4])];
  }

  public static void main(String[] arguments) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (SdkPeer peer = new SdkPeer(arguments)) {
      System.out.println(
          "Sortal on " + arguments[0] + ", Java " + System.getProperty("java.version"));
      for (String work = in.readLine(); work != null; work = in.readLine()) {
        System.out.println(
            peer.answer(work)
                .mapToObj(number -> String.format(Locale.ROOT, "%.9f", number))
                .collect(Collectors.joining(" ")));
      }
    }
  }

  /** The network of a preset over rows of ids. */
  static Network network(String preset, TextRows rows) {
    List<Layer> layers = new ArrayList<>(Presets.named(preset));
    layers.add(dense(rows.classes()));
    return Network.of(
        List.of(new Input.Tokens("text", rows.vocabulary(), rows.length(), Side.POST)), layers);
  }

  private DoubleStream answer(String work) {
    return switch (work) {
      case "train" -> cost(training()::bucketedEpoch);
      case "plain" -> cost(training()::epoch);
      case "one" -> {
        one(classifier());
        yield DoubleStream.of(micros);
      }
      case "bulk" -> cost(() -> bulk(classifier()));
      default -> throw new IllegalArgumentException("There is no work \"" + work + "\".");
    };
  }

  private static DoubleStream cost(Runnable work) {
    Cost cost = Cost.of(work);
    return DoubleStream.of(cost.cpu(), cost.wall());
  }

  private void one(Classifier warm) {
    for (int i = 0; i < micros.length; i++) {
      Example text = texts.get(next++ % texts.size());
      long start = System.nanoTime();
      warm.classify(text);
      micros[i] = (System.nanoTime() - start) * 1e-3;
    }
  }

  private void bulk(Classifier warm) {
    Stream<Example> some = texts.stream().limit(rows.truth().length);
    try (Stream<?> predictions = warm.classifyAll(some)) {
      predictions.forEach(prediction -> {});
    }
  }

  private SdkTraining training() {
    if (training == null) {
      training = new SdkTraining(engine, network(preset, rows), rows.encoded());
    }
    return training;
  }

  private Classifier classifier() {
    if (classifier == null) {
      classifier =
          Pipeline.text(TextRows.encoder())
              .preset(preset)
              .backend(engine)
              .epochs(1)
              .train(Dataset.of(texts));
    }
    return classifier;
  }

  @Override
  public void close() {
    if (training != null) {
      training.close();
    }
    if (classifier != null) {
      classifier.close();
    }
  }
}
