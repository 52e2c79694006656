package dev.sortal.integration;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The engines of this project, and class paths that hold only some of them. */
final class Engines {
  /** Those that train, in the documented order. */
  static final List<String> TRAINING = List.of("onnx", "java", "tensorflow", "djl");

  /** All, in the documented order. */
  static final List<String> ALL = List.of("onnx", "java", "tensorflow", "djl", "djl-tensorflow");

  /** What an entry of the class path looks like, and which engines need it. */
  private static final Map<Pattern, Set<String>> OWNERS =
      Map.of(
          Pattern.compile("backend-onnx/target|/com/microsoft/onnxruntime/"),
          Set.of("onnx"),
          Pattern.compile("backend-java/target"),
          Set.of("java"),
          Pattern.compile("backend-tf/target|/org/tensorflow/|/org/bytedeco/"),
          Set.of("tensorflow", "djl-tensorflow"),
          Pattern.compile("backend-djl/target|/ai/djl/pytorch/"),
          Set.of("djl"),
          Pattern.compile("backend-djl-tensorflow/target|/ai/djl/tensorflow/"),
          Set.of("djl-tensorflow"),
          Pattern.compile("/ai/djl/api/"),
          Set.of("djl", "djl-tensorflow"));

  private Engines() {}

  /** The engine to train with what {@code engine} shall serve: itself, if it can. */
  static String trainerFor(String engine) {
    return TRAINING.contains(engine) ? engine : "onnx";
  }

  /** This JVM's class path, without the engines that are not named. */
  static String classPath(String... engines) {
    Set<String> wanted = Set.copyOf(List.of(engines));
    return entries()
        .filter(
            entry -> {
              Set<String> owners = ownersOf(entry);
              return owners.isEmpty() || owners.stream().anyMatch(wanted::contains);
            })
        .collect(Collectors.joining(File.pathSeparator));
  }

  static Stream<String> entries() {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getProperty("java.class.path"));
  }

  private static Set<String> ownersOf(String entry) {
    String path = entry.replace('\\', '/');
    return OWNERS.entrySet().stream()
        .filter(owner -> owner.getKey().matcher(path).find())
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse(Set.of());
  }
}
