package dev.sortal.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The function that a convolution or a dense layer applies to each of its outputs. */
public enum Activation {
  /** The identity. */
  @JsonProperty("linear")
  LINEAR,
  /** max(0, x), with gradient 0 at 0. */
  @JsonProperty("relu")
  RELU,
  /** The hyperbolic tangent. */
  @JsonProperty("tanh")
  TANH,
  /** 1 / (1 + exp(-x)). */
  @JsonProperty("sigmoid")
  SIGMOID,
  /** x * (1 + erf(x / sqrt 2)) / 2: the exact form, not the tanh approximation. */
  @JsonProperty("gelu")
  GELU
}
