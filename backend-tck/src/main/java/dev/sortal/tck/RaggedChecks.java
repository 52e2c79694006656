package dev.sortal.tck;

import static dev.sortal.spec.Layers.add;
import static dev.sortal.spec.Layers.batchNorm;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.embeddingBag;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.globalAveragePool;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.maxPool1d;
import static dev.sortal.spec.Layers.parallel;

import dev.sortal.spec.Activation;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.DropoutUnit;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Padding;
import dev.sortal.spec.PoolScope;
import dev.sortal.spec.Side;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Short texts in long inputs: however an engine skips padding, it computes what the reference does,
 * which lays every row out at full length.
 */
interface RaggedChecks extends LearningChecks {
  /** Long enough that most positions of most rows are padding. */
  int LENGTH = 29;

  int KERNEL = 4;

  /** The lengths of the texts of each batch. */
  private static List<int[]> lengths() {
    return List.of(
        new int[] {2, 5, LENGTH, 3, 0, 6},
        new int[] {LENGTH - 1, 4},
        new int[] {9, 9, 9, 9, 9},
        new int[] {LENGTH, LENGTH},
        new int[] {KERNEL, 1, KERNEL, KERNEL},
        new int[] {KERNEL - 1, KERNEL - 1, 2},
        new int[] {1},
        new int[] {0, 0, 0});
  }

  private static Network text(Side padding, Layer... layers) {
    return Network.of(new Input.Tokens("text", Cases.VOCABULARY, LENGTH, padding), layers);
  }

  /** Networks whose layers meet padding in each of their ways. */
  private static Map<String, Network> networks() {
    Map<String, Network> cases = new LinkedHashMap<>();
    for (Side side : Side.values()) {
      for (Padding padding : Padding.values()) {
        for (int stride = 1; stride <= 3; stride++) {
          cases.put(
              "conv1d, " + padding + ", stride " + stride + ", flatten, " + side,
              text(
                  side,
                  embedding(3),
                  new Layer.Conv1d(4, KERNEL, stride, padding, Activation.TANH),
                  flatten(),
                  dense(Cases.CLASSES)));
        }
        cases.put(
            "two conv1d and pools, " + padding + ", " + side,
            text(
                side,
                embedding(3),
                conv1d(4, KERNEL, padding, Activation.TANH),
                maxPool1d(2),
                conv1d(5, 3, padding, Activation.RELU),
                new Layer.MaxPool1d(3, 2, Padding.SAME),
                flatten(),
                dense(6, Activation.RELU),
                dense(Cases.CLASSES)));
        cases.put(
            "average, " + padding + ", " + side,
            text(
                side,
                embedding(3),
                conv1d(4, KERNEL, padding, Activation.GELU),
                globalAveragePool(),
                dense(Cases.CLASSES)));
      }
      cases.put(
          "average over tokens, " + side,
          text(
              side,
              embedding(3),
              parallel(branch(), branch(conv1d(4, 3, Padding.SAME, Activation.TANH))),
              globalAveragePool(),
              dense(Cases.CLASSES)));
      cases.put(
          "average of the text's own, " + side,
          text(side, embedding(3), globalAveragePool(PoolScope.TOKENS), dense(Cases.CLASSES)));
      cases.put(
          "batchNorm, " + side,
          text(
              side,
              embedding(3),
              batchNorm(),
              conv1d(4, KERNEL, Activation.TANH),
              batchNorm(),
              flatten(),
              dense(Cases.CLASSES)));
      cases.put(
          "dropout of positions and elements, " + side,
          text(
              side,
              embedding(3),
              dropout(0.2, DropoutUnit.POSITIONS),
              conv1d(4, KERNEL, Padding.SAME, Activation.TANH),
              dropout(0.3),
              flatten(),
              dropout(0.3),
              dense(Cases.CLASSES)));
      cases.put(
          "branches of sequences, " + side,
          text(
              side,
              embedding(4),
              add(
                  branch(conv1d(4, 5, Padding.SAME, Activation.TANH)),
                  branch(conv1d(4, 2, Padding.SAME, Activation.LINEAR)),
                  branch()),
              conv1d(3, 2, Activation.RELU),
              flatten(),
              dense(Cases.CLASSES)));
      cases.put(
          "bags at positions, " + side,
          Network.of(
              new Input.Bags("text", Cases.VOCABULARY, LENGTH, side),
              embeddingBag(3, BagMode.SUM),
              conv1d(4, KERNEL, Padding.FULL, Activation.TANH),
              maxPool1d(2),
              flatten(),
              dense(Cases.CLASSES)));
    }
    return cases;
  }

  /** Of equal maxima many stand in padding. */
  private static Map<String, Network> withGlobalMax() {
    Map<String, Network> cases = new LinkedHashMap<>();
    for (Side side : Side.values()) {
      for (Padding padding : Padding.values()) {
        cases.put(
            "global max, " + padding + ", " + side,
            text(
                side,
                embedding(3),
                parallel(
                    branch(conv1d(4, KERNEL, padding, Activation.RELU), globalMaxPool()),
                    branch(conv1d(5, 2, padding, Activation.TANH), globalMaxPool())),
                dropout(0.5),
                dense(Cases.CLASSES)));
      }
    }
    return cases;
  }

  @TestFactory
  default Stream<DynamicTest> padding_counts_as_the_positions_that_it_is() {
    Map<String, Network> networks = networks();
    if (sharesGradientAmongEqualMaxima()) {
      networks.putAll(withGlobalMax());
    }
    return Checks.each(
        networks,
        (name, network) -> {
          TrainingPlan plan = Checks.plan(network, Optimizer.adam());
          List<LabelledBatch> batches = new ArrayList<>();
          for (int[] lengths : lengths()) {
            // Of blank positions alone the variance is 0, which magnifies every rounding.
            if (!NormCases.isIn(network) || IntStream.of(lengths).sum() >= 2 * KERNEL) {
              batches.add(Batches.ofLengths(network, lengths, batches.size()));
            }
          }
          assertSameTrajectory(name, plan, 0.01, batches);
        });
  }
}
