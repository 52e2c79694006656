package dev.sortal.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.format.AtomicFile;
import dev.sortal.metrics.CoveragePoint;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.LabelEvaluation;
import dev.sortal.metrics.PrecisionRecallPoint;
import dev.sortal.metrics.ReliabilityBin;
import dev.sortal.metrics.RocPoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The curves of an evaluation as a JSON file, for whoever draws them. */
final class Curves {
  private static final int BINS = 15;

  private Curves() {}

  /** Writes ROC, precision-recall and calibration of each label, and coverage of one label. */
  static void write(LabelEvaluation<?> evaluation, Path file) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode labels = json.putObject("labels");
    for (String label : evaluation.labels()) {
      ObjectNode curves = labels.putObject(label);
      ArrayNode roc = curves.putArray("roc");
      for (RocPoint point : evaluation.rocCurve(label)) {
        ObjectNode node = roc.addObject();
        Judgement.put(node, "threshold", point.threshold());
        Judgement.put(node, "truePositiveRate", point.truePositiveRate());
        Judgement.put(node, "falsePositiveRate", point.falsePositiveRate());
      }
      ArrayNode precisionRecall = curves.putArray("precisionRecall");
      for (PrecisionRecallPoint point : evaluation.precisionRecall(label)) {
        ObjectNode node = precisionRecall.addObject();
        Judgement.put(node, "threshold", point.threshold());
        Judgement.put(node, "precision", point.precision());
        Judgement.put(node, "recall", point.recall());
      }
      reliability(curves.putArray("reliability"), evaluation.reliability(label, BINS));
    }
    if (evaluation instanceof Evaluation one) {
      reliability(json.putArray("reliability"), one.reliability(BINS));
      ArrayNode coverage = json.putArray("coverage");
      for (CoveragePoint point : one.coverage()) {
        ObjectNode node = coverage.addObject();
        Judgement.put(node, "confidence", point.confidence());
        Judgement.put(node, "coverage", point.coverage());
        Judgement.put(node, "accuracy", point.accuracy());
      }
    }
    AtomicFile.write(file, out -> out.write((json + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  private static void reliability(ArrayNode array, List<ReliabilityBin> bins) {
    for (ReliabilityBin bin : bins) {
      ObjectNode node = array.addObject();
      node.put("low", bin.low()).put("high", bin.high()).put("rows", bin.rows());
      Judgement.put(node, "confidence", bin.confidence());
      Judgement.put(node, "accuracy", bin.accuracy());
    }
  }
}
