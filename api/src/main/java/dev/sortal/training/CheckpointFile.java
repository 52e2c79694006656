package dev.sortal.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.BundleException;
import dev.sortal.format.Archive;
import dev.sortal.format.Safetensors;
import dev.sortal.format.SealedFile;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.SpecJson;
import dev.sortal.tensor.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file of a checkpoint: a zip of {@code manifest.json} with the state of the run and hashes of
 * the other entries, and tensors: weights, optimizer slots, best weights, averages.
 */
final class CheckpointFile {
  private static final SealedFile.Format FORMAT = new SealedFile.Format("checkpoint", 1);
  private static final String WEIGHTS = "weights.safetensors";
  private static final String OPTIMIZERS = "optimizers.safetensors";
  private static final String BEST = "best.safetensors";
  private static final String AVERAGE = "average.safetensors";
  private static final String BEST_OPTIMIZERS = "best-optimizers.safetensors";

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
    manifest.set("run", SpecJson.write(checkpoint.run()));
    manifest.put("optimizerStep", checkpoint.optimizers().step());
    if (best != null) {
      manifest.put("bestOptimizerStep", best.step());
    }
    manifest.set("identity", content.identity());
    manifest.set("engine", content.engine());
    SealedFile.write(path, FORMAT, manifest, tensors);
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
    try (SealedFile file = SealedFile.open(path, FORMAT)) {
      JsonNode manifest = file.manifest();
      try {
        JsonNode step = manifest.path("optimizerStep");
        if (!step.isIntegralNumber() || !manifest.path("identity").isObject()) {
          throw new IllegalArgumentException("it lacks optimizerStep or identity");
        }
        Checkpoint checkpoint =
            new Checkpoint(
                SpecJson.read(manifest.path("run"), RunState.class),
                tensors(file, WEIGHTS),
                new OptimizerState(step.longValue(), tensors(file, OPTIMIZERS)),
                optional(file, BEST),
                optional(file, AVERAGE),
                bestOptimizers(file));
        file.requireReadWhole();
        return new Content(checkpoint, manifest.path("identity"), manifest.path("engine"));
      } catch (IllegalArgumentException failure) {
        throw Archive.damaged(path, "a consistent manifest", String.valueOf(failure.getMessage()));
      }
    }
  }

  private static @Nullable OptimizerState bestOptimizers(SealedFile file) {
    Weights slots = optional(file, BEST_OPTIMIZERS);
    return slots == null
        ? null
        : new OptimizerState(file.manifest().path("bestOptimizerStep").asLong(-1), slots);
  }

  private static @Nullable Weights optional(SealedFile file, String name) {
    return file.has(name) ? tensors(file, name) : null;
  }

  private static Weights tensors(SealedFile file, String name) {
    return Safetensors.read(file.read(name));
  }
}
