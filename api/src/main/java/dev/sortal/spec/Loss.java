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
@JsonSubTypes(
    @JsonSubTypes.Type(value = Loss.SoftmaxCrossEntropy.class, name = "softmaxcrossentropy"))
public sealed interface Loss {
  /** Softmax cross-entropy over logits: one class for each row. */
  static Loss crossEntropy() {
    return new SoftmaxCrossEntropy(0);
  }

  /**
   * sum(w_i * ce_i) / n over the n rows of a batch, ce the cross-entropy of softmax(logits) with
   * the target (1 - e) * onehot + e / classes.
   *
   * @param labelSmoothing e, in [0, 1)
   */
  record SoftmaxCrossEntropy(double labelSmoothing) implements Loss {
    public SoftmaxCrossEntropy {
      if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
        throw new IllegalArgumentException(
            "labelSmoothing must be in [0, 1), got " + labelSmoothing + ".");
      }
    }
  }
}
