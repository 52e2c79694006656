package dev.sortal;

import static dev.sortal.PipelineSettings.require;

import dev.sortal.auto.Mode;
import dev.sortal.data.Encoder;
import dev.sortal.data.Folds;
import dev.sortal.metrics.Calibration;
import dev.sortal.spec.GroupRule;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Presets;
import dev.sortal.spi.Backend;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Device;
import dev.sortal.text.WordVectors;
import dev.sortal.text.Words;
import dev.sortal.training.Checkpoints;
import dev.sortal.training.MaxNorm;
import dev.sortal.training.Monitor;
import dev.sortal.training.Sampling;
import dev.sortal.training.Schedule;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.WeightAverage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Everything that decides how a classifier is trained; an immutable value, safe to share.
 *
 * <p>Every method gives a new one, so that variants branch off a common part. The output layer
 * follows from the labels and is not written.
 *
 * <pre>{@code
 * Pipeline pipeline = Pipeline.text(Words.standard().maxLength(100))
 *     .network(embedding(32), conv1d(64, 3, RELU), maxPool1d(2), flatten(), dense(64, RELU))
 *     .optimizer(Optimizer.adam()).epochs(10).patience(3);
 * try (Classifier classifier = pipeline.train(parts)) {
 *   System.out.println(classifier.evaluate(parts.test()));
 * }
 * }</pre>
 */
public final class Pipeline {
  private final PipelineSettings settings;

  private Pipeline(PipelineSettings settings) {
    this.settings = settings;
  }

  /** A pipeline of these settings. */
  static Pipeline of(PipelineSettings settings) {
    return new Pipeline(settings);
  }

  PipelineSettings settings() {
    return settings;
  }

  /** With a setting that says how to train, which one without settings finds out itself. */
  private Pipeline with(String setting, Consumer<PipelineSettings> change) {
    if (settings.auto != null) {
      throw new IllegalArgumentException(
          "Pipeline.auto() chooses encoders, network and schedule by the examples: expected no "
              + setting
              + "(..) after it, got one. Begin with Pipeline.text(..) or of(..) to choose"
              + " yourself.");
    }
    return with(change);
  }

  private Pipeline with(Consumer<PipelineSettings> change) {
    PipelineSettings copy = settings.clone();
    change.accept(copy);
    copy.requireConsistent();
    return new Pipeline(copy);
  }

  /** A pipeline for text: words, at most 100 of them, and Kim's network. */
  public static Pipeline text() {
    return text(Words.standard());
  }

  /** A pipeline for text that is encoded like this. */
  public static Pipeline text(Encoder encoder) {
    return of(encoder);
  }

  /**
   * A pipeline for examples of which these encoders read the fields, each for an input of the
   * network; a branch of the network reads an input with {@code from(name)}.
   *
   * @throws IllegalArgumentException if there is no encoder
   */
  public static Pipeline of(Encoder... encoders) {
    require(encoders.length > 0, "A pipeline needs at least one encoder", encoders.length);
    return new Pipeline(new PipelineSettings(List.of(encoders)));
  }

  /**
   * A pipeline without settings, for texts or for examples of any fields: as {@link #auto(Mode)}
   * with {@link Mode#STANDARD}.
   */
  public static Pipeline auto() {
    return auto(Mode.STANDARD);
  }

  /**
   * A pipeline of which encoders, network and schedule follow from the training examples, in so
   * much time.
   *
   * <p>Texts are read by a linear model of their n-grams and, but for {@link Mode#FAST}, by
   * convolutional networks beside it, all in one network; numbers and categories join in; images
   * have a small residual network. Of the settings only those are allowed that do not say how it is
   * trained. If validation rows are held back, it is trained twice: without them, to be judged, and
   * then on all rows.
   *
   * <pre>{@code
   * Classifier classifier = Pipeline.auto().train(Dataset.csv(Path.of("reviews.csv")));
   * }</pre>
   */
  public static Pipeline auto(Mode mode) {
    return new Pipeline(PipelineSettings.auto(mode));
  }

