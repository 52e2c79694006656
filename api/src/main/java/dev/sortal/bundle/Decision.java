package dev.sortal.bundle;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;
import java.util.List;

/** How logits become probabilities and labels. */
@JsonTypeInfo(use = Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Decision.OneLabel.class, name = "oneLabel"),
  @JsonSubTypes.Type(value = Decision.SeveralLabels.class, name = "severalLabels")
})
public sealed interface Decision {
  /** Softmax; the likeliest label. */
  record OneLabel() implements Decision {}

  /**
   * Sigmoid; every label whose probability reaches its threshold.
   *
   * @param thresholds for each label, in (0, 1]
   */
  record SeveralLabels(List<Double> thresholds) implements Decision {
    public SeveralLabels {
      thresholds = List.copyOf(thresholds);
      for (double threshold : thresholds) {
        if (!(threshold > 0 && threshold <= 1)) {
          throw new IllegalArgumentException(
              "A threshold must be in (0, 1], got " + threshold + ".");
        }
      }
    }
  }
}
