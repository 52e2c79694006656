package dev.sortal.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cleaning step that can begin at once.
 *
 * @param name what it drops or changes
 * @param settings its kind and settings for a file, or null
 * @param pass begins a pass
 */
record KnownStep(String name, @Nullable ObjectNode settings, Supplier<Pass> pass)
    implements CleaningStep {
  /** Settings of a kind, to which more can be added. */
  static ObjectNode settings(String kind) {
    return JsonNodeFactory.instance.objectNode().put("step", kind);
  }

  static KnownStep dropping(String name, ObjectNode settings, Predicate<Example> predicate) {
    return new KnownStep(name, settings, () -> example -> predicate.test(example) ? null : example);
  }

  static KnownStep relabelling(String name, ObjectNode settings, UnaryOperator<String> change) {
    return new KnownStep(name, settings, () -> LabelSteps.relabelling(change));
  }

  @Override
  public @Nullable ObjectNode settings() {
    return settings == null ? null : settings.deepCopy();
  }

  @Override
  public Pass begin() {
    return pass.get();
  }
}
