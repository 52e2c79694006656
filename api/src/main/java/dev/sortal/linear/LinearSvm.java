package dev.sortal.linear;

import dev.sortal.data.EncodedSet;
import dev.sortal.linear.LinearModel.Solver;
import dev.sortal.spec.Input;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.training.RowOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Settings of a linear support vector machine, each class against the rest, with the squared hinge
 * loss and an L2 penalty: min 0.5 |w|^2 + c * sum weight_i max(0, 1 - y_i w x_i)^2.
 *
 * <p>Of two classes there is one w, and the logits of a row are -z and z. Of several labels a row,
 * each label is a problem of its own. There is no bias: it is the weight of an id that every row
 * has (see {@link dev.sortal.text.HashedNgrams#withConstant}), and counts in the penalty, as in
 * LIBLINEAR.
 *
 * <p>Rows that fit into {@link #memory} are fitted by dual coordinate descent, exactly; more by
 * stochastic gradient descent on the same objective, as they are read. Either gives the same bits
 * for the same rows and seed, however many threads there are.
 *
 * <pre>{@code
 * LinearModel model = LinearSvm.standard().threads(2).fit(set, inputs, 2, order);
 * }</pre>
 *
 * @param c how much the loss of a row counts, above 0
 * @param tolerance how far the gradients of the dual may be apart at the end, above 0
 * @param mostPasses the most passes of dual coordinate descent, at least 1
 * @param epochs the passes of stochastic gradient descent, at least 1
 * @param memory the most bytes that copies of rows, and duals, may take
 * @param threads how many classes are fitted at a time, at least 1
 * @param seed what orders of rows are drawn from
 */
public record LinearSvm(
    double c, double tolerance, int mostPasses, int epochs, long memory, int threads, long seed) {
  private static final long MOST_MEMORY = 1L << 29;

  /** The cost and the square of a row. */
  private static final int BYTES_OF_ROW = 8 + 8;

  /** The dual, the place in the order and the side of a row in a problem. */
  private static final int BYTES_OF_DUAL = 8 + 4 + 1;

  public LinearSvm {
    requireAbove("c", c);
    requireAbove("tolerance", tolerance);
    requireAtLeast(1, "mostPasses", mostPasses);
    requireAtLeast(1, "epochs", epochs);
    requireAtLeast(0, "memory", memory);
    requireAtLeast(1, "threads", threads);
  }

  private static void requireAbove(String what, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(what + " must be above 0, got " + value + ".");
    }
  }

  private static void requireAtLeast(int least, String what, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          what + " must be at least " + least + ", got " + value + ".");
    }
  }

  /**
   * c 1, tolerance 0.01, at most 1000 passes; a quarter of the heap, at most 512 MiB; 10 epochs
   * where that is not enough; one thread, seed 42.
   */
  public static LinearSvm standard() {
    long memory = Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / 4);
    return new LinearSvm(1, 1e-2, 1000, 10, memory, 1, 42);
  }

  /** These settings with that c. */
  public LinearSvm c(double c) {
    return new LinearSvm(c, tolerance, mostPasses, epochs, memory, threads, seed);
  }

  /** These settings with that tolerance. */
  public LinearSvm tolerance(double tolerance) {
    return new LinearSvm(c, tolerance, mostPasses, epochs, memory, threads, seed);
  }

  /** These settings with that many passes at most. */
  public LinearSvm mostPasses(int passes) {
    return new LinearSvm(c, tolerance, passes, epochs, memory, threads, seed);
  }

  /** These settings with that memory; with 0 rows are never copied. */
  public LinearSvm memory(long bytes) {
    return new LinearSvm(c, tolerance, mostPasses, epochs, bytes, threads, seed);
  }

  /** These settings with that many threads. */
  public LinearSvm threads(int threads) {
    return new LinearSvm(c, tolerance, mostPasses, epochs, memory, threads, seed);
  }

  /** These settings with that seed. */
  public LinearSvm seed(long seed) {
    return new LinearSvm(c, tolerance, mostPasses, epochs, memory, threads, seed);
  }

  /**
   * Fits a model.
   *
   * @param set the rows; the weight of a row multiplies its loss
   * @param inputs those of the set's columns, each of single bags or of one axis of numbers
   * @param classes how many classes or labels there are
   * @param order how often rows count, and in which order they are read where they do not fit into
   *     memory
   * @throws IllegalArgumentException if an input is of another kind
   */
  public LinearModel fit(EncodedSet set, List<Input> inputs, int classes, RowOrder order) {
    Sides sides = Sides.of(set.truth(), classes);
    long ofRows =
        set.rows() * (BYTES_OF_ROW + (long) BYTES_OF_DUAL * Math.min(threads, sides.count()));
    Optional<SparseRows> rows =
        ofRows > memory ? Optional.empty() : SparseRows.read(set, inputs, memory - ofRows);
    return rows.isPresent()
        ? exact(rows.get(), set, sides, visits(set.rows(), order))
        : new StreamedSolver(this, set, inputs, sides).run(order);
  }

  /** How often an epoch visits each row, in the mean of all epochs. */
  private double[] visits(int rows, RowOrder order) {
    double[] visits = new double[rows];
    for (int epoch = 1; epoch <= epochs; epoch++) {
      for (int row : order.epoch(epoch)) {
        visits[row]++;
      }
    }
    Arrays.setAll(visits, row -> visits[row] / epochs);
    return visits;
  }

  private LinearModel exact(SparseRows rows, EncodedSet set, Sides sides, double[] visits) {
    double[] costs = new double[rows.rows()];
    double[] squares = rows.squares();
    for (int row = 0; row < costs.length; row++) {
      costs[row] = sides.isKnown(row) ? c * visits[row] * set.weight(row) : 0;
    }
    float[] table = new float[Math.multiplyExact(rows.width(), sides.outputs())];
    AtomicBoolean interrupted = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, sides.count()));
    List<Future<Fitted>> problems = new ArrayList<>();
    for (int i = 0; i < sides.count(); i++) {
      int problem = i;
      problems.add(
          pool.submit(
              () -> {
                DualSolver solver =
                    new DualSolver(
                        rows,
                        sides.positive(problem),
                        costs,
                        squares,
                        this,
                        SplitMix64.derive(seed, problem));
                solver.run(interrupted::get);
                sides.write(problem, solver.weights(), table);
                return new Fitted(solver.passes(), solver.converged());
              }));
    }
    pool.shutdown();
    int passes = 0;
    boolean converged = true;
    for (Future<Fitted> problem : problems) {
      Fitted fitted = ended(problem, interrupted);
      passes = Math.max(passes, fitted.passes);
      converged &= fitted.converged;
    }
    if (interrupted.get()) {
      Thread.currentThread().interrupt();
    }
    return new LinearModel(
        rows.width(), sides.outputs(), table, Solver.DUAL_COORDINATE_DESCENT, passes, converged);
  }

  private record Fitted(int passes, boolean converged) {}

  /** Waits for a problem; an interrupt ends all of them where they stand. */
  private static Fitted ended(Future<Fitted> problem, AtomicBoolean interrupted) {
    while (true) {
      try {
        return problem.get();
      } catch (InterruptedException interrupt) {
        interrupted.set(true);
      } catch (ExecutionException failure) {
        // What is fitted beside it is for nobody.
        interrupted.set(true);
        throw new IllegalStateException("A linear model could not be fitted.", failure.getCause());
      }
    }
  }
}
