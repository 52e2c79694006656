package dev.sortal.backend.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BackendException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Runs in a JVM without the module {@code jdk.incubator.vector}. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class KernelChoiceTest {
  @AfterEach
  void forget() {
    System.clearProperty(KernelChoice.PROPERTY);
  }

  @Test
  void without_the_module_loops_are_plain() {
    assertThat(KernelChoice.kernels().get()).isInstanceOf(PlainKernels.class);
  }

  @Test
  void plain_loops_may_be_asked_for() {
    System.setProperty(KernelChoice.PROPERTY, "plain");

    assertThat(KernelChoice.kernels().get()).isInstanceOf(PlainKernels.class);
  }

  @Test
  void vector_instructions_without_the_module_are_refused() {
    System.setProperty(KernelChoice.PROPERTY, "vector");

    assertThatThrownBy(KernelChoice::kernels)
        .isInstanceOf(BackendException.class)
        .hasMessage(
            "Backend \"java\" has no kernels \"vector\" (this JVM lacks the module):"
                + " -Dsortal.java.kernels is expected to be plain, or vector where the module is."
                + " Start it with --add-modules jdk.incubator.vector.");
  }

  @Test
  void an_unknown_name_is_refused() {
    System.setProperty(KernelChoice.PROPERTY, "fast");

    assertThatThrownBy(KernelChoice::kernels)
        .isInstanceOf(BackendException.class)
        .hasMessage(
            "Backend \"java\" has no kernels \"fast\" (there are none of that name):"
                + " -Dsortal.java.kernels is expected to be plain, or vector where the module is."
                + " Leave the property out to choose.");
  }

  @Test
  void the_diagnosis_says_which_kernels_compute() {
    assertThat(new JavaBackend().diagnosis()).containsPattern("kernels +plain loops\\R");
  }
}
