package dev.sortal.tck.reference;

import dev.sortal.spec.BagMode;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Node;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.TrainingBackend;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.function.UnaryOperator;

/** Mistakes with bags of weighted ids and with the positions of tokens. */
final class WrongBags {
  private WrongBags() {}

  static TrainingBackend weightsIgnored() {
    return WrongLayers.forward(
        pass ->
            new Forward(pass) {
              @Override
              protected double factor(Bags.Item item, double divisor) {
                return super.factor(new Bags.Item(item.id(), 1), divisor);
              }
            });
  }

  static TrainingBackend meanOverIds() {
    return WrongLayers.forward(
        pass ->
            new Forward(pass) {
              @Override
              protected double divisor(BagMode mode, List<Bags.Item> bag) {
                return mode == BagMode.MEAN ? bag.size() : super.divisor(mode, bag);
              }
            });
  }

  static TrainingBackend emptyBagIsId0() {
    return WrongLayers.forward(
        pass ->
            new Forward(pass) {
              @Override
              public double[] embeddingBag(Layer.EmbeddingBag layer, Node node) {
                double[] out = super.embeddingBag(layer, node);
                double[] table = parameter(node.weight().name());
                for (int bag = 0; bag < bagsOf(node).count(); bag++) {
                  if (bagsOf(node).bag(bag).isEmpty()) {
                    System.arraycopy(table, 0, out, bag * layer.width(), layer.width());
                  }
                }
                return out;
              }
            });
  }

  static TrainingBackend gradientWithoutWeights() {
    return WrongLayers.backward(
        (forward, byLogits) ->
            new Backward(forward, byLogits) {
              @Override
              protected double bagFactor(Bags.Item item, double divisor) {
                return super.bagFactor(new Bags.Item(item.id(), 1), divisor);
              }
            });
  }

  static TrainingBackend noGradient() {
    return WrongLayers.backward(
        (forward, byLogits) ->
            new Backward(forward, byLogits) {
              @Override
              protected double bagFactor(Bags.Item item, double divisor) {
                return 0;
              }
            });
  }

  static TrainingBackend paddingCounted() {
    return WrongLayers.forward(
        pass ->
            new Forward(pass) {
              @Override
              protected double tokenShare(int own, int positions) {
                return 1.0 / positions;
              }
            });
  }

  static TrainingBackend dividedByNoTokens() {
    return WrongLayers.forward(
        pass ->
            new Forward(pass) {
              @Override
              protected boolean isOwn(int place, int own) {
                return own == 0 || super.isOwn(place, own);
              }
            });
  }

  static TrainingBackend elementsDropped() {
    return WrongLayers.forward(
        pass ->
            new Forward(pass) {
              @Override
              protected int unit(Layer.Dropout layer, Node node) {
                return 1;
              }
            });
  }

  static TrainingBackend memoryForTheFirstBags() {
    return AlteredBackend.sessions(
        session ->
            new AlteredInference(session) {
              private int room;

              @Override
              public void logits(Batch batch, FloatBuffer into) {
                super.logits(
                    withBags(
                        batch,
                        bags -> {
                          int ids = bags.bagOffsets().get(bags.bagOffsets().capacity() - 1);
                          room = room == 0 ? ids : room;
                          IntBuffer cut = IntBuffer.allocate(bags.bagOffsets().capacity());
                          for (int i = 0; i < cut.capacity(); i++) {
                            cut.put(i, Math.min(room, bags.bagOffsets().get(i)));
                          }
                          return new Column.Bags(
                              bags.ids(), bags.weights(), cut, bags.rowOffsets());
                        }),
                    into);
              }
            });
  }

  static TrainingBackend positionObeyed() {
    return AlteredBackend.sessions(
        session ->
            new AlteredInference(session) {
              @Override
              public void logits(Batch batch, FloatBuffer into) {
                super.logits(
                    withBags(
                        batch,
                        bags ->
                            new Column.Bags(
                                roomy(bags.ids().slice()),
                                bags.weights(),
                                bags.bagOffsets(),
                                bags.rowOffsets())),
                    into);
              }
            });
  }

  /** With room behind, so that the mistake is no exception. */
  private static IntBuffer roomy(IntBuffer ids) {
    return IntBuffer.allocate(ids.capacity() + 10).put(0, ids, 0, ids.capacity());
  }

  static TrainingBackend unknownIsId0() {
    return AlteredBackend.sessions(
        session ->
            new AlteredInference(session) {
              @Override
              public void logits(Batch batch, FloatBuffer into) {
                super.logits(
                    withBags(
                        batch,
                        bags -> {
                          IntBuffer known = IntBuffer.allocate(bags.ids().capacity());
                          for (int i = 0; i < known.capacity(); i++) {
                            int id = bags.ids().get(i);
                            known.put(i, id < 0 || id >= 40 ? 0 : id);
                          }
                          return new Column.Bags(
                              known, bags.weights(), bags.bagOffsets(), bags.rowOffsets());
                        }),
                    into);
              }
            });
  }

  private static Batch withBags(Batch batch, UnaryOperator<Column.Bags> change) {
    List<Column> columns =
        batch.columns().stream()
            .map(column -> column instanceof Column.Bags bags ? change.apply(bags) : column)
            .toList();
    return new Batch(batch.rows(), columns);
  }
}
