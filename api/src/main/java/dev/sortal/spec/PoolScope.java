package dev.sortal.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which positions {@link Layer.GlobalAveragePool} counts. */
public enum PoolScope {
  /** Every position, padded ones too. */
  @JsonProperty("all")
  ALL,
  /** The positions of a row's own tokens, or bags, and not those of its padding. */
  @JsonProperty("tokens")
  TOKENS
}
