package dev.sortal.training;

import dev.sortal.data.ByLength;
import dev.sortal.data.EncodedSet;
import dev.sortal.error.BackendException;
import dev.sortal.error.SortalException;
import dev.sortal.error.TrainingException;
import dev.sortal.spec.Network;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

  /**
   * What a training came to.
   *
   * @param weights the best weights, of every parameter
   * @param optimizers what optimizers remembered when the weights were these, where it is kept
   * @param history what happened
   */
  public record Outcome(Weights weights, @Nullable OptimizerState optimizers, History history) {}

  private final TrainingSession session;
  private final int classes;
  private final Set<String> parameters = new LinkedHashSet<>();
  private final TrainingRows training;
  private final Validation validation;
  private final TrainingSettings settings;
  private final TrainingListener listener;
  private final WeightKeeping keeping;
  private FloatBuffer logits;
  private long stepsOfEpoch;

  private Run run;
  private @Nullable CheckpointFolder folder;
  private boolean keepsOptimizers;
  private Consumer<Outcome> bestSoFar = outcome -> {};

  /**
   * A run over these rows, each once an epoch in an order that follows from the settings' seed.
   *
   * @param session begins where it stands; the caller closes it
   * @param network all of whose trainable parameters are trained
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
        trainable(network),
        TrainingRows.shuffled(training, settings.seed()),
        ValidationRows.of(validation, network.outputs()),
        settings,
        listener);
  }

  /**
   * A run by a plan.
   *
   * @param session begins where it stands; the caller closes it
   * @param plan what the session was opened with
   * @throws IllegalArgumentException if settings name parameters that there are not, or need
   *     validation rows where there are none
   */
  public TrainingLoop(
      TrainingSession session,
      TrainingPlan plan,
      TrainingRows training,
      ValidationRows validation,
      TrainingSettings settings,
      TrainingListener listener) {
    this(
        session,
        plan.network(),
        ParameterGroup.trained(plan.groups()),
        training,
        validation,
        settings,
        listener);
  }

  private TrainingLoop(
      TrainingSession session,
      Network network,
      Set<String> trained,
      TrainingRows training,
      ValidationRows validation,
      TrainingSettings settings,
      TrainingListener listener) {
    if (settings.schedule().looksAtFigures() && validation.set().rows() == 0) {
      throw new IllegalArgumentException(
          "A rate that is reduced on a plateau needs validation rows, got none. Hold some back, or"
              + " choose another schedule.");
    }
    this.session = session;
    this.classes = network.outputs();
    network.parameters().forEach(parameter -> parameters.add(parameter.name()));
    this.training = training;
    this.validation = new Validation(validation, settings.stopping().monitor());
    this.settings = settings;
    this.listener = listener;
    this.keeping = new WeightKeeping(network, trained, settings);
    this.logits = logitsOf(ByLength.BATCH);
    this.run = new Run(classes);
  }

  private static Set<String> trainable(Network network) {
    Set<String> names = new LinkedHashSet<>();
    network.parameters().stream()
        .filter(Parameter::trainable)
        .forEach(parameter -> names.add(parameter.name()));
    return names;
  }

  private FloatBuffer logitsOf(int rows) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(rows, classes * Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /**
   * Saves checkpoints in that folder from now on.
   *
   * @param bestSoFar is given each epoch that is better than all before, where there are validation
   *     rows
   */
  public void saveTo(CheckpointFolder folder, Consumer<Outcome> bestSoFar) {
    this.folder = folder;
    this.bestSoFar = bestSoFar;
  }

  /** Keeps what optimizers remember with the weights that are kept. */
  public void keepOptimizers() {
    keepsOptimizers = true;
  }

  /** Goes on from a checkpoint, in a session that was opened with its weights and optimizers. */
  public void goOnFrom(Checkpoint checkpoint) {
    run = Run.of(checkpoint, classes);
  }

  /**
   * Runs the epochs.
   *
   * @throws TrainingException if a loss is not finite or the engine fails; the message names the
   *     epoch and the step
   */
  public Outcome run() {
    History.End end = History.End.COMPLETED;
    int kept = 0;
    int rows = training.order().epoch(1).length;
    stepsOfEpoch = (rows + settings.batchSize() - 1) / settings.batchSize();
    try {
      while (run.epoch <= settings.epochs()
          && !run.isPatienceOver(settings.stopping().patience())) {
        epoch();
      }
      if (run.isPatienceOver(settings.stopping().patience())) {
        end = History.End.STOPPED_EARLY;
      }
      kept = run.best;
    } catch (InterruptedException interrupt) {
      end = History.End.INTERRUPTED;
      save();
      // Where nothing was compared, the weights in the middle of an epoch are kept: those of none.
      kept = run.bestWeights == null ? 0 : run.best;
    }
    Weights weights = run.bestWeights == null ? current() : run.bestWeights;
    OptimizerState optimizers = run.bestWeights == null ? optimizers() : run.bestOptimizers;
    History history = new History(run.epochs, kept, end);
    listener.onEnd(history);
    return new Outcome(weights, optimizers, history);
  }

  private @Nullable OptimizerState optimizers() {
    return keepsOptimizers ? session.state() : null;
  }

  /** The weights that would be kept if the training ended now: averages where there are some. */
  private Weights current() {
    Weights weights = session.weights(parameters);
    return run.average == null ? weights : weights.with(run.average);
  }

  /** What a run that failed leaves: the best epoch before it, if any was validated. */
  public Optional<Outcome> best() {
    return run.bestWeights == null
        ? Optional.empty()
        : Optional.of(
            new Outcome(
                run.bestWeights,
                run.bestOptimizers,
                new History(run.epochs, run.best, History.End.FAILED)));
  }

  private void epoch() throws InterruptedException {
    int number = run.epoch;
    run.start = System.nanoTime();
    train();
    double trainingSeconds = run.seconds();
    Weights trained = keeping.putAverageInPlace(session, run);
    try {
      Judged judged = validation.judge(session, number, logits);
      double monitored = settings.stopping().monitor().of(judged);
      warnOfNoNumber(judged, monitored);
      Epoch epoch =
          new Epoch(
              number,
              run.tally.loss(),
              run.tally.accuracy(),
              judged.loss(),
              judged.accuracy(),
              judged.balancedAccuracy(),
              monitored,
              rate(run.step - 1),
              run.seconds(),
              run.tally.rows() / trainingSeconds);
      boolean isCompared = validation.isPossible();
      if (run.finish(epoch, settings, isCompared)) {
        // The last weights are still in the session when the run ends.
        run.bestWeights = isCompared ? session.weights(parameters) : null;
        run.bestOptimizers = isCompared ? optimizers() : null;
        run.best = number;
      }
      listener.onEpoch(epoch, () -> session.weights(parameters));
    } catch (InterruptedException interrupt) {
      WeightKeeping.putBack(session, trained);
      throw interrupt;
    }
    WeightKeeping.putBack(session, trained);
    saveAfter(number);
  }

  private void saveAfter(int epoch) {
    if (folder == null) {
      return;
    }
    if (run.best == epoch && run.bestWeights != null) {
      History history = new History(run.epochs, epoch, History.End.INTERRUPTED);
      Outcome best = new Outcome(run.bestWeights, run.bestOptimizers, history);
      write("the best epoch so far", () -> bestSoFar.accept(best));
    }
    boolean isEnd =
        epoch == settings.epochs() || run.isPatienceOver(settings.stopping().patience());
    if (isEnd || folder.isDueAfterEpoch(epoch)) {
      save();
    }
  }

  private void save() {
    if (folder == null) {
      return;
    }
    CheckpointFolder into = folder;
    write(
        "the checkpoint after step " + run.step,
        () ->
            into.write(
                new Checkpoint(
                    run.state(),
                    session.weights(parameters),
                    session.state(),
                    run.bestWeights,
                    run.average,
                    run.bestOptimizers)));
  }

  /** A file that cannot be written ends the training like a step that fails: the best is kept. */
  private static void write(String what, Runnable writing) {
    try {
      writing.run();
    } catch (SortalException failure) {
      throw failed(what, failure);
    }
  }

  private void warnOfNoNumber(Judged judged, double monitored) {
    if (Double.isNaN(monitored) && judged.rows() > 0) {
      LOG.warn(
          "The figure \"{}\", by which the best epoch is chosen, is no number in epoch {}: does"
              + " every class have validation rows?",
          settings.stopping().monitor(),
          run.epoch);
    }
  }

  private void train() throws InterruptedException {
    int[] rows = training.order().epoch(run.epoch);
    if (rows.length < run.position) {
      throw new IllegalStateException(
          "The checkpoint is " + run.position + " rows into an epoch of " + rows.length + " rows.");
    }
    if (rows.length == 0) {
      throw new IllegalArgumentException(
          "There are no rows to train on in epoch " + run.epoch + ".");
    }
    int largest = Math.min(settings.batchSize(), rows.length);
    if (logits.capacity() < largest * classes) {
      logits = logitsOf(largest);
    }
    try (BatchFeed feed =
        new BatchFeed(training.set(), run.epoch, rows, run.position, settings.batchSize())) {
      for (LabelledBatch batch = feed.next(); batch != null; batch = feed.next()) {
        double rate = rate(run.step);
        double loss = step(batch, rate);
        int count = batch.batch().rows();
        run.tally.add(loss, logits, training.set().truth(), rows, run.position, count);
        run.position += count;
        run.step++;
        keeping.afterStep(session, run, steps());
        listener.onStep(
            new Progress(
                run.step,
                rate,
                run.epoch,
                settings.epochs(),
                run.position,
                rows.length,
                run.tally.loss(),
                run.tally.accuracy(),
                run.position / run.seconds()));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (folder != null && folder.isDueAfterStep(run.step)) {
          save();
        }
      }
    }
  }

  private long steps() {
    return stepsOfEpoch * settings.epochs();
  }

  /** The rate of a step, from 0. */
  private double rate(long step) {
    return settings.learningRate()
        * settings.schedule().factor(step, steps(), stepsOfEpoch, run.reductions);
  }

  private double step(LabelledBatch batch, double rate) {
    int number = run.position / settings.batchSize() + 1;
    double loss;
    try {
      loss = session.step(batch, rate, logits);
    } catch (BackendException failure) {
      throw failed("epoch " + run.epoch + ", step " + number, failure);
    }
    if (!Double.isFinite(loss)) {
      throw new TrainingException(
          "The loss ran away in epoch "
              + run.epoch
              + ", step "
              + number
              + ": expected a finite number, got "
              + loss
              + ". Lower the learning rate (it is "
              + rate
              + ") or limit the gradients with clipNorm(1).");
    }
    return loss;
  }

  static TrainingException failed(String where, SortalException failure) {
    return new TrainingException(
        "Training failed in " + where + ": " + failure.getMessage(), failure);
  }
}
