package dev.sortal.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    return List.of(new ParameterGroup(trainable(network), optimizer, 1));
  }

  /** The names of all parameters that some group changes. */
  public static Set<String> trained(List<ParameterGroup> groups) {
    Set<String> names = new LinkedHashSet<>();
    groups.forEach(group -> names.addAll(group.names()));
    return names;
  }

  /**
   * The trainable parameters of the network, but for those of some layers: one group for each rule,
   * and one of what no rule is for.
   *
   * @param optimizer of what no rule is for
   * @param rules other optimizers of some layers
   * @param frozen patterns of what stays as it is, whatever the rules say
   * @throws IllegalArgumentException if a pattern is of nothing trainable, two rules are for one
   *     parameter, or nothing is left
   */
  public static List<ParameterGroup> of(
      Network network, Optimizer optimizer, List<GroupRule> rules, List<String> frozen) {
    Set<String> trainable = trainable(network);
    Set<String> left = new LinkedHashSet<>(trainable);
    for (String name : frozen) {
      left.removeAll(new ParameterPattern(name).of(trainable, network, "freeze"));
    }
    if (left.isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing is left to train: expected a trainable parameter that is not frozen, got "
              + frozen
              + ", which covers "
              + trainable.stream().sorted().toList()
              + ". Freeze fewer layers.");
    }
    List<ParameterGroup> groups = new ArrayList<>();
    Map<String, String> taken = new HashMap<>();
    Set<String> rest = new LinkedHashSet<>(left);
    for (GroupRule rule : rules) {
      Set<String> names =
          new ParameterPattern(rule.pattern())
              .of(trainable, network, "give an optimizer of its own");
      for (String name : names) {
        String other = taken.put(name, rule.pattern());
        if (other != null) {
          throw new IllegalArgumentException(
              "Parameter \""
                  + name
                  + "\" has two optimizers: expected one, got those of \""
                  + other
                  + "\" and \""
                  + rule.pattern()
                  + "\". Name different layers.");
        }
      }
      names.retainAll(left);
      rest.removeAll(names);
      if (!names.isEmpty()) {
        groups.add(new ParameterGroup(names, rule.optimizer(), rule.rateFactor()));
      }
    }
    if (!rest.isEmpty()) {
      groups.add(0, new ParameterGroup(rest, optimizer, 1));
    }
    return List.copyOf(groups);
  }

  private static Set<String> trainable(Network network) {
    Set<String> names = new LinkedHashSet<>();
    for (Parameter parameter : network.parameters()) {
      if (parameter.trainable()) {
        names.add(parameter.name());
      }
    }
    return names;
  }

  /**
   * Checks that the groups share no parameter and name only trainable ones of the network.
   *
   * @throws IllegalArgumentException naming the parameter
   */
  public static void requireValid(Network network, List<ParameterGroup> groups) {
    Set<String> trainable = trainable(network);
    Set<String> free = new HashSet<>(trainable);
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
