package dev.sortal.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;

/**
 * What training makes small.
 *
 * <pre>{@code
 * Loss loss = Loss.crossEntropy();
 * }</pre>
 */
@JsonTypeInfo(use = Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Loss.SoftmaxCrossEntropy.class, name = "softmaxcrossentropy"),
  @JsonSubTypes.Type(value = Loss.SigmoidCrossEntropy.class, name = "sigmoidcrossentropy")
})
public sealed interface Loss {
  /** Softmax cross-entropy over logits: one class for each row. */
  static Loss crossEntropy() {
    return new SoftmaxCrossEntropy(0);
  }

  /** Sigmoid cross-entropy over logits: any number of labels for each row. */
  static Loss severalLabels() {
    return new SigmoidCrossEntropy(0);
  }

  /** How much of each target is spread evenly, in [0, 1). */
  double labelSmoothing();

  /** Whether a row has one class, which excludes the others; else each label is for itself. */
  boolean exclusive();

  private static void requireShare(double labelSmoothing) {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "labelSmoothing must be in [0, 1), got " + labelSmoothing + ".");
    }
  }

  /**
   * sum(w_i * ce_i) / n over the n rows of a batch, ce the cross-entropy of softmax(logits) with
   * the target (1 - e) * onehot + e / classes.
   *
   * @param labelSmoothing e, in [0, 1)
   */
  record SoftmaxCrossEntropy(double labelSmoothing) implements Loss {
    public SoftmaxCrossEntropy {
      requireShare(labelSmoothing);
    }

    @Override
    public boolean exclusive() {
      return true;
    }
  }

  /**
   * sum(w_i * mean_j ce_ij) / n over the n rows of a batch and their labels j, ce_ij the binary
   * cross-entropy of sigmoid(logit) with the target (1 - e) * y + e / 2, y 0 or 1.
   *
   * @param labelSmoothing e, in [0, 1)
   */
  record SigmoidCrossEntropy(double labelSmoothing) implements Loss {
    public SigmoidCrossEntropy {
      requireShare(labelSmoothing);
    }

    @Override
    public boolean exclusive() {
      return false;
    }
  }
}
