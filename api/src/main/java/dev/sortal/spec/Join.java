package dev.sortal.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How {@link Layer.Parallel} makes one output of its branches' outputs. */
public enum Join {
  /** One after the other on the channel axis; the other axes must be equal. */
  @JsonProperty("concat")
  CONCAT,
  /** The sum; the shapes must be equal. */
  @JsonProperty("add")
  ADD
}
