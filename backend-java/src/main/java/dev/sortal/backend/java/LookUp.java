package dev.sortal.backend.java;

import dev.sortal.engine.Extent;
import dev.sortal.spec.Input;
import dev.sortal.spec.Node;
import dev.sortal.update.Updater;
import java.util.Arrays;

/** Rows of a table by the ids of a text: one vector for each distinct id of the batch. */
final class LookUp extends Operation {
  private final Node node;
  private final Input.Tokens tokens;
  private final Feed feed;
  private final Value value;
  private final Parameters parameters;

  /** The ids of the batch, each once, and for each id of the vocabulary its place among them. */
  private int[] distinct = new int[64];

  private final int[] placeOf;
  private int count;

  LookUp(Node node, Input.Tokens tokens, Feed feed, Value value, Parameters parameters) {
    this.node = node;
    this.tokens = tokens;
    this.feed = feed;
    this.value = value;
    this.parameters = parameters;
    this.placeOf = new int[tokens.vocabulary()];
    Arrays.fill(placeOf, -1);
  }

  @Override
  void forward() {
    int[] ids = feed.inputs().tokens(node.operand());
    Extent extent = value.extent;
    extent.fill(feed.inputs().rows(), tokens.padding(), feed.inputs().own(node.operand()));
    for (int i = 0; i < count; i++) {
      placeOf[distinct[i]] = -1;
    }
    count = 0;
    for (int i = 0; i < extent.stored(); i++) {
      number(idAt(ids, i));
    }
    value.reserveShared(count);
    value.name(distinct, tokens.vocabulary());
    for (int i = 0; i < extent.stored(); i++) {
      value.point(i, placeOf[idAt(ids, i)]);
    }
    float[] table = parameters.values(node.weight());
    int width = value.channels;
    for (int i = 0; i < count; i++) {
      System.arraycopy(table, distinct[i] * width, value.data, i * width, width);
    }
  }

  private int idAt(int[] ids, int place) {
    return place < value.extent.blankStart() ? ids[place] : 0;
  }

  private void number(int id) {
    if (placeOf[id] < 0) {
      if (count == distinct.length) {
        distinct = Arrays.copyOf(distinct, count * 2);
      }
      placeOf[id] = count;
      distinct[count++] = id;
    }
  }

  @Override
  void backward(Updater updater) {
    if (updater.isTrained(node.weight().name())) {
      updater.addRows(node.weight().name(), distinct, value.gradient, count);
    }
  }
}
