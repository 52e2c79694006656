package dev.sortal.spec;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.add;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.maxPool1d;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a wrong network says: the layer, what was expected, what was received, what to do. */
class ErrorsTest {
  private static final Input TEXT = new Input.Tokens("text", 50, 10, Side.POST);
  private static final Input NUMBERS = new Input.Values("numbers", Shape.of(4));

  private static void assertRefused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  private static void assertRefused(List<Layer> layers, String... parts) {
    assertRefused(() -> Network.of(List.of(TEXT), layers), parts);
  }

  @Nested
  class A_network_that_does_not_fit {
    @Test
    void names_a_kernel_or_window_that_is_too_long() {
      assertRefused(
          List.of(embedding(4), conv1d(3, 11, RELU), flatten(), dense(2)),
          "1.conv1d",
          "expected at most 10",
          "got 11",
          "Raise maxLength");
      assertRefused(
          List.of(embedding(4), maxPool1d(12), flatten(), dense(2)),
          "1.maxpool1d",
          "expected at most 10",
          "got 12",
          "smaller size");
    }

    @Test
    void names_a_layer_that_gets_the_wrong_shape() {
      assertRefused(
          List.of(embedding(4), dense(2)),
          "1.dense",
          "shape [n]",
          "got [10, 4]",
          "flatten() or globalMaxPool()");
      assertRefused(
          List.of(embedding(4), flatten(), conv1d(2, 2, RELU), dense(2)),
          "2.conv1d",
          "[length, channels]",
          "got [40]",
          "before flatten()");
      assertRefused(
          List.of(embedding(4), flatten(), globalMaxPool()),
          "2.globalmaxpool",
          "[.., channels]",
          "got [40]");
    }

    @Test
    void names_a_layer_that_gets_ids_or_an_embedding_that_gets_none() {
      assertRefused(List.of(dense(2)), "0.dense", "token ids", "embedding(width)");
      assertRefused(
          List.of(embedding(4), embedding(4), flatten(), dense(2)),
          "1.embedding",
          "Tokens input",
          "output of another layer",
          "first layer");
    }

    @Test
    void must_end_in_logits() {
      assertRefused(
          List.of(embedding(4), conv1d(2, 2, RELU)), "[classes]", "got [9, 2]", "dense(classes)");
    }

    @Test
    void names_branches_that_cannot_be_joined() {
      assertRefused(
          List.of(
              embedding(4),
              add(branch(conv1d(3, 2, RELU)), branch(conv1d(4, 2, RELU))),
              flatten(),
              dense(2)),
          "1.parallel cannot add",
          "[9, 3]",
          "got [9, 4]",
          "branch 1");
      assertRefused(
          List.of(
              embedding(4),
              parallel(branch(conv1d(3, 2, RELU)), branch(conv1d(3, 3, RELU))),
              flatten(),
              dense(2)),
          "1.parallel cannot join",
          "channels may differ",
          "got [8, 3]");
    }

    @Test
    void names_inputs_that_are_unknown_missing_or_double() {
      assertRefused(
          List.of(parallel(branch(from("body"), embedding(2), flatten())), dense(2)),
          "unknown input",
          "[text]",
          "\"body\"");
      assertRefused(
          () -> Network.of(List.of(TEXT, NUMBERS), List.of(flatten(), dense(2))),
          "which input it reads",
          "[text, numbers]");
      assertRefused(
          () -> Network.of(List.of(TEXT, TEXT), List.of(flatten(), dense(2))), "\"text\" twice");
      assertRefused(() -> Network.of(List.of(), List.of(dense(2))), "at least one input");
      assertRefused(
          List.of(embedding(2), flatten(), from("text"), dense(2)), "first layer of its branch");
    }
  }

  @Nested
  class A_value_out_of_range {
    @Test
    void is_refused_by_its_layer() {
      assertRefused(() -> embedding(0), "Embedding's width must be at least 1, got 0.");
      assertRefused(() -> conv1d(0, 3, RELU), "Conv1d's filters");
      assertRefused(() -> conv1d(3, 0, RELU), "Conv1d's kernel");
      assertRefused(() -> maxPool1d(0), "MaxPool1d's size");
      assertRefused(() -> new Layer.MaxPool1d(2, 2, Padding.FULL), "VALID or SAME, got FULL");
      assertRefused(() -> dense(0), "Dense's units");
      for (double rate : new double[] {-0.1, 1, Double.NaN}) {
        assertRefused(() -> Layers.dropout(rate), "[0, 1)", "got " + rate);
      }
      assertRefused(() -> new Layer.BatchNorm(1, 1e-3), "momentum must be in [0, 1), got 1.0");
      assertRefused(() -> new Layer.BatchNorm(0.9, 0), "epsilon must be above 0, got 0.0");
      assertRefused(() -> new Layer.Parallel(List.of(), Join.ADD), "at least one branch");
    }

