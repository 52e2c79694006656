package dev.sortal.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Lets Ctrl-C (or a request to terminate) end a training cleanly: the first one interrupts the
 * training thread, which saves what was learned so far; the second ends the process at once.
 *
 * <p>Not a shutdown hook: the engine frees itself in one of its own, and could not save any more.
 */
final class CleanEnd implements AutoCloseable {
  private static final int ENDED_BY_SIGNAL = 130;

  private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
  private final List<Signal> received = new ArrayList<>();

  /** For the current thread, until {@link #close()}. */
  CleanEnd() {
    Thread training = Thread.currentThread();
    for (String name : List.of("INT", "TERM")) {
      Signal signal = new Signal(name);
      before.put(signal, Signal.handle(signal, received -> end(received, training)));
    }
  }

  private synchronized void end(Signal signal, Thread training) {
    if (!received.isEmpty()) {
      Runtime.getRuntime().halt(ENDED_BY_SIGNAL);
    }
    received.add(signal);
    System.err.println("\nEnding: saving what was learned so far. Once more to give it up.");
    training.interrupt();
  }

  @Override
  public void close() {
    before.forEach(Signal::handle);
  }
}
