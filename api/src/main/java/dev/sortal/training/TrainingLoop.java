package dev.sortal.training;

import dev.sortal.data.EncodedSet;
import dev.sortal.error.BackendException;
import dev.sortal.error.TrainingException;
import dev.sortal.spec.Network;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network epoch by epoch and keeps the best weights.
 *
 * <p>For one run and one thread. With validation rows the best epoch is the one that the settings'
 * {@link Monitor} prefers, without them the last. Interrupting the thread ends the training after
 * the step in progress, with the best weights so far; that consumes the interrupt, and the history
 * says so.
 *
 * <pre>{@code
 * TrainingLoop loop = new TrainingLoop(session, network, training, validation, settings, listener);
 * TrainingLoop.Outcome outcome = loop.run();
 * }</pre>
 */
public final class TrainingLoop {
  private static final int VALIDATION_BATCH = 256;

  /**
   * What a training came to.
   *
   * @param weights the best weights, of every parameter
   * @param history what happened
   */
  public record Outcome(Weights weights, History history) {}

  private final TrainingSession session;
  private final int classes;
  private final Set<String> parameters = new LinkedHashSet<>();
  private final EncodedSet training;
  private final RowOrder order;
  private final EncodedSet validation;
  private final TrainingSettings settings;
  private final TrainingListener listener;
  private FloatBuffer logits;
  private long steps;

  private final List<Epoch> epochs = new ArrayList<>();
  private @Nullable Epoch best;
  private @Nullable Weights bestWeights;

  /**
   * A run over these rows, each once an epoch in an order that follows from the settings' seed.
   *
   * @param session begins where it stands; the caller closes it
   * @param training at least one row, each of a known class
   * @param validation rows that are never trained on, or none
   */
  public TrainingLoop(
      TrainingSession session,
      Network network,
      EncodedSet training,
      EncodedSet validation,
      TrainingSettings settings,
      TrainingListener listener) {
    this(
        session,
        network,
        training,
        RowOrder.shuffled(training.rows(), settings.seed()),
        validation,
        settings,
        listener);
  }

  /**
   * A run over these rows in that order.
   *
   * @param session begins where it stands; the caller closes it
   * @param training at least one row, each of a known class
   * @param order which of them an epoch visits
   * @param validation rows that are never trained on, or none
   */
  public TrainingLoop(
      TrainingSession session,
      Network network,
      EncodedSet training,
      RowOrder order,
      EncodedSet validation,
      TrainingSettings settings,
      TrainingListener listener) {
    if (training.rows() == 0) {
      throw new IllegalArgumentException("There are no rows to train on.");
    }
    this.session = session;
    this.classes = network.outputs();
    network.parameters().forEach(parameter -> parameters.add(parameter.name()));
    this.training = training;
    this.order = order;
    this.validation = validation;
    this.settings = settings;
    this.listener = listener;
    this.logits = logitsOf(VALIDATION_BATCH);
  }

