package dev.sortal.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How {@link Layer.EmbeddingBag} makes one vector of those of a bag's ids. */
public enum BagMode {
  /** The sum of each id's vector times its weight. */
  @JsonProperty("sum")
  SUM,
  /** That sum over the sum of the weights; 0 where the weights add up to 0. */
  @JsonProperty("mean")
  MEAN
}
