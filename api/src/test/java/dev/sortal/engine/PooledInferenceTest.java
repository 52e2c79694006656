package dev.sortal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PooledInferenceTest {
  private static final FloatBuffer INTO = FloatBuffer.allocate(1);

  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger engines = new AtomicInteger(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Runnable during = () -> {};

  private final PooledInference session =
      new PooledInference(Device.cpu(), Memory::new, engines::decrementAndGet);

  @AfterEach
  void end_threads() {
    threads.shutdownNow();
  }

  private final class Memory implements PooledInference.Call {
    private final AtomicBoolean isUsed = new AtomicBoolean();

    Memory() {
      made.incrementAndGet();
      open.incrementAndGet();
    }

    @Override
    public void logits(Batch batch, FloatBuffer into) {
      assertThat(isUsed.getAndSet(true)).as("used by another call").isFalse();
      during.run();
      isUsed.set(false);
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  private void call(int rows) {
    session.logits(new Batch(rows, List.of()), INTO);
  }

  /** That many calls that are all in progress at once. */
  private void callAtOnce(int calls, int rows) throws InterruptedException, ExecutionException {
    CountDownLatch all = new CountDownLatch(calls);
    during =
        () -> {
          all.countDown();
          try {
            all.await();
          } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
          }
        };
    List<Future<?>> results = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      results.add(threads.submit(() -> call(rows)));
    }
    for (Future<?> result : results) {
      result.get();
    }
    during = () -> {};
  }

  @Test
  void calls_one_after_the_other_share_one_memory() {
    for (int i = 0; i < 100; i++) {
      call(1 + i % 64);
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void calls_that_overlap_have_memory_of_their_own_and_64_of_it_are_kept()
      throws InterruptedException, ExecutionException {
    callAtOnce(80, 1);
    assertThat(made).hasValue(80);
    assertThat(open).hasValue(64);
    callAtOnce(64, 1);
    assertThat(made).as("all are used again").hasValue(80);
    assertThat(open).hasValue(64);
    session.close();
    assertThat(open).hasValue(0);
    assertThat(engines).hasValue(0);
  }

  @Test
  void memory_of_large_batches_is_let_go() throws InterruptedException, ExecutionException {
    call(256);
    assertThat(open).hasValue(1);
    call(100_000);
    assertThat(open).hasValue(0);
    callAtOnce(5, 257);
    assertThat(open).hasValue(0);
  }

  @Test
  void memory_of_a_call_that_failed_is_let_go() {
    IllegalStateException failure = new IllegalStateException("native");
    during =
        () -> {
          throw failure;
        };
    assertThatThrownBy(() -> call(1)).isSameAs(failure);
    assertThat(open).hasValue(0);
  }

  @Test
  void a_closed_session_says_so() {
    session.close();
    session.close();
    assertThat(engines).hasValue(0);
    assertThatThrownBy(() -> call(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This inference session is closed. Open a new one.");
  }

  @Test
  void many_threads_never_share_memory() throws InterruptedException, ExecutionException {
    List<Future<?>> results = new ArrayList<>();
    for (int thread = 0; thread < 100; thread++) {
      results.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 500; i++) {
                  call(1);
                }
              }));
    }
    for (Future<?> result : results) {
      result.get();
    }
    assertThat(open.get()).isBetween(1, 64);
    session.close();
    assertThat(open).hasValue(0);
  }
}
