package dev.sortal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.training.Retention;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges a classifier on old and new examples, before and after it was trained further. */
final class Retentions {
  private static final Logger LOG = LoggerFactory.getLogger(Retentions.class);

  private final Map<Retention.Part, Dataset> parts = new EnumMap<>(Retention.Part.class);

  /** The parts of which there are examples. */
  Retentions(Map<Retention.Part, Dataset> parts) {
    parts.forEach(
        (part, examples) -> {
          try (Stream<?> some = examples.examples()) {
            if (some.findFirst().isPresent()) {
              this.parts.put(part, examples);
            }
          }
        });
  }

  /** Compares two classifiers, and says so in the log. */
  List<Retention> compare(Classifier before, Classifier after) {
    List<Retention> compared = new ArrayList<>();
    parts.forEach(
        (part, examples) -> {
          Share was = Share.of(before, examples);
          Retention retention =
              new Retention(part, was.rows, was.right, Share.of(after, examples).right);
          LOG.info(
              "Of {} {} examples {} were right before, {} are now",
              retention.rows(),
              part,
              retention.before(),
              retention.after());
          compared.add(retention);
        });
    return compared;
  }

  /** How many examples there are and what share of them is right. */
  private record Share(int rows, double right) {
    static Share of(Classifier classifier, Dataset examples) {
      if (classifier.severalLabels()) {
        MultiLabelEvaluation evaluation = classifier.evaluateLabels(examples);
        return new Share(evaluation.rows(), evaluation.subsetAccuracy());
      }
      Evaluation evaluation = classifier.evaluate(examples);
      return new Share(evaluation.rows(), evaluation.accuracy());
    }
  }

  static void write(List<Retention> retentions, ObjectNode provenance) {
    ArrayNode array = provenance.putArray("retention");
    retentions.forEach(
        one ->
            array
                .addObject()
                .put("part", one.part().name())
                .put("rows", one.rows())
                .put("before", one.before())
                .put("after", one.after()));
  }

  /** What {@link #write} wrote; a part of an unknown name is left out. */
  static List<Retention> read(JsonNode provenance) {
    List<Retention> retentions = new ArrayList<>();
    for (JsonNode one : provenance.path("retention")) {
      for (Retention.Part part : Retention.Part.values()) {
        if (part.name().equals(one.path("part").asText())) {
          retentions.add(
              new Retention(
                  part,
                  one.path("rows").asInt(),
                  one.path("before").asDouble(),
                  one.path("after").asDouble()));
        }
      }
    }
    return retentions;
  }
}