  /**
   * A pipeline that trains a classifier further: encoders, network and weights begin at the
   * classifier's, settings are those by which it was trained, on its engine.
   *
   * <p>Words that it knows keep their ids and vectors; new words of the examples come after them,
   * by the encoder's limits, and new labels after its labels, both with first weights from the
   * seed. Moments of the optimizer begin at zero. The classifier stays as it is.
   *
   * <pre>{@code
   * Classifier more = Pipeline.continuing(classifier)
   *     .replay(oldExamples, 0.5).learningRate(0.0005).epochs(5)
   *     .train(newExamples);
   * System.out.println(more.retention());
   * }</pre>
   */
  public static Pipeline continuing(Classifier classifier) {
    return new Pipeline(Continuation.settings(classifier));
  }

  /**
   * Training on old examples again beside new ones, so that a classifier that is trained further
   * does not forget: in each epoch all new examples and so many old ones, drawn by the seed, that
   * they are that share.
   *
   * <p>Of old examples as many are held back for validation as of new ones: with the settings by
   * which the classifier was trained on them, the same ones as then.
   *
   * @param share of old examples among those of an epoch, in (0, 1)
   * @throws IllegalArgumentException if no classifier is trained further
   */
  public Pipeline replay(Dataset old, double share) {
    return replay(Split.of(old, Dataset.of(List.of())), share);
  }

  /**
   * As {@link #replay(Dataset, double)}, with old validation examples; test examples are not read.
   */
  public Pipeline replay(Split old, double share) {
    require(share > 0 && share < 1, "The share of replayed examples must be in (0, 1)", share);
    return continued("replay(..)", begun -> begun.replaying(old, share));
  }

  /**
   * Judging the classifier also by these old examples, before and after: see {@link
   * Classifier#retention}. They decide nothing.
   *
   * @throws IllegalArgumentException if no classifier is trained further
   */
  public Pipeline retention(Dataset old) {
    return continued("retention(..)", begun -> begun.judgedBy(old));
  }

  private Pipeline continued(String what, UnaryOperator<Continuation> change) {
    Continuation begun = settings.continuation;
    if (begun == null) {
      throw new IllegalArgumentException(
          "There are no old examples in a first training: expected Pipeline.continuing(classifier),"
              + " got "
              + what
              + " of another pipeline.");
    }
    return with(s -> s.continuation = change.apply(begun));
  }

  /**
   * With these encoders in place of those so far: of other settings in a search, say.
   *
   * @throws IllegalArgumentException if there is none, or a classifier is trained further, whose
   *     encoders stay
   */
  public Pipeline encoders(Encoder... encoders) {
    require(encoders.length > 0, "A pipeline needs at least one encoder", encoders.length);
    require(
        settings.continuation == null,
        "A classifier that is trained further keeps its encoders: expected no encoders(..)",
        encoders.length + " of them");
    return with("encoders", s -> s.encoders = List.of(encoders));
  }

  /** With these layers, without the output layer; by default {@link Presets#fitting}. */
  public Pipeline network(Layer... layers) {
    return network(List.of(layers));
  }

  /** With these layers, without the output layer; by default {@link Presets#fitting}. */
  public Pipeline network(List<Layer> layers) {
    List<Layer> copy = List.copyOf(layers);
    return with(
        "network",
        s -> {
          s.layers = copy;
          s.preset = null;
        });
  }

  /**
   * With the layers of the preset of that name; whether it fits shows when training begins.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public Pipeline preset(String name) {
    Presets.named(name);
    return with(
        "preset",
        s -> {
          s.layers = null;
          s.preset = name;
        });
  }

  /**
   * With the first weights of embeddings taken from a file of vectors, beside the files so far; see
   * {@link WordVectors}. How many words they cover is logged, and saved with the classifier.
   */
  public Pipeline vectors(WordVectors vectors) {
    List<WordVectors> all = new ArrayList<>(settings.vectors);
    all.add(vectors);
    return with("vectors", s -> s.vectors = List.copyOf(all));
  }

  /**
   * With layers that keep their first weights, beside those so far.
   *
   * @param names names of layers or parameters as {@link dev.sortal.spec.Network#summary} shows
   *     them ({@code 0.embedding}), a {@code *} standing for any characters ({@code *.embedding});
   *     a name of no layer is refused when the training begins
   */
  public Pipeline freeze(String... names) {
    List<String> all = new ArrayList<>(settings.frozen);
    all.addAll(List.of(names));
    return with("freeze", s -> s.frozen = List.copyOf(all));
  }

