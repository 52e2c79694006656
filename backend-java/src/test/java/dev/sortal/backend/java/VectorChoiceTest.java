package dev.sortal.backend.java;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs in a JVM with the module {@code jdk.incubator.vector}. */
class VectorChoiceTest {
  @AfterEach
  void forget() {
    System.clearProperty(KernelChoice.PROPERTY);
  }

  @Test
  void vector_instructions_may_be_insisted_on() {
    System.setProperty(KernelChoice.PROPERTY, "vector");

    assertThat(KernelChoice.kernels().get()).isInstanceOf(VectorKernels.class);
    assertThat(new JavaBackend().diagnosis())
        .containsPattern("kernels +vector instructions \\(\\d+ bits\\)\\R");
  }

  @Test
  void plain_loops_may_be_asked_for() {
    System.setProperty(KernelChoice.PROPERTY, "plain");

    assertThat(KernelChoice.kernels().get()).isInstanceOf(PlainKernels.class);
  }
}
