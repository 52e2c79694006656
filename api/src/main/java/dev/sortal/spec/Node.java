package dev.sortal.spec;

import dev.sortal.tensor.Shape;
import java.util.List;

/**
 * One computation of a {@link Network}, in the order in which an engine can run it.
 *
 * <p>Values are numbered: the network's inputs first, in their order, then the output of each node
 * in turn. A backward pass walks the nodes in reverse and adds up the gradients of a value that
 * several nodes read.
 *
 * @param index the node's place in {@link Network#nodes()}; also what names a dropout layer when
 *     its mask is drawn
 * @param path the prefix of its parameters' names: {@code 3.parallel.1.0.conv1d}
 * @param layer what is computed; never {@link Layer.From}
 * @param operands the numbers of the values it reads: one, or one for each branch of a Parallel
 * @param input the shape of the first operand, without the row axis
 * @param output the shape of its result, without the row axis
 * @param value the number of its result
 * @param parameters what it learns, weight before bias
 */
public record Node(
    int index,
    String path,
    Layer layer,
    List<Integer> operands,
    Shape input,
    Shape output,
    int value,
    List<Parameter> parameters) {
  public Node {
    operands = List.copyOf(operands);
    parameters = List.copyOf(parameters);
  }

  /** The number of its only operand. */
  public int operand() {
    return operands.get(0);
  }

  /** Its weight: the first parameter. */
  public Parameter weight() {
    return parameters.get(0);
  }

  /** Its bias: the second parameter. */
  public Parameter bias() {
    return parameters.get(1);
  }
}
