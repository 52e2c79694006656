package dev.sortal.tck.reference;

import dev.sortal.spi.TrainingBackend;
import dev.sortal.tck.BackendCompliance;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The kit over the mutant that the configuration parameter {@code mutant} names. */
@ExtendWith(MutatedReference.ByConfiguration.class)
class MutatedReference extends BackendCompliance {
  static final String PARAMETER = "mutant";

  private final Mutant mutant;

  MutatedReference(Mutant mutant) {
    this.mutant = mutant;
  }

  @Override
  public TrainingBackend backend() {
    return mutant.backend();
  }

  @Override
  public TrainingBackend reference() {
    return mutant.reference();
  }

  @Override
  public boolean isSinglePrecision() {
    return false;
  }

  /** No test here: it takes most of the kit's time, and no mutant is about it alone. */
  @Override
  public Stream<DynamicTest> trajectory_of_each_preset_is_that_of_the_reference() {
    return Stream.empty();
  }

  /** No test here, for the same reason. */
  @Override
  public Stream<DynamicTest> each_preset_trains_as_in_keras() {
    return Stream.empty();
  }

  /** Hands the mutant to the constructor; without one there is nothing to test. */
  static final class ByConfiguration implements ParameterResolver, ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return context.getConfigurationParameter(PARAMETER).isPresent()
          ? ConditionEvaluationResult.enabled("A mutant is chosen.")
          : ConditionEvaluationResult.disabled("MutantsTest runs this with each mutant.");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Mutant.class;
    }

    @Override
    public Mutant resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return Mutant.valueOf(context.getConfigurationParameter(PARAMETER).orElseThrow());
    }
  }
}
