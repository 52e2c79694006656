package dev.sortal.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What {@link Layer.Dropout} keeps or zeroes as a whole. */
public enum DropoutUnit {
  /** Each element by itself. */
  @JsonProperty("elements")
  ELEMENTS,
  /** All channels of a position together: of a text, whole tokens. */
  @JsonProperty("positions")
  POSITIONS
}
