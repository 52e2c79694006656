package dev.sortal.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.spi.Backend;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Life cycle, threads, devices and refusals of an engine that serves. */
interface ServingChecks extends Checks {
  @Test
  default void closing_a_session_twice_is_fine_and_use_after_it_an_error() {
    Network network = Cases.plain();
    Batch batch = Batches.random(network, 2, 1).batch();
    InferenceSession session = backend().open(network, Cases.weights(network, 1), Execution.cpu());
    Checks.logits(session, network, batch);
    session.close();
    session.close();
    assertThatThrownBy(() -> Checks.logits(session, network, batch))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  default void sessions_side_by_side_keep_their_own_weights() {
    Network network = Cases.plain();
    Batch batch = Batches.random(network, 3, 1).batch();
    try (InferenceSession one =
            backend().open(network, Cases.weights(network, 1), Execution.cpu());
        InferenceSession other =
            backend().open(network, Cases.weights(network, 2), Execution.cpu())) {
      FloatBuffer before = Checks.logits(one, network, batch);
      assertThat(Checks.logits(other, network, batch)).isNotEqualTo(before);
      assertThat(Checks.logits(one, network, batch)).isEqualTo(before);
      other.close();
      assertThat(Checks.logits(one, network, batch)).isEqualTo(before);
    }
  }

  @Test
  default void sixteen_threads_get_the_answers_of_one()
      throws InterruptedException, ExecutionException {
    Network network = Cases.plain();
    Weights weights = Cases.weights(network, 3);
    List<Batch> batches = new ArrayList<>();
    List<FloatBuffer> expected = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (InferenceSession session = backend().open(network, weights, Execution.cpu())) {
      for (int i = 0; i < 8; i++) {
        batches.add(Batches.random(network, 1 + i, i).batch());
        expected.add(Checks.logits(session, network, batches.get(i)));
      }
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < 16; thread++) {
        int offset = thread;
        results.add(
            threads.submit(
                () -> {
                  int wrong = 0;
                  for (int i = 0; i < 100; i++) {
                    int which = (i + offset) % batches.size();
                    FloatBuffer logits = Checks.logits(session, network, batches.get(which));
                    wrong += logits.equals(expected.get(which)) ? 0 : 1;
                  }
                  return wrong;
                }));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void closing_waits_for_calls_in_progress()
      throws InterruptedException, ExecutionException {
    Network network = Cases.plain();
    Weights weights = Cases.weights(network, 3);
    Batch batch = Batches.random(network, 64, 1).batch();
    int callers = 4;
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      for (int round = 0; round < 10; round++) {
        InferenceSession session = backend().open(network, weights, Execution.cpu());
        FloatBuffer expected = Checks.logits(session, network, batch);
        CountDownLatch calling = new CountDownLatch(callers);
        AtomicBoolean closed = new AtomicBoolean();
        List<Future<Integer>> wrongAnswers = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
          wrongAnswers.add(
              threads.submit(
                  () -> {
                    calling.countDown();
                    return callUntilRefused(session, closed, batch, expected);
                  }));
        }
        calling.await();
        session.close();
        closed.set(true);
        for (Future<Integer> wrong : wrongAnswers) {
          assertThat(wrong.get()).isZero();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Counts wrong answers; one that comes after the session was closed is wrong too. */
  private static int callUntilRefused(
      InferenceSession session, AtomicBoolean closed, Batch batch, FloatBuffer expected) {
    int wrong = 0;
    while (wrong == 0) {
      boolean isLate = closed.get();
      FloatBuffer logits = Batches.floats(new float[expected.capacity()]);
      try {
        session.logits(batch, logits);
      } catch (IllegalStateException refused) {
        return wrong;
      }
      wrong += isLate || !logits.equals(expected) ? 1 : 0;
    }
    return wrong;
  }

  @Test
  default void a_gpu_that_is_not_there_is_refused() {
    Network network = Cases.plain();
    assertThat(backend().devices()).contains(Device.cpu()).doesNotContain(Checks.ABSENT_GPU);
    Execution execution = new Execution(Checks.ABSENT_GPU, 1);
    assertThatThrownBy(() -> backend().open(network, Cases.weights(network, 1), execution))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("\"" + backend().name() + "\" has no device " + Checks.ABSENT_GPU);
  }

  @Test
  default void auto_takes_a_device_that_is_there_and_says_which() {
    Network network = Cases.plain();
    Execution auto = new Execution(Device.auto(), 1);
    try (InferenceSession session = backend().open(network, Cases.weights(network, 1), auto)) {
      assertThat(backend().devices()).contains(session.device());
    }
  }

  @Test
  default void weights_of_another_network_are_refused_by_name() {
    Network network = Cases.plain();
    Weights others = Cases.weights(Cases.everything(), 1);
    assertThatThrownBy(() -> backend().open(network, others, Execution.cpu()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(".weight\"");
  }

  @Test
  default void the_backend_says_who_it_is() {
    assertThat(backend().spiVersion()).isEqualTo(Backend.SPI_VERSION);
    assertThat(backend().name()).matches("[a-z][a-z0-9-]*");
    assertThat(backend().engine()).isNotBlank();
  }
}