  /** With this optimizer at its default rate; by default Adam. */
  public Pipeline optimizer(Optimizer optimizer) {
    return with(
        "optimizer",
        s -> {
          s.optimizer = optimizer;
          s.learningRate = null;
        });
  }

  /**
   * With another optimizer for the parameters of some layers, beside those so far.
   *
   * <pre>{@code
   * pipeline.optimizer(Optimizer.adamW())
   *     .optimizer("*.embedding", Optimizer.adam().lazyEmbeddings(), 10)
   * }</pre>
   *
   * @param pattern names of layers or parameters, as for {@link #freeze}; one of no layer, or of a
   *     layer that has an optimizer of its own already, is refused when the training begins
   * @param rateFactor what the learning rate is multiplied with for them, above 0
   */
  public Pipeline optimizer(String pattern, Optimizer optimizer, double rateFactor) {
    List<GroupRule> all = new ArrayList<>(settings.groups);
    all.add(new GroupRule(pattern, optimizer, rateFactor));
    return with("optimizer", s -> s.groups = List.copyOf(all));
  }

  /** With a learning rate that changes from step to step; by default it is constant. */
  public Pipeline schedule(Schedule schedule) {
    return with("schedule", s -> s.schedule = schedule);
  }

  /** Keeping an average of weights over steps in their place; by default none. */
  public Pipeline average(WeightAverage average) {
    return with("average", s -> s.average = average);
  }

  /**
   * With the norm of each row of some weights limited after every step, above 0; by default it is
   * not. See {@link MaxNorm}.
   *
   * @param names names of layers or parameters, as for {@link #freeze}; none for the output layer
   */
  public Pipeline maxNorm(double limit, String... names) {
    return with("maxNorm", s -> s.maxNorm = new MaxNorm(limit, List.of(names)));
  }

  /** With this learning rate, above 0; by default the optimizer's. */
  public Pipeline learningRate(double rate) {
    require(rate > 0 && Double.isFinite(rate), "learningRate must be above 0", rate);
    return with("learningRate", s -> s.learningRate = rate);
  }

  /** With that many passes over the training examples, at least 1; by default 10. */
  public Pipeline epochs(int epochs) {
    require(epochs >= 1, "epochs must be at least 1", epochs);
    return with("epochs", s -> s.epochs = epochs);
  }

  /** With that many examples a step, at least 1; by default 32. */
  public Pipeline batchSize(int rows) {
    require(rows >= 1, "batchSize must be at least 1", rows);
    return with("batchSize", s -> s.batchSize = rows);
  }

  /**
   * With examples of similar length in a batch, or not; by default they are, so that little of a
   * batch is padding. See {@link dev.sortal.training.RowOrder#bucketed}.
   *
   * <p>Which examples share a batch is then a matter of chance and length. Without it, every order
   * is as likely as any other. It changes nothing for images and numbers.
   */
  public Pipeline bucketing(boolean isOn) {
    return with("bucketing", s -> s.bucketing = isOn);
  }

  /**
   * Stopping after that many epochs without improvement; 0, the default, runs all epochs. The
   * weights of the best epoch are kept either way.
   */
  public Pipeline patience(int epochs) {
    require(epochs >= 0, "patience must be at least 0", epochs);
    return with("patience", s -> s.patience = epochs);
  }

  /**
   * As {@link #patience(int)}, where a figure must get better by more than so much for the wait to
   * begin anew.
   *
   * @param leastImprovement of the monitored figure, at least 0
   */
  public Pipeline patience(int epochs, double leastImprovement) {
    require(
        leastImprovement >= 0 && Double.isFinite(leastImprovement),
        "leastImprovement must be at least 0",
        leastImprovement);
    Pipeline patient = patience(epochs);
    return patient.with("patience", s -> s.leastImprovement = leastImprovement);
  }

  /**
   * Choosing the best epoch by that figure; by default the validation loss, and the balanced
   * accuracy where rare classes have more say by balanced weights or sampling.
   */
  public Pipeline monitor(Monitor monitor) {
    return with("monitor", s -> s.monitor = monitor);
  }

  /**
   * Holding back that share of the training examples for validation, stratified, where no
   * validation examples are given; in [0, 1), by default 0.1. With 0 the last epoch's weights are
   * kept.
   */
  public Pipeline validation(double share) {
    require(share >= 0 && share < 1, "validation must be in [0, 1)", share);
    return with(s -> s.validation = share);
  }

