package dev.sortal.backend.java;

import dev.sortal.engine.InputRows;
import dev.sortal.engine.RowBuffer;
import dev.sortal.spec.Node;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The batch that operations read: the same object for all of a program, refilled for each run. */
final class Feed {
  private @Nullable InputRows inputs;
  private Map<Node, RowBuffer> masks = Map.of();

  /** Takes a batch, and the masks of dropout where it is a step of training. */
  void take(InputRows inputs, Map<Node, RowBuffer> masks) {
    this.inputs = inputs;
    this.masks = masks;
  }

  InputRows inputs() {
    return Objects.requireNonNull(inputs);
  }

  RowBuffer mask(Node node) {
    return Objects.requireNonNull(masks.get(node));
  }
}
