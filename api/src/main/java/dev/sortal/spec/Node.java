package dev.sortal.spec;

import dev.sortal.tensor.Shape;
import java.util.List;
import java.util.Set;

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
 * @param parameters what it learns, weight before bias; a batch normalisation's are gamma, beta and
 *     the moving mean and variance
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

  /** Its weight: the first parameter; a batch normalisation's gamma. */
  public Parameter weight() {
    return parameters.get(0);
  }

  /** Its bias: the second parameter; a batch normalisation's beta. */
  public Parameter bias() {
    return parameters.get(1);
  }

  /** The moving mean of a batch normalisation: the third parameter. */
  public Parameter movingMean() {
    return parameters.get(2);
  }

  /** The moving variance of a batch normalisation: the fourth parameter. */
  public Parameter movingVariance() {
    return parameters.get(3);
  }

  /** Whether one of its parameters is among those of these names. */
  public boolean learns(Set<String> trained) {
    return parameters.stream().map(Parameter::name).anyMatch(trained::contains);
  }

  /**
   * Whether it is a batch normalisation that normalises by the batch in training, since gamma or
   * beta is among these names; else it goes by its moving statistics.
   */
  public boolean normalisesByBatch(Set<String> trained) {
    return layer instanceof Layer.BatchNorm && learns(trained);
  }
}
