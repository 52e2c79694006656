package dev.sortal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.FittedEncoder;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spi.Column;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import dev.sortal.text.FoundVectors;
import dev.sortal.text.WordVectors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The weights that a training begins with: drawn, and word vectors in the embeddings. */
final class FirstWeights {
  private static final Logger LOG = LoggerFactory.getLogger(FirstWeights.class);

  private static final int ROWS_AT_ONCE = 256;

  private final Network network;
  private final List<FittedEncoder> encoders;
  private final EncodedSet training;
  private final Weights weights;
  private final Map<String, Tensor> replaced = new LinkedHashMap<>();
  private final ArrayNode provenance = JsonNodeFactory.instance.arrayNode();

  /**
   * Reads the vectors.
   *
   * @throws IllegalArgumentException if there is no embedding for them, or an embedding is for two
   *     files
   * @throws dev.sortal.error.DataException if a file cannot be read or does not fit
   */
  FirstWeights(
      Network network,
      List<FittedEncoder> encoders,
      EncodedSet training,
      List<WordVectors> vectors,
      long seed) {
    this.network = network;
    this.encoders = encoders;
    this.training = training;
    this.weights = network.initialWeights(seed);
    vectors.forEach(this::put);
  }

  /** The value of every parameter. */
  Weights weights() {
    return weights.with(Weights.of(replaced));
  }

  /** Where vectors came from and how many words they cover, for each file and input. */
  ArrayNode provenance() {
    return provenance;
  }

  private void put(WordVectors vectors) {
    boolean any = false;
    for (int input = 0; input < encoders.size(); input++) {
      if (isFor(vectors, network.inputs().get(input))) {
        List<Node> embeddings = embeddings(input);
        any |= !embeddings.isEmpty();
        if (!embeddings.isEmpty()) {
          put(vectors, input, embeddings);
        }
      }
    }
    if (!any) {
      String wanted =
          vectors.input() == null
              ? "expected an embedding of a text"
              : "expected an embedding of the input \"" + vectors.input() + "\"";
      throw new IllegalArgumentException(
          "There is no place for the vectors of "
              + vectors.path()
              + ": "
              + wanted
              + ", got the layers "
              + network.nodes().stream().map(Node::path).toList()
              + " of the inputs "
              + network.inputs().stream().map(Input::name).toList()
              + ".");
    }
  }

  /** A text of one token is a category: it gets vectors only where it is named. */
  private static boolean isFor(WordVectors vectors, Input input) {
    return input instanceof Input.Tokens tokens
        && (vectors.input() == null ? tokens.length() > 1 : input.name().equals(vectors.input()));
  }

  private List<Node> embeddings(int input) {
    return network.nodes().stream()
        .filter(node -> node.layer() instanceof Layer.Embedding && node.operand() == input)
        .toList();
  }

  private void put(WordVectors vectors, int input, List<Node> embeddings) {
    List<String> vocabulary = encoders.get(input).vocabulary();
    FoundVectors found = null;
    for (Node node : embeddings) {
      int width = node.output().dimension(1);
      if (found == null || found.dimension() != width) {
        found = vectors.find(vocabulary, node.path(), width);
      }
      float[] table = weights.get(node.weight().name()).toArray();
      // Padding is to be neutral, whatever the scale of the vectors.
      Arrays.fill(table, 0, width, 0);
      for (int id = 1; id < vocabulary.size(); id++) {
        found.copy(id, table);
      }
      Tensor tensor = Tensor.of(node.weight().shape(), table);
      if (replaced.put(node.weight().name(), tensor) != null) {
        throw new IllegalArgumentException(
            "The embedding \""
                + node.path()
                + "\" would get the vectors of two files: expected one, got "
                + vectors.path()
                + " too. Say which input each is for with input(..).");
      }
      report(node.path(), input, found);
    }
  }

  private void report(String layer, int input, FoundVectors found) {
    long occurrences = 0;
    long covered = 0;
    EncodedSet.Reader reader = training.reader(0);
    for (int from = 0; from < training.rows(); from += ROWS_AT_ONCE) {
      int to = Math.min(training.rows(), from + ROWS_AT_ONCE);
      int[] rows = IntStream.range(from, to).toArray();
      Column.Ids ids = (Column.Ids) reader.read(rows, 0, rows.length).batch().columns().get(input);
      int count = ids.rowOffsets().get(rows.length);
      for (int i = 0; i < count; i++) {
        int id = ids.ids().get(i);
        occurrences += id == 0 ? 0 : 1;
        covered += found.has(id) ? 1 : 0;
      }
    }
    LOG.info(
        "Vectors of {} for {}: {} of {} words, which are {} of {} tokens of the training texts",
        found.path(),
        layer,
        found.words(),
        found.wanted(),
        covered,
        occurrences);
    Path name = found.path().getFileName();
    provenance
        .addObject()
        .put("layer", layer)
        .put("file", String.valueOf(name))
        .put("sha256", found.sha256())
        .put("dimension", found.dimension())
        .put("vectors", found.vectors())
        .put("repeated", found.repeated())
        .put("words", found.wanted())
        .put("wordsWithVector", found.words())
        .put("tokens", occurrences)
        .put("tokensWithVector", covered);
  }
}
