package dev.sortal.spec;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a layer or parameter, of which a {@code *} stands for any characters.
 *
 * <p>Names are those of {@link Node#path} and {@link Parameter#name} ({@code 0.embedding}, {@code
 * 3.parallel.1.0.conv1d.bias}, {@code *.embedding}); a layer's name is also for the layers within
 * it.
 *
 * <pre>{@code
 * Set<String> tables = new ParameterPattern("*.embedding").of(names);
 * }</pre>
 *
 * @param text the pattern
 */
public record ParameterPattern(String text) {
  /** Those of the names that it covers, in their order. */
  public Set<String> of(Collection<String> parameters) {
    Pattern pattern =
        Pattern.compile(
            Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(joining(".*")));
    Set<String> covered = new LinkedHashSet<>();
    for (String parameter : parameters) {
      if (covers(pattern, parameter)) {
        covered.add(parameter);
      }
    }
    return covered;
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
   * Those of the names that it covers, at least one.
   *
   * @param purpose what they are looked for: {@code "freeze"}
   * @throws IllegalArgumentException if it covers none; the message lists the network's layers
   */
  public Set<String> of(Collection<String> parameters, Network network, String purpose) {
    Set<String> covered = of(parameters);
    if (covered.isEmpty()) {
      throw new IllegalArgumentException(
          "There is nothing to "
              + purpose
              + " by the name \""
              + text
              + "\": expected one of the layers "
              + network.nodes().stream()
                  .filter(node -> !node.parameters().isEmpty())
                  .map(Node::path)
                  .toList()
              + ", a parameter of theirs (\"...weight\"), or a pattern with *.");
    }
    return covered;
  }
}
