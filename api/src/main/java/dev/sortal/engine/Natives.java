package dev.sortal.engine;

import dev.sortal.error.BackendException;
import dev.sortal.spi.Device;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an engine needs beside its Java classes, and the words in which its absence is told: the
 * same in every error and in {@code sortal doctor}.
 *
 * @param backend the engine's name
 * @param artifact the group, name and version of the artifact that holds the natives; empty where
 *     there are none
 * @param resources for each {@link Platform}, as text, a file of that artifact
 * @param classifiers for each platform the classifier of the artifact; empty where one artifact
 *     holds all
 * @param gpu what must be there to compute on a GPU; empty where the engine cannot
 */
public record Natives(
    String backend,
    String artifact,
    Map<String, String> resources,
    Map<String, String> classifiers,
    String gpu) {

  public Natives {
    resources = Map.copyOf(resources);
    classifiers = Map.copyOf(classifiers);
  }

  /** For an engine of Java classes alone, which computes on the CPU. */
  public static Natives none(String backend) {
    return new Natives(backend, "", Map.of(), Map.of(), "");
  }

  /** The same natives, used by another engine. */
  public Natives named(String otherBackend) {
    return new Natives(otherBackend, artifact, resources, classifiers, gpu);
  }

  /** The engine's version in {@code engine.properties} beside a class, as the build wrote it. */
  public static String version(Class<?> beside) {
    return property(beside, "version");
  }

  /** A value in {@code engine.properties} beside a class. */
  public static String property(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream("engine.properties")) {
      if (in == null) {
        throw new IOException("engine.properties is missing");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty(name);
    } catch (IOException failure) {
      throw new BackendException(
          "The jar of " + beside.getName() + " is damaged: " + failure + ". Add it anew.", failure);
    }
  }

  /**
   * Sets a system property of an engine, unless the user has set it, or an environment variable of
   * its name.
   */
  public static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null && System.getenv(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Runs what looks up services and resources through the thread's context class loader, which may
   * not see them, with a class loader that does.
   *
   * @param backend a class of the backend
   */
  public static <T> T lookingFrom(Class<?> backend, Supplier<T> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(backend.getClassLoader());
    try {
      return action.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The natives for this platform, or null where they are not on the class path. */
  public @Nullable URL find() {
    String resource = resources.get(Platform.here().toString());
    ClassLoader loader = Natives.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (resource == null) {
      return null;
    }
    URL found =
        loader == null ? ClassLoader.getSystemResource(resource) : loader.getResource(resource);
    return found == null && context != null ? context.getResource(resource) : found;
  }

  /** Lines for people: where the natives are, and what a GPU needs. Loads nothing. */
  public String describe() {
    return line("natives", whereNatives()) + line("gpu needs", gpuNeeds());
  }

  private String gpuNeeds() {
    return gpu.isEmpty() ? "another engine: this one computes on the CPU only" : gpu + lacking();
  }

  private static String lacking() {
    List<String> missing = Cuda.missing();
    return missing.isEmpty() ? "" : "; not found here: " + String.join(", ", missing);
  }

  private static String line(String name, String text) {
    return String.format("  %-10s %s%n", name, text);
  }

  private static String libcAndJava() {
    String libc = Platform.libc();
    return (libc.isEmpty() ? "" : libc + ", ")
        + "Java "
        + System.getProperty("java.version")
        + " ("
        + System.getProperty("java.home")
        + ")";
  }

  private String whereNatives() {
    Platform here = Platform.here();
    if (artifact.isEmpty()) {
      return "none needed";
    }
    if (!resources.containsKey(here.toString())) {
      return "none are published for "
          + here
          + "; "
          + artifact
          + " has "
          + new TreeMap<>(resources).keySet();
    }
    URL found = find();
    String coordinates =
        classifiers.isEmpty() ? artifact : artifact + ":" + classifiers.get(here.toString());
    return found == null
        ? "not on the class path: add " + coordinates
        : "in " + jar(found) + " (" + coordinates + ")";
  }

  private static String jar(URL resource) {
    String url = resource.toString();
    int inside = url.lastIndexOf("!/");
    return inside < 0 ? url : url.substring(url.startsWith("jar:") ? 4 : 0, inside);
  }

  /**
   * The exception for natives that did not load.
   *
   * @param failure what the JVM or the engine threw
   */
  public BackendException notLoaded(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = String.valueOf(root.getMessage());
    String advice =
        reason.contains("another classloader") || reason.contains("different class loader")
            ? " Natives load for one class loader of a JVM only: put the engine's jars where both"
                + " applications share them, such as the server's own library folder."
            : "";
    return new BackendException(
        "Backend \""
            + backend
            + "\" could not load its natives: "
            + root.getClass().getSimpleName()
            + ": "
            + reason.lines().findFirst().orElse("no reason given")
            + "."
            + advice
            + "\n"
            + describe()
            + line("platform", Platform.here() + ", " + libcAndJava())
            + line("unpacks to", NativeCache.root() + " (-D" + NativeCache.PROPERTY + ")")
                .stripTrailing(),
        failure);
  }

  /**
   * The device to run on: the one that is asked for, or for {@code auto} the first GPU, else the
   * CPU.
   *
   * @param present the devices that the engine really has, the CPU first
   * @throws BackendException if the one that is asked for is not among them
   */
  public Device choose(Device asked, List<Device> present) {
    if (asked.kind() == Device.Kind.AUTO) {
      return present.get(present.size() > 1 ? 1 : 0);
    }
    if (!present.contains(asked)) {
      throw absent(asked, "it has " + present, null);
    }
    return asked;
  }

  /**
   * The exception for a device that is not there.
   *
   * @param reason what the engine said or has
   */
  public BackendException absent(Device device, String reason, @Nullable Throwable cause) {
    return new BackendException(
        "Backend \""
            + backend
            + "\" has no device "
            + device
            + " here: "
            + reason.strip()
            + ". Expected: "
            + gpuNeeds()
            + ". See docs/gpu.md. Use device cpu, or auto to take the CPU where there is no GPU.",
        cause);
  }
}
