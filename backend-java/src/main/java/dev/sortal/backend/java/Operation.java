package dev.sortal.backend.java;

import dev.sortal.update.Updater;

/** What one node of a network does to a batch; holds the memory for it. For one thread. */
abstract class Operation {
  /** Computes the value of the node from those that it reads. */
  abstract void forward();

  /**
   * Adds to the gradients of the values that it reads, and gives those of its parameters away.
   *
   * @param updater takes the gradients of parameters that are trained
   */
  abstract void backward(Updater updater);
}
