package dev.sortal.spec;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parameters that one optimizer changes.
 *
 * <p>Every parameter is in one group at most; those in none are frozen.
 *
 * @param names the parameters' names
 * @param optimizer what changes them
 * @param rateFactor what the step's learning rate is multiplied with, above 0
 */
public record ParameterGroup(Set<String> names, Optimizer optimizer, double rateFactor) {
  public ParameterGroup {
    names = Set.copyOf(names);
    if (!(rateFactor > 0 && Double.isFinite(rateFactor))) {
      throw new IllegalArgumentException("rateFactor must be above 0, got " + rateFactor + ".");
    }
  }

  /** One group of every trainable parameter of the network. */
  public static List<ParameterGroup> all(Network network, Optimizer optimizer) {
    Set<String> names = new LinkedHashSet<>();
    for (Parameter parameter : network.parameters()) {
      if (parameter.trainable()) {
        names.add(parameter.name());
      }
    }
    return List.of(new ParameterGroup(names, optimizer, 1));
  }

  /** The names of all parameters that some group changes. */
  public static Set<String> trained(List<ParameterGroup> groups) {
    Set<String> names = new LinkedHashSet<>();
    groups.forEach(group -> names.addAll(group.names()));
    return names;
  }

  /**
   * One group of the trainable parameters of the network, but for those of some layers.
   *
   * <p>Each name is that of a layer or parameter as {@link Node#path} and {@link Parameter#name}
   * give it ({@code 0.embedding}, {@code 3.parallel.1.0.conv1d.bias}), of which a {@code *} stands
   * for any characters ({@code *.embedding}); a layer's name is also for the layers within it.
   *
   * @throws IllegalArgumentException if a name is of nothing trainable, or nothing is left
   */
  public static List<ParameterGroup> allBut(
      Network network, Optimizer optimizer, List<String> frozen) {
    Set<String> trainable = all(network, optimizer).get(0).names();
    Set<String> left = new LinkedHashSet<>(trainable);
    for (String name : frozen) {
      Pattern pattern = pattern(name);
      if (trainable.stream().noneMatch(parameter -> covers(pattern, parameter))) {
        throw new IllegalArgumentException(
            "There is nothing to freeze by the name \""
                + name
                + "\": expected one of the layers "
                + network.nodes().stream()
                    .filter(node -> !node.parameters().isEmpty())
                    .map(Node::path)
                    .toList()
                + ", a parameter of theirs (\"...weight\"), or a pattern with *.");
      }
      left.removeIf(parameter -> covers(pattern, parameter));
    }
    if (left.isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing is left to train: expected a trainable parameter that is not frozen, got "
              + frozen
              + ", which covers "
              + trainable.stream().sorted().toList()
              + ". Freeze fewer layers.");
    }
    return List.of(new ParameterGroup(left, optimizer, 1));
  }

  private static Pattern pattern(String name) {
    return Pattern.compile(
        Arrays.stream(name.split("\\*", -1)).map(Pattern::quote).collect(joining(".*")));
  }

  /** Whether a pattern is that of the parameter or of a layer around it. */
  private static boolean covers(Pattern pattern, String parameter) {
    for (int end = parameter.length(); end > 0; end = parameter.lastIndexOf('.', end - 1)) {
      if (pattern.matcher(parameter.substring(0, end)).matches()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Checks that the groups share no parameter and name only trainable ones of the network.
   *
   * @throws IllegalArgumentException naming the parameter
   */
  public static void requireValid(Network network, List<ParameterGroup> groups) {
    Set<String> free = new HashSet<>();
    for (Parameter parameter : network.parameters()) {
      if (parameter.trainable()) {
        free.add(parameter.name());
      }
    }
    Set<String> trainable = Set.copyOf(free);
    for (ParameterGroup group : groups) {
      for (String name : group.names()) {
        if (!trainable.contains(name)) {
          throw new IllegalArgumentException(
              "A parameter group names \""
                  + name
                  + "\", which is no trainable parameter: expected some of "
                  + trainable.stream().sorted().toList()
                  + ".");
        }
        if (!free.remove(name)) {
          throw new IllegalArgumentException(
              "Parameter \"" + name + "\" is in two groups; expected one at most.");
        }
      }
    }
  }
}