  private FloatBuffer logitsOf(int rows) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(rows, classes * Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /**
   * Runs the epochs.
   *
   * @throws TrainingException if a loss is not finite or the engine fails; the message names the
   *     epoch and the step
   */
  public Outcome run() {
    History.End end = History.End.COMPLETED;
    try {
      for (int number = 1; number <= settings.epochs(); number++) {
        Epoch epoch = epoch(number);
        epochs.add(epoch);
        keepIfBest(epoch);
        listener.onEpoch(epoch, () -> session.weights(parameters));
        if (isPatienceOver()) {
          end = History.End.STOPPED_EARLY;
          break;
        }
      }
    } catch (InterruptedException interrupt) {
      end = History.End.INTERRUPTED;
      if (bestWeights == null) {
        // Nothing was compared: what is kept is the session's weights, in the middle of an epoch.
        best = null;
      }
    }
    Weights weights = bestWeights == null ? session.weights(parameters) : bestWeights;
    History history = new History(epochs, best == null ? 0 : best.number(), end);
    listener.onEnd(history);
    return new Outcome(weights, history);
  }

  /** What a run that failed leaves: the best epoch before it, if any was validated. */
  public Optional<Outcome> best() {
    return best == null || bestWeights == null
        ? Optional.empty()
        : Optional.of(
            new Outcome(bestWeights, new History(epochs, best.number(), History.End.FAILED)));
  }

  private Epoch epoch(int number) throws InterruptedException {
    long start = System.nanoTime();
    Tally tally = train(number, start);
    double trainingSeconds = seconds(start);
    Tally validated = validate(number);
    double monitored =
        switch (settings.monitor()) {
          case VALIDATION_LOSS -> validated.loss();
          case VALIDATION_ACCURACY -> validated.accuracy();
          case VALIDATION_BALANCED_ACCURACY -> validated.balancedAccuracy();
        };
    return new Epoch(
        number,
        tally.loss(),
        tally.accuracy(),
        validated.loss(),
        validated.accuracy(),
        validated.balancedAccuracy(),
        monitored,
        settings.learningRate(),
        seconds(start),
        tally.rows() / trainingSeconds);
  }

  private Tally train(int number, long start) throws InterruptedException {
    Tally tally = new Tally(classes);
    int[] rows = order.epoch(number);
    if (rows.length == 0) {
      throw new IllegalArgumentException("There are no rows to train on in epoch " + number + ".");
    }
    int largest = Math.min(settings.batchSize(), rows.length);
    if (logits.capacity() < largest * classes) {
      logits = logitsOf(largest);
    }
    int step = 0;
    int from = 0;
    try (BatchFeed feed = new BatchFeed(training, number, rows, settings.batchSize())) {
      for (LabelledBatch batch = feed.next(); batch != null; batch = feed.next()) {
        step++;
        int count = batch.batch().rows();
        double loss = step(batch, number, step);
        tally.add(loss, logits, training.truth(), rows, from, count);
        from += count;
        listener.onStep(
            new Progress(
                ++steps,
                settings.learningRate(),
                number,
                settings.epochs(),
                tally.rows(),
                rows.length,
                tally.loss(),
                tally.accuracy(),
                tally.rows() / seconds(start)));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
    return tally;
  }

  private double step(LabelledBatch batch, int epoch, int step) {
    double loss;
    try {
      loss = session.step(batch, settings.learningRate(), logits);
    } catch (BackendException failure) {
      throw failed("epoch " + epoch + ", step " + step, failure);
    }
    if (!Double.isFinite(loss)) {
      throw new TrainingException(
          "The loss ran away in epoch "
              + epoch
              + ", step "
              + step
              + ": expected a finite number, got "
              + loss
              + ". Lower the learning rate (it is "
              + settings.learningRate()
              + ") or limit the gradients with clipNorm(1).");
    }
    return loss;
  }

  private static TrainingException failed(String where, BackendException failure) {
    return new TrainingException(
        "Training failed in " + where + ": " + failure.getMessage(), failure);
  }

  private Tally validate(int epoch) throws InterruptedException {
    Tally tally = new Tally(classes);
    int[] order = ascending(validation.rows());
    try (BatchFeed feed = new BatchFeed(validation, 0, order, VALIDATION_BATCH)) {
      int from = 0;
      for (LabelledBatch batch = feed.next(); batch != null; batch = feed.next()) {
        try {
          session.logits(batch.batch(), logits);
        } catch (BackendException failure) {
          throw failed("the validation of epoch " + epoch, failure);
        }
        int to = from + batch.batch().rows();
        tally.add(logits, validation.truth(), from, to);
        from = to;
      }
    }
    return tally;
  }

  private void keepIfBest(Epoch epoch) {
    boolean comparable = !Double.isNaN(epoch.validationLoss());
    if (best == null || !comparable || settings.monitor().isBetter(epoch, best)) {
      best = epoch;
      // The weights of the last epoch are still in the session when the run ends.
      bestWeights =
          epoch.number() == settings.epochs() || !comparable ? null : session.weights(parameters);
    }
  }

  private boolean isPatienceOver() {
    return settings.patience() > 0
        && best != null
        && epochs.size() - best.number() >= settings.patience();
  }

  private static int[] ascending(int count) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = i;
    }
    return rows;
  }

  private static double seconds(long since) {
    return Math.max(System.nanoTime() - since, 1) * 1e-9;
  }
}
