package dev.sortal.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.training.History;
import java.util.List;

/**
 * What a classifier says of itself.
 *
 * @param labels its labels
 * @param history how it was trained
 * @param network its layers in lines
 * @param provenance where it comes from
 */
record Origin(List<String> labels, History history, String network, ObjectNode provenance) {
  static Origin of(Classifier classifier) {
    return new Origin(
        classifier.labels(),
        classifier.history(),
        classifier.network().summary(),
        classifier.provenance());
  }
}
