package dev.sortal.spec;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
