package dev.sortal.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The end of a text at which it is padded or cut. */
public enum Side {
  /** Before the first token, as in Keras's scripts. */
  @JsonProperty("pre")
  PRE,
  /** After the last token. */
  @JsonProperty("post")
  POST
}
