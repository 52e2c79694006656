package dev.sortal.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A cleaning step that must have seen all examples before it can judge the first.
 *
 * @param name what it drops or changes
 * @param settings its kind and settings for a file
 * @param learn reads the examples as the step will meet them
 */
record LookAhead(String name, ObjectNode settings, Function<Source, Supplier<Pass>> learn)
    implements CleaningStep {
  @Override
  public ObjectNode settings() {
    return settings.deepCopy();
  }

  @Override
  public CleaningStep prepare(Source before) {
    return CleaningStep.of(name, learn.apply(before));
  }

  @Override
  public Pass begin() {
    throw new IllegalStateException(
        "The cleaning step \""
            + name
            + "\" has not looked at the examples: call prepare(...) first.");
  }
}