  /**
   * With any number of labels for each example, none perhaps: each is decided on its own, by
   * sigmoid, and given where its probability reaches its threshold. The threshold of each label is
   * the one that gives it the best F1 on the validation examples; without any it is 1/2.
   *
   * <p>Class weights, {@link #sampling} and {@link #positive} are for one label an example.
   */
  public Pipeline severalLabels() {
    return with(
        s -> {
          s.severalLabels = true;
          s.tunesThresholds = true;
        });
  }

  /** As {@link #severalLabels()}, with that threshold for every label; in (0, 1]. */
  public Pipeline severalLabels(double threshold) {
    require(threshold > 0 && threshold <= 1, "threshold must be in (0, 1]", threshold);
    return with(
        s -> {
          s.severalLabels = true;
          s.tunesThresholds = false;
          s.threshold = threshold;
        });
  }

  /**
   * With probabilities that say how often they come true, fitted on the validation examples after
   * the training; see {@link Calibration}. By default they are as the network gives them.
   */
  public Pipeline calibrate(Calibration calibration) {
    return with(s -> s.calibration = calibration);
  }

  /**
   * Giving no label where its probability is below that, in [0, 1]; by default one always is. See
   * {@link Prediction#decided()}.
   */
  public Pipeline abstainBelow(double confidence) {
    require(confidence >= 0 && confidence <= 1, "confidence must be in [0, 1]", confidence);
    return with(
        s -> {
          s.abstainBelow = confidence;
          s.targetAccuracy = 0;
        });
  }

  /**
   * Giving no label below the confidence that leaves answers of at least that accuracy on the
   * validation examples, and as many as possible; in (0, 1]. If there is none, it is 1.
   */
  public Pipeline abstainForAccuracy(double accuracy) {
    require(accuracy > 0 && accuracy <= 1, "accuracy must be in (0, 1]", accuracy);
    return with(
        s -> {
          s.abstainBelow = 0;
          s.targetAccuracy = accuracy;
        });
  }

  /** Abstaining where one of these labels fits best: they stand for all that no other is about. */
  public Pipeline outOfScope(String... labels) {
    List<String> copy = List.of(labels);
    return with(s -> s.outOfScope = copy);
  }

  /** With targets of (1 - e) * onehot + e / classes; in [0, 1), by default 0. */
  public Pipeline labelSmoothing(double e) {
    require(e >= 0 && e < 1, "labelSmoothing must be in [0, 1)", e);
    return with("labelSmoothing", s -> s.labelSmoothing = e);
  }

  /** With the norm of all gradients together limited, above 0; by default it is not. */
  public Pipeline clipNorm(double norm) {
    require(norm > 0, "clipNorm must be above 0", norm);
    return with("clipNorm", s -> s.clipNorm = norm);
  }

  /** Multiplying the loss of each class's examples; a class that is not listed has 1. */
  public Pipeline classWeights(Map<String, Double> weights) {
    Map<String, Double> copy = Map.copyOf(weights);
    copy.forEach(
        (label, weight) ->
            require(
                weight >= 0 && Double.isFinite(weight),
                "The weight of class \"" + label + "\" must be at least 0",
                weight));
    return with(s -> s.classWeights = copy);
  }

  /**
   * Multiplying the loss of each class's examples by n / (classes * count), where n is the number
   * of training examples and count those of the class (scikit-learn's "balanced"): all classes have
   * as much say together.
   */
  public Pipeline balancedClassWeights() {
    return with(s -> s.balancedWeights = true);
  }

  /**
   * With training examples of rare classes repeated in each epoch, or some of frequent classes left
   * out; by default every one comes once.
   */
  public Pipeline sampling(Sampling sampling) {
    return with(s -> s.sampling = sampling);
  }

  /** With binary figures about that label; by default the second. */
  public Pipeline positive(String label) {
    return with(s -> s.positive = label);
  }

  /** Drawing everything random from that seed; by default 42. */
  public Pipeline seed(long seed) {
    return with(s -> s.seed = seed);
  }

  /** Trained by the engine of that name; by default the first on the class path. */
  public Pipeline backend(String name) {
    return with(s -> s.backend = s.backend.name(name));
  }

