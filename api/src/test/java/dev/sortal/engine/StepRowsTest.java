package dev.sortal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Side;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.tensor.Shape;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StepRowsTest {
  private static final Column TEXTS =
      new Column.Ids(IntBuffer.wrap(new int[] {5, 6, 7}), IntBuffer.wrap(new int[] {0, 1, 1, 3}));

  private static Network network(Side side) {
    return Network.of(
        new Input.Tokens("text", 10, 3, side),
        Layers.embedding(2),
        Layers.dropout(0.5),
        Layers.flatten(),
        Layers.dense(2));
  }

  private static LabelledBatch batch(Column column, int... classes) {
    return new LabelledBatch(
        new Batch(classes.length, List.of(column)),
        new Targets.Classes(IntBuffer.wrap(classes)),
        FloatBuffer.wrap(new float[] {1, 2, 3}));
  }

  private static StepRows rows(Side side) {
    TrainingPlan plan =
        TrainingPlan.of(network(side), Optimizer.adam(), new Loss.SoftmaxCrossEntropy(0.2), 1);
    return new StepRows("my-engine", plan);
  }

  private static int[] ids(StepRows rows) {
    int[] ids = new int[9];
    rows.inputs().column(0).ints().get(0, ids);
    return ids;
  }

  @Test
  void pads_short_rows_on_the_side_of_the_input_and_forgets_the_batch_before() {
    StepRows post = rows(Side.POST);
    post.load(batch(TEXTS, 0, 1, 0), 1);
    assertThat(ids(post)).containsExactly(5, 0, 0, 0, 0, 0, 6, 7, 0);
    assertThat(post.inputs().ids(0)).startsWith(5, 0, 0, 0, 0, 0, 6, 7, 0);
    assertThat(post.inputs().tokens(0)).startsWith(5, 6, 7);
    StepRows pre = rows(Side.PRE);
    pre.load(batch(TEXTS, 0, 1, 0), 1);
    assertThat(ids(pre)).containsExactly(0, 0, 5, 0, 0, 0, 0, 6, 7);
    Column shorter =
        new Column.Ids(IntBuffer.wrap(new int[] {4}), IntBuffer.wrap(new int[] {0, 1}));
    pre.load(batch(shorter, 1), 2);
    assertThat(ids(pre)).startsWith(0, 0, 4);
    assertThat(pre.rows()).isEqualTo(1);
  }

  @Test
  void smooths_targets_and_divides_weights_by_the_rows() {
    StepRows rows = rows(Side.POST);
    rows.load(batch(TEXTS, 0, 1, 0), 1);
    float[] distribution = new float[6];
    rows.targets().targets().floats().get(0, distribution);
    assertThat(distribution).containsExactly(0.9f, 0.1f, 0.1f, 0.9f, 0.9f, 0.1f);
    float[] scale = new float[3];
    rows.targets().scale().floats().get(0, scale);
    assertThat(scale).containsExactly(1 / 3f, 2 / 3f, 1);
  }

  @Test
  void draws_a_mask_for_each_step_and_row() {
    StepRows rows = rows(Side.POST);
    rows.load(batch(TEXTS, 0, 1, 0), 1);
    RowBuffer mask = Objects.requireNonNull(rows.masks().get(network(Side.POST).nodes().get(1)));
    float[] first = new float[18];
    mask.floats().get(0, first);
    rows.load(batch(TEXTS, 0, 1, 0), 2);
    float[] second = new float[18];
    mask.floats().get(0, second);
    assertThat(second).isNotEqualTo(first);
    for (float factor : first) {
      assertThat(factor).isIn(0f, 2f);
    }
  }

  @Test
  void refuses_a_class_that_the_network_does_not_have_and_columns_of_another_kind() {
    StepRows rows = rows(Side.POST);
    assertThatThrownBy(() -> rows.load(batch(TEXTS, 0, 2, 0), 1))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll("Row 1", "[0, 2)", "got 2");
    assertThatThrownBy(
            () -> rows.load(batch(new Column.Floats(FloatBuffer.wrap(new float[9])), 0, 1, 0), 1))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll("\"my-engine\"", "\"text\"");
  }

  @Test
  void a_buffer_grows_and_says_when_it_is_another_one() {
    RowBuffer buffer = new RowBuffer(2, 3);
    assertThat(buffer.reserve(4)).isTrue();
    assertThat(buffer.reserve(3)).isFalse();
    assertThat(buffer.rowSize()).isEqualTo(6);
    assertThat(buffer.shape(4)).containsExactly(4, 2, 3);
    assertThat(buffer.floats(2).remaining()).isEqualTo(12);
    assertThat(buffer.bytes(1).remaining()).isEqualTo(24);
    assertThat(buffer.floats().isDirect()).isTrue();
    assertThat(new RowBuffer(Shape.of().toArray()).rowSize()).isEqualTo(1);
  }
}
