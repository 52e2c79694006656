package dev.sortal.spi;

import dev.sortal.error.BackendException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds engines and chooses among them.
 *
 * <p>An explicit instance comes first, then the name that is asked for, then the system property
 * {@code sortal.backend}, then the first of {@link #ORDER} that is on the class path. Looking loads
 * no native library, opens no file of an engine and reaches no network. Safe for threads.
 *
 * <pre>{@code
 * for (Backend backend : Backends.available()) {
 *   System.out.println(backend.name() + ": " + backend.engine());
 * }
 * }</pre>
 */
public final class Backends {
  /** The order in which engines are taken when several are present and none is named. */
  public static final List<String> ORDER =
      List.of("onnx", "java", "tensorflow", "djl", "djl-tensorflow");

  /** The system property that names an engine. */
  public static final String PROPERTY = "sortal.backend";

  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  /** Choices that were logged: each is said once, not at every opening. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private static final Map<String, String> ARTIFACTS =
      Map.of(
          "onnx", "sortal-backend-onnx",
          "java", "sortal-backend-java",
          "tensorflow", "sortal-backend-tf",
          "djl", "sortal-backend-djl",
          "djl-tensorflow", "sortal-backend-djl-tensorflow");

  private Backends() {}

  /** The engines on the class path, in the order in which they would be taken. */
  public static List<Backend> available() {
    return search(null).backends();
  }

  /**
   * The engine to serve with.
   *
   * @throws BackendException if there is none, or none of that name; the message says what to add
   */
  public static Backend choose(BackendChoice choice) {
    return choose(choice, Backend.class, "can be loaded");
  }

  /**
   * The engine to train with: as {@link #choose}, but the first that can train.
   *
   * @throws BackendException as {@link #choose}, or if the one that is named cannot train
   */
  public static TrainingBackend chooseForTraining(BackendChoice choice) {
    return choose(choice, TrainingBackend.class, "can train");
  }

  private static <B extends Backend> B choose(BackendChoice choice, Class<B> type, String ability) {
    if (choice.instance() != null) {
      return require(choice.instance(), type);
    }
    Search found = search(choice.classLoader());
    String property = System.getProperty(PROPERTY);
    String name = choice.name() != null ? choice.name() : property;
    if (name != null) {
      for (Backend backend : found.backends()) {
        if (backend.name().equals(name)) {
          return require(backend, type);
        }
      }
      throw new BackendException(
          "There is no backend \""
              + name
              + "\""
              + (choice.name() == null ? " (from -D" + PROPERTY + ")" : "")
              + ": expected one of "
              + found.names()
              + ". "
              + advice(name)
              + found.explanation());
    }
    List<B> able = found.backends().stream().filter(type::isInstance).map(type::cast).toList();
    if (able.isEmpty()) {
      throw new BackendException(
          "No backend on the class path "
              + ability
              + ": expected one of "
              + ORDER
              + ", got "
              + found.names()
              + ". "
              + advice("onnx")
              + found.explanation());
    }
    B first = require(able.get(0), type);
    if (able.size() > 1 && SAID.add(first.name() + found.names())) {
      LOG.info(
          "Backend {} of {}; choose with .backend(name) or -D{}",
          first.name(),
          found.names(),
          PROPERTY);
    }
    return first;
  }

  private static <B extends Backend> B require(Backend backend, Class<B> type) {
    if (backend.spiVersion() != Backend.SPI_VERSION) {
      throw new BackendException(
          "Backend \""
              + backend.name()
              + "\" ("
              + location(backend)
              + ") was built for another version of sortal-api: expected SPI version "
              + Backend.SPI_VERSION
              + ", got "
              + backend.spiVersion()
              + ". Give both the same version, for example by importing sortal-bom.");
    }
    if (!type.isInstance(backend)) {
      throw new BackendException(
          "Backend \""
              + backend.name()
              + "\" ("
              + backend.engine()
              + ") serves networks but cannot train them. Train with another one of "
              + ORDER
              + ".");
    }
    return type.cast(backend);
  }

  /** The jar or folder that a backend comes from, for messages. */
  public static String location(Backend backend) {
    var source = backend.getClass().getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? "unknown place"
        : source.getLocation().toString();
  }

  private static String advice(String name) {
    String artifact = ARTIFACTS.getOrDefault(name, "sortal-backend-onnx");
    String version = Backends.class.getPackage().getImplementationVersion();
    return "Add to your pom.xml:\n"
        + "  <dependency>\n"
        + "    <groupId>dev.sortal</groupId>\n"
        + "    <artifactId>"
        + artifact
        + "</artifactId>\n"
        + "    <version>"
        + (version == null ? "the version of sortal-api" : version)
        + "</version>\n"
        + "  </dependency>";
  }

  private static Search search(@Nullable ClassLoader preferred) {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    if (preferred != null) {
      loaders.add(preferred);
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      loaders.add(context);
    }
    ClassLoader own = Backends.class.getClassLoader();
    loaders.add(own != null ? own : ClassLoader.getSystemClassLoader());

    Map<String, Backend> byName = new LinkedHashMap<>();
    Set<String> refused = new LinkedHashSet<>();
    for (ClassLoader loader : loaders) {
      collect(loader, byName, refused);
    }
    List<Backend> backends = new ArrayList<>(byName.values());
    backends.sort(Comparator.comparingInt(Backends::rank).thenComparing(Backend::name));
    return new Search(List.copyOf(backends), List.copyOf(refused), List.copyOf(loaders));
  }

  /** Asks one class loader; a provider that cannot be used does not hide the others. */
  private static void collect(
      ClassLoader loader, Map<String, Backend> byName, Set<String> refused) {
    Iterator<ServiceLoader.Provider<Backend>> providers =
        ServiceLoader.load(Backend.class, loader).stream().iterator();
    Set<String> failures = new HashSet<>();
    boolean more = true;
    while (more) {
      try {
        more = providers.hasNext();
        if (more) {
          Backend backend = providers.next().get();
          byName.putIfAbsent(backend.name(), backend);
        }
      } catch (ServiceConfigurationError | LinkageError failure) {
        Throwable cause = failure.getCause();
        String reason = failure + (cause == null ? "" : " (" + cause + ")");
        refused.add(reason);
        // A loader that cannot even list its providers fails in the same way for ever.
        more = failures.add(reason);
      }
    }
  }

  private static int rank(Backend backend) {
    int place = ORDER.indexOf(backend.name());
    return place < 0 ? ORDER.size() : place;
  }

  /** What was found, what could not be used, and where was looked. */
  private record Search(List<Backend> backends, List<String> refused, List<ClassLoader> loaders) {
    List<String> names() {
      return backends.stream().map(Backend::name).toList();
    }

    String explanation() {
      return "\nLooked in the class loaders "
          + loaders
          + (refused.isEmpty() ? "." : "; could not use " + refused + ".");
    }
  }
}
