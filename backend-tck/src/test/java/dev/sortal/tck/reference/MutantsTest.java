package dev.sortal.tck.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The kit notices what it says it checks: each mutant of the reference fails the test named. */
@Tag("mutants")
class MutantsTest {
  @ParameterizedTest
  @EnumSource(Mutant.class)
  void fails_the_test_that_is_about_it_and_passes_a_third_of_all(Mutant mutant) {
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(MutatedReference.class))
            .configurationParameter(MutatedReference.PARAMETER, mutant.name())
            .execute();
    Set<String> failed = methods(results.allEvents().failed().stream());
    Set<String> passed = methods(results.allEvents().succeeded().stream());
    passed.removeAll(failed);
    assertThat(failed).contains(mutant.noticedBy());
    assertThat(2 * passed.size()).as("twice those passed").isGreaterThanOrEqualTo(failed.size());
  }

  private static Set<String> methods(Stream<Event> events) {
    Set<String> names = new TreeSet<>();
    events
        .map(event -> method(event.getTestDescriptor()))
        .flatMap(Optional::stream)
        .forEach(names::add);
    return names;
  }

  /** The test method that an event belongs to; for a dynamic test the factory. */
  private static Optional<String> method(TestDescriptor descriptor) {
    Optional<TestDescriptor> current = Optional.of(descriptor);
    while (current.isPresent()) {
      if (current.get().getSource().orElse(null) instanceof MethodSource source) {
        return Optional.of(source.getMethodName());
      }
      current = current.get().getParent();
    }
    return Optional.empty();
  }
}
