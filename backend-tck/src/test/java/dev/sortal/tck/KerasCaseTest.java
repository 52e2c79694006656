package dev.sortal.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.spec.Activation;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Padding;
import dev.sortal.spec.Presets;
import dev.sortal.spi.Column;
import dev.sortal.spi.LabelledBatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the files hold what the checks read: an empty one would agree with anything. */
class KerasCaseTest {
  private static final List<KerasCase> ALL =
      Stream.of("layers", "optimizers", "losses", "maps", "presets")
          .flatMap(group -> KerasCase.group(group).stream())
          .toList();

  @Test
  void each_case_holds_twenty_steps_and_every_parameter_slot_and_logit() {
    for (KerasCase keras : ALL) {
      var plan = keras.plan();
      assertThat(keras.losses()).as(keras.name()).hasSize(20).doesNotContain(Double.NaN);
      assertThat(KerasCase.below(keras.results(), "final/").names())
          .as(keras.name())
          .isEqualTo(Checks.names(plan.network()));
      int rows = keras.batches().stream().mapToInt(batch -> batch.batch().rows()).sum();
      assertThat(keras.results().get("logits").shape().toArray())
          .containsExactly(rows, plan.network().outputs());
    }
    for (KerasCase keras : KerasCase.group("optimizers")) {
      assertThat(KerasCase.below(keras.results(), "state/").names())
          .as(keras.name())
          .isEqualTo(keras.plan().state().slots().names());
    }
  }

  @Test
  void training_moves_every_parameter_further_than_the_tolerance() {
    for (KerasCase keras : ALL) {
      var before = keras.kept(keras.plan().weights());
      KerasCase.below(keras.results(), "final/")
          .asMap()
          .forEach(
              (name, tensor) -> {
                float[] first = before.get(name).toArray();
                double moved = 0;
                for (int i = 0; i < first.length; i++) {
                  moved = Math.max(moved, Math.abs(tensor.get(i) - first[i]));
                }
                assertThat(moved).as(keras.name() + ", " + name).isGreaterThan(1e-3);
              });
    }
  }

  @Test
  void the_cases_of_bags_hold_both_modes_with_and_without_positions_weights_and_empty_bags() {
    Set<String> forms = new TreeSet<>();
    for (KerasCase torch : KerasCase.bags()) {
      Network network = torch.plan().network();
      Input.Bags input = (Input.Bags) network.inputs().get(0);
      Layer.EmbeddingBag layer = (Layer.EmbeddingBag) network.layers().get(0);
      forms.add(layer.mode() + (input.positions() > 0 ? " " + input.padding() : ""));
      assertThat(torch.losses()).hasSize(16).doesNotContain(Double.NaN);
      assertThat(KerasCase.below(torch.results(), "final/").names())
          .isEqualTo(Checks.names(network));
      boolean isWeighted = false;
      boolean hasEmpty = false;
      for (LabelledBatch batch : torch.batches()) {
        Column.Bags bags = (Column.Bags) batch.batch().columns().get(0);
        for (int i = 0; i < bags.weights().capacity(); i++) {
          isWeighted |= bags.weights().get(i) != 1;
        }
        for (int bag = 1; bag < bags.bagOffsets().capacity(); bag++) {
          hasEmpty |= bags.bagOffsets().get(bag) == bags.bagOffsets().get(bag - 1);
        }
      }
      assertThat(isWeighted).as(torch.name()).isEqualTo(torch.name().contains("weighted"));
      assertThat(hasEmpty).as(torch.name()).isTrue();
    }
    assertThat(forms).containsExactly("MEAN", "MEAN POST", "MEAN PRE", "SUM", "SUM POST");
  }

  /** The layers of which Keras has the same. */
  @Test
  void layers_activations_paddings_and_sides_are_all_there() {
    Set<Class<?>> layers = new HashSet<>();
    Set<Activation> activations = new HashSet<>();
    Set<Padding> paddings = new HashSet<>();
    Set<Padding> mapPaddings = new HashSet<>();
    Set<String> inputs = new TreeSet<>();
    for (KerasCase keras : ALL) {
      for (Input input : keras.plan().network().inputs()) {
        inputs.add(input instanceof Input.Tokens tokens ? "" + tokens.padding() : "numbers");
      }
      for (Node node : keras.plan().network().nodes()) {
        layers.add(node.layer().getClass());
        if (node.layer() instanceof Layer.Conv1d conv1d) {
          activations.add(conv1d.activation());
          paddings.add(conv1d.padding());
        }
        if (node.layer() instanceof Layer.Conv2d conv2d) {
          mapPaddings.add(conv2d.padding());
        }
      }
    }
    assertThat(layers)
        .contains(
            Layer.Embedding.class,
            Layer.Conv1d.class,
            Layer.MaxPool1d.class,
            Layer.Conv2d.class,
            Layer.MaxPool2d.class,
            Layer.AveragePool2d.class,
            Layer.BatchNorm.class,
            Layer.GlobalMaxPool.class,
            Layer.GlobalAveragePool.class,
            Layer.Flatten.class,
            Layer.Dense.class,
            Layer.Dropout.class,
            Layer.Parallel.class);
    assertThat(mapPaddings).containsExactlyInAnyOrder(Padding.values());
    assertThat(activations).containsExactlyInAnyOrder(Activation.values());
    assertThat(paddings).containsExactlyInAnyOrder(Padding.values());
    assertThat(inputs).containsExactly("POST", "PRE", "numbers");
  }

  @Test
  void the_presets_are_those_of_the_spec() {
    for (KerasCase keras : KerasCase.group("presets")) {
      String preset = keras.name().substring(0, keras.name().indexOf(','));
      List<Layer> layers = new ArrayList<>(keras.plan().network().layers());
      layers.remove(layers.size() - 1);
      assertThat(layers).isEqualTo(Presets.named(preset));
    }
    assertThat(KerasCase.group("presets"))
        .extracting(KerasCase::name)
        .containsExactly("kerasText, pre", "kerasText, post", "kimCnn, post");
  }
}
