package dev.sortal.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.BundleException;
import dev.sortal.format.Archive;
import dev.sortal.format.AtomicFile;
import dev.sortal.format.Hashes;
import dev.sortal.format.Safetensors;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.SpecJson;
import dev.sortal.tensor.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The file of a checkpoint: a zip of {@code manifest.json} with the state of the run and hashes of
 * the other entries, and tensors: weights, optimizer slots, best weights, averages.
 */
final class CheckpointFile {
  private static final int FORMAT_VERSION = 1;
  private static final int MOST_MANIFEST_BYTES = 64 << 20;
  private static final String MANIFEST = "manifest.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String OPTIMIZERS = "optimizers.safetensors";
  private static final String BEST = "best.safetensors";
  private static final String AVERAGE = "average.safetensors";
  private static final String BEST_OPTIMIZERS = "best-optimizers.safetensors";

  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckpointFile() {}

  /**
   * A checkpoint with what it is of.
   *
   * @param identity of the training that wrote it
   */
  record Content(Checkpoint checkpoint, JsonNode identity, JsonNode engine) {}

  /**
   * Writes a checkpoint as a whole or not at all.
   *
   * @throws dev.sortal.error.SortalException if the file cannot be written
   */
  static void write(Path path, Content content) {
    Checkpoint checkpoint = content.checkpoint();
    Map<String, byte[]> tensors = new LinkedHashMap<>();
    tensors.put(WEIGHTS, Safetensors.toBytes(checkpoint.weights()));
    tensors.put(OPTIMIZERS, Safetensors.toBytes(checkpoint.optimizers().slots()));
    put(tensors, BEST, checkpoint.best());
    put(tensors, AVERAGE, checkpoint.average());
    OptimizerState best = checkpoint.bestOptimizers();
    put(tensors, BEST_OPTIMIZERS, best == null ? null : best.slots());

    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("checkpointVersion", FORMAT_VERSION);
    manifest.set("run", SpecJson.write(checkpoint.run()));
    manifest.put("optimizerStep", checkpoint.optimizers().step());
    if (best != null) {
      manifest.put("bestOptimizerStep", best.step());
    }
    manifest.set("identity", content.identity());
    manifest.set("engine", content.engine());
    ObjectNode hashes = manifest.putObject("sha256");
    tensors.forEach((name, bytes) -> hashes.put(name, Hashes.sha256(bytes)));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try {
      entries.put(MANIFEST, JSON.writeValueAsBytes(manifest));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    entries.putAll(tensors);
    AtomicFile.write(path, out -> Archive.write(out, entries, tensors.keySet()));
  }

  private static void put(Map<String, byte[]> entries, String name, @Nullable Weights weights) {
    if (weights != null) {
      entries.put(name, Safetensors.toBytes(weights));
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @throws BundleException if it is damaged or of a newer version
   */
  static Content read(Path path) {
    try (Archive archive = Archive.open(path)) {
      JsonNode manifest = manifest(path, archive);
      try {
        Set<String> expected = new TreeSet<>(Set.of(MANIFEST));
        manifest.path("sha256").fieldNames().forEachRemaining(expected::add);
        if (!expected.equals(archive.names())) {
          throw Archive.damaged(path, "the entries " + expected, archive.names().toString());
        }
        JsonNode step = manifest.path("optimizerStep");
        if (!step.isIntegralNumber() || !manifest.path("identity").isObject()) {
          throw new IllegalArgumentException("it lacks optimizerStep or identity");
        }
        Checkpoint checkpoint =
            new Checkpoint(
                SpecJson.read(manifest.path("run"), RunState.class),
                tensors(path, archive, manifest, WEIGHTS),
                new OptimizerState(step.longValue(), tensors(path, archive, manifest, OPTIMIZERS)),
                optional(path, archive, manifest, BEST),
                optional(path, archive, manifest, AVERAGE),
                bestOptimizers(path, archive, manifest));
        return new Content(checkpoint, manifest.path("identity"), manifest.path("engine"));
      } catch (IllegalArgumentException failure) {
        throw Archive.damaged(path, "a consistent manifest", String.valueOf(failure.getMessage()));
      }
    }
  }

  private static @Nullable OptimizerState bestOptimizers(
      Path path, Archive archive, JsonNode manifest) {
    Weights slots = optional(path, archive, manifest, BEST_OPTIMIZERS);
    return slots == null
        ? null
        : new OptimizerState(manifest.path("bestOptimizerStep").asLong(-1), slots);
  }

  private static JsonNode manifest(Path path, Archive archive) {
    JsonNode manifest;
    try {
      manifest = JSON.readTree(archive.read(MANIFEST, MOST_MANIFEST_BYTES));
    } catch (IOException failure) {
      throw new BundleException(
          path + " is damaged: expected a manifest in JSON, got: " + failure.getMessage(), failure);
    }
    int version = manifest.path("checkpointVersion").asInt();
    if (version > FORMAT_VERSION) {
      throw new BundleException(
          path
              + " was written by a newer Sortal: expected checkpoint version "
              + FORMAT_VERSION
              + " at most, got "
              + version
              + ". Update sortal-api.");
    }
    if (version < 1) {
      throw Archive.damaged(path, "a checkpointVersion", manifest.path("checkpointVersion") + "");
    }
    return manifest;
  }

  private static @Nullable Weights optional(
      Path path, Archive archive, JsonNode manifest, String name) {
    return manifest.path("sha256").has(name) ? tensors(path, archive, manifest, name) : null;
  }

  private static Weights tensors(Path path, Archive archive, JsonNode manifest, String name) {
    byte[] bytes = archive.read(name, Integer.MAX_VALUE);
    String hash = Hashes.sha256(bytes);
    if (!hash.equals(manifest.path("sha256").path(name).asText())) {
      throw Archive.damaged(
          path,
          "\"" + name + "\" with SHA-256 " + manifest.path("sha256").path(name).asText(),
          hash);
    }
    return Safetensors.read(bytes);
  }
}
