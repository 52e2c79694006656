package dev.sortal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.Decision;
import dev.sortal.data.Encoder;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import dev.sortal.error.DataException;
import dev.sortal.format.Hashes;
import dev.sortal.format.Safetensors;
import dev.sortal.metrics.FittedCalibration;
import dev.sortal.spec.Growth;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.tensor.Weights;
import dev.sortal.text.WordVectors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a training takes over from a trained classifier, and what it is told of old examples.
 *
 * @param parent the classifier that it begins at
 * @param replayed old examples that are trained on again, divided, or null
 * @param share of old examples among those of an epoch, in (0, 1)
 * @param old examples that are judged by alone, or null
 */
record Continuation(Bundle parent, @Nullable Split replayed, double share, @Nullable Dataset old) {
  private static final Logger LOG = LoggerFactory.getLogger(Continuation.class);

  private static final String ANCESTORS = "ancestors";

  /** The settings of a training that begins at a classifier: its own, but for what is learned. */
  static PipelineSettings settings(Classifier classifier) {
    Bundle parent = classifier.bundle();
    List<Encoder> encoders = parent.encoders().stream().map(FittedEncoder::growing).toList();
    PipelineSettings settings =
        parent.provenance().has("settings")
            ? PipelineSettingsJson.read(parent.provenance().path("settings"), encoders)
            : new PipelineSettings(encoders);
    settings.auto = null;
    settings.layers = null;
    settings.preset = null;
    settings.vectors = List.of();
    settings.severalLabels = parent.decision() instanceof Decision.SeveralLabels;
    if (classifier.engine() instanceof TrainingBackend engine) {
      settings.backend = new BackendChoice(null, engine, null, settings.backend.execution());
    }
    settings.continuation = new Continuation(parent, null, 0, null);
    settings.requireConsistent();
    return settings;
  }

  Continuation replaying(Split old, double share) {
    return new Continuation(parent, old, share, this.old);
  }

  Continuation judgedBy(Dataset old) {
    return new Continuation(parent, replayed, share, old);
  }

  /**
   * Encoders that learn on; one whose every table is frozen and gets no vectors does not: new words
   * would be given vectors of chance, for ever.
   */
  List<Encoder> encoders(List<ParameterGroup> groups, List<WordVectors> vectors) {
    List<Encoder> encoders = new ArrayList<>();
    for (int i = 0; i < parent.encoders().size(); i++) {
      FittedEncoder encoder = parent.encoders().get(i);
      boolean learns =
          hasTrainedTable(i, groups)
              || vectors.stream().anyMatch(one -> isFor(one, encoder.input()));
      encoders.add(learns ? encoder.growing() : encoder.fixed());
    }
    return encoders;
  }

  private static boolean isFor(WordVectors vectors, Input input) {
    return vectors.input() == null || vectors.input().equals(input.name());
  }

  private boolean hasTrainedTable(int input, List<ParameterGroup> groups) {
    for (Node node : parent.network().nodes()) {
      if (node.layer() instanceof Layer.Table
          && node.operand() == input
          && node.learns(ParameterGroup.trained(groups))) {
        return true;
      }
    }
    return false;
  }

  /** The labels of the classifier, then new ones in the order of their code points. */
  Labels labels(Collection<String> training, int rows) {
    if (rows == 0) {
      throw new DataException(
          "There is nothing to learn: expected training examples, got none. Check the new data.");
    }
    List<String> names = new ArrayList<>(parent.labels().names());
    Labels.ordered(training).names().stream()
        .filter(name -> parent.labels().index(name) < 0)
        .forEach(names::add);
    return Labels.of(names);
  }

  /**
   * How the classifier decided, with that threshold for labels that are new. Its calibration is not
   * that of the weights to come; but thresholds that were said in calibrated probabilities are to
   * stay when there is a new one, as they do from one calibration to another.
   */
  Decision decision(Labels labels, double threshold) {
    if (parent.decision() instanceof Decision.SeveralLabels several) {
      List<Double> thresholds = new ArrayList<>(several.thresholds());
      while (thresholds.size() < labels.size()) {
        thresholds.add(threshold);
      }
      boolean wasCalibrated = !(several.calibration() instanceof FittedCalibration.None);
      return new Decision.SeveralLabels(
          wasCalibrated ? new FittedCalibration.Temperature(1) : several.calibration(), thresholds);
    }
    Decision.OneLabel one = (Decision.OneLabel) parent.decision();
    return one.calibrated(new FittedCalibration.None())
        .threshold(labels.size() == 2 ? one.threshold() : 0);
  }

  Network network(List<FittedEncoder> encoders, Labels labels) {
    List<Input> inputs = encoders.stream().map(FittedEncoder::input).toList();
    return parent.network().with(inputs, labels.size());
  }

  /** What was learned, and first values for what is new. */
  Weights weights(Network network, List<FittedEncoder> encoders, Weights first) {
    return growth(network, encoders).weights(parent.weights(), first);
  }

  /**
   * What the optimizers remembered, where it was kept, and first values for what is new.
   *
   * @param settings of the training to come: another optimizer takes nothing over
   */
  OptimizerState optimizers(
      Network network,
      List<FittedEncoder> encoders,
      OptimizerState first,
      PipelineSettings settings) {
    OptimizerState kept = parent.optimizers();
    if (kept == null) {
      LOG.info(
          "What the optimizer remembers begins anew: the classifier was not trained with"
              + " keepOptimizerState()");
      return first;
    }
    if (!hasOptimizersOf(settings)) {
      LOG.info("What the optimizer remembers begins anew: it is another one than before");
      return first;
    }
    return growth(network, encoders).state(kept, first);
  }

  private boolean hasOptimizersOf(PipelineSettings settings) {
    JsonNode before = parent.provenance().path("settings");
    JsonNode now = PipelineSettingsJson.write(settings);
    return before.path("optimizer").equals(now.path("optimizer"))
        && before.path("groups").equals(now.path("groups"));
  }

  /** How parameters grow with the encoders and labels. */
  private Growth growth(Network network, List<FittedEncoder> encoders) {
    List<int[]> origins = new ArrayList<>();
    for (int i = 0; i < encoders.size(); i++) {
      origins.add(parent.encoders().get(i).origins(encoders.get(i)));
    }
    return new Growth(parent.network(), network, origins);
  }

  /** Writes what was taken over and what is new, and the provenance of every model before. */
  void describe(Prepared data, ObjectNode provenance) {
    ObjectNode json = provenance.putObject("continued");
    String fingerprint = Hashes.sha256(Safetensors.toBytes(parent.weights()));
    json.put("weights", fingerprint);
    json.put("optimizerState", parent.optimizers() != null);
    ObjectNode words = json.putObject("newIds");
    for (int i = 0; i < data.encoders().size(); i++) {
      int known = parent.encoders().get(i).vocabulary().size();
      words.put(
          data.encoders().get(i).input().name(),
          data.encoders().get(i).vocabulary().size() - known);
    }
    ArrayNode labels = json.putArray("newLabels");
    data.labels().names().stream().skip(parent.labels().size()).forEach(labels::add);
    if (replayed != null) {
      json.putObject("replay").put("rows", data.replayedRows()).put("share", share);
    }
    ObjectNode own = parent.provenance().deepCopy();
    ArrayNode ancestors = provenance.putArray(ANCESTORS);
    ancestors.add(own.put("weights", fingerprint));
    if (own.remove(ANCESTORS) instanceof ArrayNode older) {
      ancestors.addAll(older);
    }
  }
}
