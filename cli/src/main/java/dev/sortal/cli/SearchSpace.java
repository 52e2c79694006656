package dev.sortal.cli;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.maxPool1d;
import static dev.sortal.spec.Layers.parallel;

import dev.sortal.Pipeline;
import dev.sortal.Search;
import dev.sortal.search.Choice;
import dev.sortal.search.Range;

/** What the command varies where only the data is known. */
final class SearchSpace {
  private SearchSpace() {}

  /** Learning rate, batch and label smoothing, whatever the network; epochs where it is told to. */
  static Search training(Pipeline pipeline, int epochs, boolean variesEpochs) {
    Search search =
        Search.over(pipeline)
            .vary("learning rate", Range.logarithmic(1e-4, 1e-2), Pipeline::learningRate)
            .vary("batch", Choice.of(16, 32, 64, 128), Pipeline::batchSize)
            .vary("label smoothing", Range.linear(0, 0.2), Pipeline::labelSmoothing);
    return variesEpochs && epochs > 1
        ? search.vary("epochs", Range.whole(Math.max(1, epochs / 3), epochs), Pipeline::epochs)
        : search;
  }

  /** Kim's network: widths 3, 4 and 5. */
  static Search kimCnn(Search search) {
    return sizes(search)
        .apply(
            (p, v) ->
                p.network(
                    embedding(v.whole("width")),
                    parallel(
                        branch(conv1d(v.whole("filters"), 3, RELU), globalMaxPool()),
                        branch(conv1d(v.whole("filters"), 4, RELU), globalMaxPool()),
                        branch(conv1d(v.whole("filters"), 5, RELU), globalMaxPool())),
                    dropout(v.number("dropout"))));
  }

  /** The network of the usual Keras script, with dropout before its dense layer. */
  static Search kerasText(Search search) {
    return sizes(search)
        .vary("units", Range.wholeLogarithmic(16, 256))
        .apply(
            (p, v) ->
                p.network(
                    embedding(v.whole("width")),
                    conv1d(v.whole("filters"), 3, RELU),
                    maxPool1d(2),
                    flatten(),
                    dropout(v.number("dropout")),
                    dense(v.whole("units"), RELU)));
  }

  private static Search sizes(Search search) {
    return search
        .vary("width", Range.wholeLogarithmic(16, 256))
        .vary("filters", Range.wholeLogarithmic(16, 200))
        .vary("dropout", Range.linear(0, 0.7));
  }
}