    @Test
    void is_refused_by_its_input_optimizer_or_loss() {
      assertRefused(() -> new Input.Tokens(" ", 5, 5, Side.PRE), "needs a name");
      assertRefused(() -> new Input.Tokens("t", 0, 5, Side.PRE), "vocabulary must be at least 1");
      assertRefused(() -> new Input.Tokens("t", 5, 0, Side.PRE), "length must be at least 1");
      assertRefused(() -> new Input.Bags("t", 5, -1), "positions", "-1");
      assertRefused(() -> Optimizer.sgd(1), "momentum must be in [0, 1), got 1.0");
      assertRefused(() -> Optimizer.sgd().withNesterov(), "momentum above 0");
      assertRefused(() -> new Optimizer.Adam(0.9, 1, 1e-7, false), "beta2");
      assertRefused(() -> new Optimizer.Adam(0.9, 0.9, 0, false), "epsilon must be above 0");
      assertRefused(() -> Optimizer.adamW(-1), "weightDecay");
      assertRefused(() -> new Optimizer.Adagrad(-1, 1e-7, false), "initial");
      assertRefused(() -> new Optimizer.Adadelta(1.5, 1e-7, false), "rho");
      assertRefused(() -> new Optimizer.RmsProp(1.5, 1e-7, false), "rho");
      assertRefused(() -> new Loss.SoftmaxCrossEntropy(1), "labelSmoothing", "got 1.0");
      assertRefused(
          () -> new ParameterGroup(Set.of(), Optimizer.adam(), 0), "rateFactor must be above 0");
    }

    @Test
    void is_refused_by_the_presets() {
      assertRefused(
          () -> Presets.named("bert"), "\"bert\"", "[kerasText, kimCnn, leNet, smallResNet]");
      Input image = new Input.Values("image", Shape.of(8, 9, 1));
      assertRefused(
          () -> Presets.named("leNet", List.of(image)),
          "\"leNet\" does not fit",
          "one image of at least 12 x 12 pixels",
          "[8, 9, 1]",
          "Presets that fit: [smallResNet]");
      assertRefused(
          () -> Presets.named("smallResNet", List.of(TEXT)),
          "expected one image",
          "name=text",
          "Presets that fit: [kerasText, kimCnn]");
      assertRefused(
          () -> Presets.named("kimCnn", List.of(TEXT, NUMBERS)),
          "expected one text of at least 5 tokens",
          "Leave the preset out");
    }

    @Test
    void a_preset_fits_what_it_says() {
      for (List<Input> inputs :
          List.<List<Input>>of(
              List.of(TEXT),
              List.of(new Input.Tokens("text", 9, 4, Side.POST)),
              List.of(new Input.Values("image", Shape.of(12, 12, 3))),
              List.of(new Input.Values("image", Shape.of(1, 1, 1))))) {
        assertThat(Presets.names(inputs)).isNotEmpty();
        for (String name : Presets.names(inputs)) {
          List<Layer> layers = new ArrayList<>(Presets.named(name, inputs));
          layers.add(dense(3));
          assertThat(Network.of(inputs, layers).outputs()).isEqualTo(3);
        }
        List<Layer> fitting = new ArrayList<>(Presets.fitting(inputs));
        fitting.add(dense(3));
        assertThat(Network.of(inputs, fitting).outputs()).isEqualTo(3);
      }
    }

    @Test
    void a_network_fits_bags() {
      for (int positions : new int[] {0, 1, 4, 5, 40}) {
        List<Input> inputs = List.of(new Input.Bags("text", 50, positions));
        List<Layer> fitting = new ArrayList<>(Presets.fitting(inputs));
        assertThat(fitting.get(0))
            .isInstanceOfSatisfying(
                Layer.EmbeddingBag.class,
                bag -> assertThat(bag.mode() == BagMode.SUM).isEqualTo(positions == 0));
        fitting.add(dense(3));
        assertThat(Network.of(inputs, fitting).outputs()).isEqualTo(3);
      }
    }
  }

  @Nested
  class Weights_and_groups {
    private final Network network = Network.of(TEXT, embedding(2), flatten(), dense(2));

    @Test
    void must_fit_the_network() {
      Weights weights = network.initialWeights(1);
      assertRefused(
          () -> network.requireFits(Weights.empty()), "lack \"0.embedding.weight\"", "got []");
      assertRefused(
          () ->
              network.requireFits(
                  weights.with(Weights.of(Map.of("2.dense.bias", Tensor.zeros(Shape.of(9)))))),
          "\"2.dense.bias\" must have shape [2], got [9]");
      assertRefused(
          () ->
              network.requireFits(
                  weights.with(Weights.of(Map.of("extra", Tensor.zeros(Shape.of(9)))))),
          "expected [0.embedding.weight, 2.dense.weight, 2.dense.bias]");
    }

    @Test
    void must_name_parameters_once() {
      ParameterGroup one = new ParameterGroup(Set.of("2.dense.bias"), Optimizer.adam(), 1);
      assertRefused(
          () -> ParameterGroup.requireValid(network, List.of(one, one)), "is in two groups");
      ParameterGroup unknown = new ParameterGroup(Set.of("x"), Optimizer.adam(), 1);
      assertRefused(
          () -> ParameterGroup.requireValid(network, List.of(unknown)), "\"x\"", "2.dense.weight");
    }
  }

  @Test
  void summary_shows_layers_shapes_and_parameters() {
    Network network =
        Network.of(
            new Input.Tokens("text", 20_000, 100, Side.POST),
            embedding(32),
            conv1d(64, 3, RELU),
            maxPool1d(2),
            flatten(),
            dense(64, RELU),
            dense(2));
    assertThat(network.summary())
        .isEqualTo(
            """
            Layer        Output shape         Parameters
            --------------------------------------------
            input text   [100] of 20,000 ids
            0.embedding  [100, 32]               640,000
            1.conv1d     [98, 64]                  6,208
            2.maxpool1d  [49, 64]                      0
            3.flatten    [3136]                        0
            4.dense      [64]                    200,768
            5.dense      [2]                         130
            --------------------------------------------
            Parameters: 847,106
            """);
  }
}
