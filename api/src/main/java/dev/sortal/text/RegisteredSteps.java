package dev.sortal.text;

import dev.sortal.error.SortalException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The text steps that the application registers as services. */
final class RegisteredSteps {
  private static final String FILE = "META-INF/services/" + TextStep.class.getName();

  private RegisteredSteps() {}

  /**
   * All of them, by name.
   *
   * @param also where to look beside the class loaders of the thread and of Sortal
   * @throws SortalException if one cannot be made
   */
  static Map<String, TextStep> find(@Nullable ClassLoader also) {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    if (also != null) {
      loaders.add(also);
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      loaders.add(context);
    }
    ClassLoader own = TextStep.class.getClassLoader();
    loaders.add(own != null ? own : ClassLoader.getSystemClassLoader());
    Map<String, TextStep> byName = new TreeMap<>();
    for (ClassLoader loader : loaders) {
      try {
        ServiceLoader.load(TextStep.class, loader)
            .forEach(step -> byName.putIfAbsent(step.name(), step));
      } catch (ServiceConfigurationError failure) {
        throw new SortalException(
            "A registered text step cannot be made: expected public classes with a public"
                + " constructor without arguments in "
                + FILE
                + ", got: "
                + failure.getMessage(),
            failure);
      }
    }
    return byName;
  }

  /** What to do about a step that is not registered. */
  static String advice(String name) {
    return "Write a public class that implements "
        + TextStep.class.getName()
        + " with the name \""
        + name
        + "\", and name the class in "
        + FILE
        + " on the class path.";
  }
}
