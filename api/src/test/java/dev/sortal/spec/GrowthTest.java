package dev.sortal.spec;

import static dev.sortal.spec.Layers.batchNorm;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.embeddingBag;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.tensor.SplitMix64;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static Network network(int vocabulary, int bags, int classes) {
    return Network.of(
        List.of(
            new Input.Tokens("text", vocabulary, 9, Side.POST), new Input.Bags("wide", bags, 0)),
        List.of(
            new Layer.Parallel(
                List.of(
                    List.of(
                        from("text"),
                        embedding(3),
                        conv1d(4, 2, Activation.RELU),
                        batchNorm(),
                        globalMaxPool(),
                        dense(classes)),
                    List.of(from("wide"), embeddingBag(classes, BagMode.SUM))),
                Join.ADD)));
  }

  /** Values of chance for everything that the network learns. */
  private static Weights values(Network network, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      float[] drawn = new float[parameter.shape().size()];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = (float) random.uniform();
      }
      values.put(parameter.name(), Tensor.of(parameter.shape(), drawn));
    }
    return Weights.of(values);
  }

  private static int[] origins(int known, int grown, long seed) {
    int[] origins = IntStream.range(0, grown).map(id -> id < known ? id : -1).toArray();
    new SplitMix64(seed).shuffle(origins);
    return origins;
  }

  @Property(tries = 60)
  void what_was_learned_is_kept_to_the_bit_beside_first_values(
      @ForAll @IntRange(min = 1, max = 12) int vocabulary,
      @ForAll @IntRange(max = 9) int newWords,
      @ForAll @IntRange(min = 1, max = 12) int bags,
      @ForAll @IntRange(max = 9) int newBags,
      @ForAll @IntRange(min = 1, max = 5) int classes,
      @ForAll @IntRange(max = 4) int newClasses,
      @ForAll long seed) {
    Network before = network(vocabulary, bags, classes);
    Network after = network(vocabulary + newWords, bags + newBags, classes + newClasses);
    int[] words = origins(vocabulary, vocabulary + newWords, seed);
    int[] ofBags = origins(bags, bags + newBags, seed + 1);
    Growth growth = new Growth(before, after, List.of(words, ofBags));
    Weights learned = values(before, seed + 2);
    Weights first = values(after, seed + 3);

    Weights grown = growth.weights(learned, first);

    after.requireFits(grown);
    for (Parameter parameter : after.parameters()) {
      String name = parameter.name();
      int[] from = before.parameter(name).shape().toArray();
      int[] to = parameter.shape().toArray();
      int[] rows =
          name.contains("embedding.") ? words : name.contains("embeddingbag.") ? ofBags : null;
      for (int i = 0; i < parameter.shape().size(); i++) {
        int place = place(i, from, to, rows);
        float expected = place < 0 ? first.get(name).get(i) : learned.get(name).get(place);
        assertThat(Float.floatToRawIntBits(grown.get(name).get(i)))
            .describedAs("%s[%d]", name, i)
            .isEqualTo(Float.floatToRawIntBits(expected));
      }
    }
  }

  /** Where a value of the grown tensor was before, by its indices; -1 if it is new. */
  private static int place(int flat, int[] from, int[] to, int @Nullable [] rows) {
    int place = 0;
    int size = 1;
    int rest = flat;
    for (int axis = to.length - 1; axis >= 0; axis--) {
      int index = rest % to[axis];
      rest /= to[axis];
      if (axis == 0 && rows != null) {
        index = rows[index];
      }
      if (index < 0 || index >= from[axis]) {
        return -1;
      }
      place += index * size;
      size *= from[axis];
    }
    return place;
  }

  @Property(tries = 20)
  void moments_are_kept_like_the_weights_they_belong_to(@ForAll long seed) {
    Network before = network(5, 4, 2);
    Network after = network(7, 6, 3);
    List<int[]> origins = List.of(origins(5, 7, seed), origins(4, 6, seed));
    Growth growth = new Growth(before, after, origins);
    OptimizerState first =
        OptimizerState.initial(after, ParameterGroup.all(after, Optimizer.adam()));
    Map<String, Tensor> slots = new LinkedHashMap<>();
    values(before, seed)
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (before.parameter(name).trainable()) {
                slots.put(name + ".m", tensor);
                slots.put(name + ".v", tensor);
              }
            });

    OptimizerState grown = growth.state(new OptimizerState(17, Weights.of(slots)), first);

    assertThat(grown.step()).isEqualTo(17);
    assertThat(grown.slots().names()).isEqualTo(first.slots().names());
    Weights asWeights =
        growth.weights(values(before, seed), after.initialWeights(1).with(zeros(after)));
    for (String slot : first.slots().names()) {
      String name = slot.substring(0, slot.lastIndexOf('.'));
      assertThat(grown.slots().get(slot)).isEqualTo(asWeights.get(name));
    }
  }

  private static Weights zeros(Network network) {
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    network
        .parameters()
        .forEach(parameter -> zeros.put(parameter.name(), Tensor.zeros(parameter.shape())));
    return Weights.of(zeros);
  }

  @Test
  void slots_that_were_not_remembered_begin_as_they_do() {
    Network network = network(5, 4, 2);
    Growth growth = new Growth(network, network, List.of(origins(5, 5, 1), origins(4, 4, 1)));
    OptimizerState first =
        OptimizerState.initial(network, ParameterGroup.all(network, Optimizer.adagrad()));

    assertThat(growth.state(new OptimizerState(3, Weights.empty()), first).slots())
        .isEqualTo(first.slots());
  }

  @Test
  void other_layers_are_refused() {
    Network before = network(5, 4, 2);
    Network after =
        Network.of(
            new Input.Tokens("text", 9, 9, Side.POST), embedding(3), globalMaxPool(), dense(2));

    assertThatThrownBy(() -> new Growth(before, after, List.of(new int[9])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A network grows in its ids and logits alone: expected the")
        .hasMessageContaining("0.embedding.weight");
  }

  @Test
  void fewer_ids_are_refused() {
    assertThatThrownBy(
            () -> new Growth(network(5, 4, 2), network(4, 4, 2), List.of(new int[4], new int[4])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot grow: expected a shape that holds [5, 3]")
        .hasMessageContaining("got [4, 3] and 4 origins");
  }

  @Test
  void a_network_gets_more_logits_wherever_they_are_added_up() {
    Network before = network(5, 4, 2);

    assertThat(before.with(before.inputs(), 4)).isEqualTo(network(5, 4, 4));
    assertThat(before.with(before.inputs(), 2)).isEqualTo(before);
  }

  @Test
  void a_network_whose_logits_no_layer_counts_is_refused() {
    Network network =
        Network.of(new Input.Tokens("text", 9, 9, Side.POST), embedding(3), globalMaxPool());

    assertThatThrownBy(() -> network.with(network.inputs(), 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The network cannot get more classes: expected logits from a dense layer, from"
                + " embeddingBag or from a sum of these, got GlobalMaxPool[]. Train on examples of"
                + " its own labels alone, or train anew.");
  }
}
