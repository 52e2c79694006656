package dev.sortal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.Reproduction;
import dev.sortal.data.Encoder;
import dev.sortal.format.Hashes;
import dev.sortal.format.Safetensors;
import dev.sortal.spi.BackendChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Training a classifier once more. */
final class Repetition {
  private Repetition() {}

  /**
   * The pipeline by which a classifier was trained.
   *
   * @param parent what it was trained further from, or null
   */
  static Pipeline pipeline(Classifier classifier, @Nullable Classifier parent) {
    Bundle bundle = classifier.bundle();
    ObjectNode provenance = bundle.provenance();
    if (!provenance.has("settings")) {
      throw new IllegalStateException(
          "The classifier does not say how it was trained: expected one that a pipeline trained,"
              + " got one that says "
              + provenance
              + ".");
    }
    String begun = provenance.path("continued").path("weights").asText("");
    if (parent == null && !begun.isEmpty()) {
      throw new IllegalStateException(
          "The classifier was trained further from another, whose weights have the SHA-256 "
              + begun
              + ": give it too.");
    }
    Continuation continuation = parent == null ? null : continuation(parent.bundle(), begun);
    List<Encoder> encoders =
        provenance.path("settings").path("network").has("auto")
            ? List.of()
            : encoders(parent == null ? bundle : parent.bundle(), parent != null);
    PipelineSettings settings = PipelineSettingsJson.read(provenance.path("settings"), encoders);
    settings.continuation = continuation;
    settings.backend = engine(classifier, settings.backend);
    settings.requireConsistent();
    return Pipeline.of(settings);
  }

  private static List<Encoder> encoders(Bundle bundle, boolean grow) {
    return bundle.encoders().stream()
        .map(encoder -> grow ? encoder.growing() : encoder.unfitted())
        .toList();
  }

  private static Continuation continuation(Bundle parent, String expected) {
    String got = Hashes.sha256(Safetensors.toBytes(parent.weights()));
    if (!got.equals(expected)) {
      throw new IllegalArgumentException(
          "The classifier was not trained further from that one: expected "
              + (expected.isEmpty() ? "none" : "weights with the SHA-256 " + expected)
              + ", got "
              + got
              + ".");
    }
    return new Continuation(parent, null, 0, null);
  }

  /** The engine that trained it: the very one that it runs on, if that is it. */
  private static BackendChoice engine(Classifier classifier, BackendChoice saved) {
    String name = classifier.bundle().provenance().path("backend").asText("");
    if (classifier.backend().equals(name)) {
      return new BackendChoice(null, classifier.engine(), null, saved.execution());
    }
    return name.isEmpty() ? saved : saved.name(name);
  }

  /** Trains by a pipeline on the examples of a classifier, and compares. */
  static Reproduction of(Classifier classifier, Pipeline pipeline, Split parts) {
    PipelineSettings settings = pipeline.settings().clone();
    settings.expectedData = classifier.bundle().provenance().path("data");
    try (Classifier again = Pipeline.of(settings).train(parts)) {
      return new Reproduction(classifier.bundle(), again.bundle());
    }
  }
}
