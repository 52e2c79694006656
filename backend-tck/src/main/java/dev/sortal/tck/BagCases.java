package dev.sortal.tck;

import static dev.sortal.spec.Layers.add;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.embeddingBag;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalAveragePool;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;

import dev.sortal.spec.Activation;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.DropoutUnit;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Padding;
import dev.sortal.spec.PoolScope;
import dev.sortal.spec.Side;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small networks over bags of weighted ids, and over the positions of tokens. */
final class BagCases {
  static final int POSITIONS = 6;

  private BagCases() {}

  /** One bag a row. */
  static Input.Bags wide() {
    return new Input.Bags("wide", Cases.VOCABULARY, 0);
  }

  /** A bag at each position, padded on that side. */
  static Input.Bags subwords(Side padding) {
    return new Input.Bags("subwords", Cases.VOCABULARY, POSITIONS, padding);
  }

  private static Input.Tokens words(Side padding) {
    return new Input.Tokens("words", Cases.VOCABULARY, POSITIONS, padding);
  }

  /** Each layer in each of its forms. */
  static Map<String, Network> layers() {
    Map<String, Network> cases = new LinkedHashMap<>();
    for (BagMode mode : BagMode.values()) {
      cases.put(
          "embeddingBag, " + mode + ", one bag a row, as logits",
          Network.of(wide(), embeddingBag(Cases.CLASSES, mode)));
      cases.put(
          "embeddingBag, " + mode + ", one bag a row, dense",
          Network.of(
              wide(), embeddingBag(5, mode), dense(4, Activation.TANH), dense(Cases.CLASSES)));
      for (Side side : Side.values()) {
        cases.put(
            "embeddingBag, " + mode + ", at positions, " + side,
            Network.of(
                subwords(side),
                embeddingBag(4, mode),
                conv1d(5, 2, Activation.TANH),
                flatten(),
                dense(Cases.CLASSES)));
      }
    }
    cases.put(
        "two tables over the same bags",
        Network.of(
            List.of(wide()),
            List.of(
                add(
                    branch(from("wide"), embeddingBag(Cases.CLASSES, BagMode.SUM)),
                    branch(from("wide"), embeddingBag(4, BagMode.MEAN), dense(Cases.CLASSES))))));
    for (Side side : Side.values()) {
      cases.put("globalAveragePool over tokens, " + side, averaged(side));
      cases.put("words and subwords, wide and deep, " + side, deep(side, false));
    }
    cases.put(
        "globalAveragePool over bags at positions",
        Network.of(
            subwords(Side.PRE),
            embeddingBag(3, BagMode.MEAN),
            globalAveragePool(PoolScope.TOKENS),
            dense(Cases.CLASSES)));
    return cases;
  }

  private static Network averaged(Side side) {
    return Network.of(
        new Input.Tokens("text", Cases.VOCABULARY, Cases.LENGTH, side),
        embedding(4),
        conv1d(5, 3, Padding.SAME, Activation.TANH),
        new Layer.MaxPool1d(2, 1, Padding.SAME),
        globalAveragePool(PoolScope.TOKENS),
        dense(Cases.CLASSES));
  }

  /** Every layer of bags and positions with every other that they stand beside. */
  static Network everything() {
    return deep(Side.POST, true);
  }

  /** Words with the mean of their subwords through convolutions, added to a wide sum. */
  private static Network deep(Side side, boolean dropped) {
    double rate = dropped ? 0.3 : 0;
    return Network.of(
        List.of(words(side), subwords(side), wide()),
        List.of(
            add(
                branch(
                    add(
                        branch(from("words"), embedding(4)),
                        branch(from("subwords"), embeddingBag(4, BagMode.MEAN))),
                    dropout(rate, DropoutUnit.POSITIONS),
                    parallel(
                        branch(conv1d(3, 2, Padding.FULL, Activation.RELU), globalMaxPool()),
                        branch(globalAveragePool(PoolScope.TOKENS)),
                        branch(globalMaxPool())),
                    dropout(rate),
                    dense(Cases.CLASSES)),
                branch(from("wide"), embeddingBag(Cases.CLASSES, BagMode.SUM)))));
  }
}
