package dev.sortal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.auto.AutoEncoders;
import dev.sortal.auto.AutoProfile;
import dev.sortal.auto.ExampleScan;
import dev.sortal.auto.Mode;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.Decision;
import dev.sortal.data.Example;
import dev.sortal.data.Labels;
import dev.sortal.error.DataException;
import dev.sortal.spi.Backend;
import dev.sortal.spi.Backends;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training of a pipeline without settings.
 *
 * <p>Where validation rows are held back, a first training without them gives their figures and the
 * temperature, and a second one on all rows the classifier.
 */
final class AutoFit {
  private static final Logger LOG = LoggerFactory.getLogger(AutoFit.class);

  private final PipelineSettings settings;
  private final Mode mode;
  private final Announcer listener;

  AutoFit(PipelineSettings settings) {
    this.settings = settings;
    this.mode = Objects.requireNonNull(settings.auto);
    this.listener = new Announcer(settings.listeners);
  }

  Classifier run(Split given) {
    // The engine first: its absence should show before the data is read.
    Backend backend =
        mode == Mode.FAST
            ? Backends.choose(settings.backend)
            : Backends.chooseForTraining(settings.backend);
    Split parts = settings.cache == null ? inMemory(given) : given;
    AutoProfile profile = profile(parts.train());
    requireReadable(profile, mode);
    AutoEncoders encoders = AutoEncoders.of(profile, mode);
    PipelineSettings chosen = settings.with(encoders.all());
    if (!encoders.areLinear()) {
      return new Fit(chosen.withoutTexts()).run(parts);
    }
    Prepared data = prepared(chosen, parts);
    boolean isRepeated = isHeldBack(parts, data);
    AutoTraining training = new AutoTraining(chosen, mode, encoders, backend, listener);
    Finish.requireValidation(settings, data.validation().rows());
    listener.onStart(start(backend, data, isRepeated));
    AutoTraining.Trained trained = training.run(data, false);
    List<Epoch> first = trained.epochs();
    AutoJudge judge = new AutoJudge(backend, settings.backend.execution());
    AutoJudge.Judged judged = judge.validation(trained, data);
    Decision decision = decision(backend, trained, judged, data);
    LOG.info(
        "Temperature {} from {} validation rows",
        String.format(Locale.ROOT, "%.3f", judged.temperature()),
        judged.rows());
    if (isRepeated && trained.end() == History.End.COMPLETED) {
      chosen.validation = 0;
      data = prepared(chosen, parts);
      trained = training.run(data, true);
    }
    AutoTraining.Trained scaled = trained.scaled(judged.temperature());
    Epoch epoch = judge.epoch(scaled, data, judged, first.size() + 1);
    List<Epoch> epochs = new ArrayList<>(first);
    epochs.add(epoch);
    History history = new History(epochs, epoch.number(), trained.end());
    listener.onEpoch(epoch, scaled::weights);
    listener.onEnd(history);
    ObjectNode provenance = Provenance.of(settings, backend, data);
    data.balance().describe(provenance);
    Provenance.requireExpected(settings, provenance);
    describe(provenance.putObject("auto"), profile, trained, judged, isRepeated);
    Bundle bundle = bundle(scaled, data, history, provenance).withDecision(decision);
    return Classifier.open(bundle, backend, settings.backend);
  }

  /** Read once, since examples are looked at several times. */
  private static Split inMemory(Split parts) {
    return new Split(
        Dataset.of(parts.train().toList()), Dataset.of(parts.validation().toList()), parts.test());
  }

  private AutoProfile profile(Dataset training) {
    ExampleScan scan = new ExampleScan();
    try (Stream<Example> examples = training.examples()) {
      examples.forEachOrdered(scan::add);
    }
    return scan.profile();
  }

  private static Prepared prepared(PipelineSettings settings, Split parts) {
    Preparation preparation = new Preparation(settings);
    return settings.cache == null
        ? preparation.inMemory(parts)
        : preparation.cached(parts, settings.cache);
  }

  /** Whether the validation rows are of the training rows, and few enough to train again. */
  private boolean isHeldBack(Split parts, Prepared data) {
    if (settings.cache != null || data.validation().rows() == 0) {
      return false;
    }
    try (Stream<Example> given = parts.validation().examples()) {
      return given.findFirst().isEmpty();
    }
  }

  private TrainingListener.Start start(Backend backend, Prepared data, boolean isRepeated) {
    int validation = data.validation().rows();
    return new TrainingListener.Start(
        backend.engine(),
        settings.backend.execution().device(),
        data.training().rows() + (isRepeated ? validation : 0),
        validation,
        data.sha256(),
        PipelineSettingsJson.write(settings));
  }

  /** How it decides, chosen on validation examples that this training has not seen. */
  private Decision decision(
      Backend backend, AutoTraining.Trained trained, AutoJudge.Judged judged, Prepared data) {
    ObjectNode none = Provenance.of(settings, backend, data);
    History history = new History(List.of(), 0, trained.end());
    Bundle bundle = bundle(trained.scaled(judged.temperature()), data, history, none);
    try (Classifier classifier = Classifier.open(bundle, backend, settings.backend)) {
      boolean hasHeldOut = data.validation().rows() > 0;
      return Finish.of(classifier, settings, hasHeldOut, data.heldOut()).bundle().decision();
    }
  }

  private Bundle bundle(
      AutoTraining.Trained trained, Prepared data, History history, ObjectNode provenance) {
    Labels labels = data.labels();
    Decision decision = Fit.decision(settings, labels);
    return new Bundle(
        trained.network(),
        trained.weights(),
        data.encoders(),
        labels,
        data.positive(),
        decision,
        history,
        provenance);
  }

  private void describe(
      ObjectNode json,
      AutoProfile profile,
      AutoTraining.Trained trained,
      AutoJudge.Judged judged,
      boolean isRepeated) {
    json.put("mode", mode.name());
    trained.describe(json);
    json.put("temperature", judged.temperature());
    ObjectNode validation = json.putObject("validation");
    validation.put("rows", judged.rows());
    validation.put(
        "of",
        judged.rows() == 0
            ? "nothing"
            : isRepeated
                ? "a first training without these rows; the classifier is of a second one on all"
                : "this training, without these rows");
    if (judged.rows() > 0) {
      validation.put("loss", judged.loss()).put("accuracy", judged.accuracy());
    }
    ObjectNode texts = json.putObject("texts");
    for (AutoProfile.TextField field : profile.texts()) {
      texts
          .putObject(field.name())
          .put("unspaced", field.unspaced())
          .put("tokens95", field.length());
    }
  }

  /** Refuses examples that no linear branch can read, and says which mode does. */
  private static void requireReadable(AutoProfile profile, Mode mode) {
    if (mode == Mode.FAST && !profile.images().isEmpty() && !profile.texts().isEmpty()) {
      throw new DataException(
          "Mode FAST reads texts, numbers and categories: expected no images beside them, got "
              + profile.images()
              + ". Choose Mode.STANDARD, or leave these fields out.");
    }
  }
}