  /** Trained by that very engine. */
  public Pipeline backend(Backend backend) {
    return with(s -> s.backend = new BackendChoice(null, backend, null, s.backend.execution()));
  }

  /** On that device; by default the CPU. A GPU that is absent is an error. */
  public Pipeline device(Device device) {
    return with(s -> s.backend = s.backend.on(device));
  }

  /** With that many engine threads, at least 1, the default; only 1 is repeatable to the bit. */
  public Pipeline threads(int threads) {
    return with(s -> s.backend = s.backend.threads(threads));
  }

  /**
   * With the encoded examples in files of that folder, from which they are trained, instead of in
   * memory: for more data than memory holds. The folder is made if there is none.
   *
   * <p>Each part is streamed once; 14 bytes a training row, 12 a validation row, and what the
   * encoders learn (a vocabulary, say) stay in memory. If a file of the same examples, encoders and
   * labels is there, it is verified and used again. Results are the same to the bit, but for the
   * order of training rows where they take more than 64 MiB or are more than a million: see {@link
   * dev.sortal.training.RowOrder#stored}.
   */
  public Pipeline cache(Path folder) {
    return with(s -> s.cache = folder);
  }

  /**
   * Saving what it needs to go on while it trains; and, if there is a checkpoint of the same data
   * and settings, going on from it instead of from the beginning. See {@link Checkpoints}.
   */
  public Pipeline checkpoints(Checkpoints checkpoints) {
    return with(s -> s.checkpoints = checkpoints);
  }

  /** With checkpoints, if there are any, in a folder of their own: for one of several trainings. */
  Pipeline checkpointsInside(String name) {
    Checkpoints all = settings.checkpoints;
    return all == null ? this : checkpoints(all.inside(name));
  }

  /**
   * Keeping with the classifier what the optimizer remembers, for a training that goes on from it
   * ({@link #continuing}): its file grows by as much as the weights for every slot, with Adam
   * threefold. By default that begins anew, as in any training.
   */
  public Pipeline keepOptimizerState() {
    return with(s -> s.keepsOptimizers = true);
  }

  /** Told of what happens in training, beside the listeners so far. */
  public Pipeline listener(TrainingListener listener) {
    List<TrainingListener> all = new ArrayList<>(settings.listeners);
    all.add(listener);
    return with(s -> s.listeners = List.copyOf(all));
  }

  /**
   * Trains a classifier; the caller closes it.
   *
   * @throws dev.sortal.error.DataException if the examples cannot be learned from
   * @throws dev.sortal.error.BackendException if there is no engine that trains
   * @throws dev.sortal.error.TrainingException if the loss runs away or the engine fails; as {@link
   *     FailedTraining}, which has the best epoch so far, where one was validated
   * @throws dev.sortal.error.SortalException if there are checkpoints of another training, or of
   *     which none can be read, or one cannot be written
   * @throws IllegalArgumentException if the layers do not fit the examples
   */
  public Classifier train(Split parts) {
    return settings.auto == null ? new Fit(settings).run(parts) : new AutoFit(settings).run(parts);
  }

  /**
   * Trains a classifier on examples of which a share is held back for validation; the caller closes
   * it. Throws as {@link #train(Split)}.
   */
  public Classifier train(Dataset examples) {
    Split all = Split.of(examples, Dataset.of(List.of()));
    return train(all);
  }

  /**
   * Trains and judges a classifier for each fold, one fold after the other: see {@link
   * CrossValidation}.
   *
   * @throws dev.sortal.error.DataException if the examples cannot be divided or learned from
   * @throws dev.sortal.error.TrainingException if a training fails or the thread is interrupted;
   *     the message names the fold
   */
  public CrossValidation crossValidate(Dataset examples, Folds folds) {
    return crossValidate(examples, folds, CrossValidation.options());
  }

  /**
   * Trains and judges a classifier for each fold. Throws as {@link #crossValidate(Dataset, Folds)}.
   *
   * @throws IllegalArgumentException if folds are trained at once and the pipeline has listeners,
   *     which could not tell them apart: give each fold its own with the options
   */
  public CrossValidation crossValidate(
      Dataset examples, Folds folds, CrossValidation.Options options) {
    return new FoldRuns(examples, folds, options).of(this);
  }
}
