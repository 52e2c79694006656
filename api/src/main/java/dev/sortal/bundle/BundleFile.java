package dev.sortal.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import dev.sortal.error.BundleException;
import dev.sortal.error.SortalException;
import dev.sortal.format.Archive;
import dev.sortal.format.Safetensors;
import dev.sortal.format.SealedFile;
import dev.sortal.spec.Network;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.SpecJson;
import dev.sortal.training.History;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code .sortal} file: a zip of {@code manifest.json}, {@code vocabulary.txt}, {@code
 * weights.safetensors} and what else encoders need.
 *
 * <p>The manifest holds the format's version and the SHA-256 of every other entry. Files of an
 * older version are read, files of a newer one refused.
 *
 * <pre>{@code
 * BundleFile.write(bundle, path);
 * Bundle again = BundleFile.read(path);
 * }</pre>
 */
public final class BundleFile {
  private static final SealedFile.Format FORMAT = new SealedFile.Format("format", 1);
  private static final String WEIGHTS = "weights.safetensors";
  private static final String OPTIMIZERS = "optimizers.safetensors";
  private static final String OPTIMIZER_STEP = "optimizerStep";

  private BundleFile() {}

  /**
   * Writes a bundle as a whole or not at all.
   *
   * @throws dev.sortal.error.SortalException if the file cannot be written; a previous file stays
   */
  public static void write(Bundle bundle, Path path) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.set("network", SpecJson.write(bundle.network()));
    EncoderEntries.write(bundle.encoders(), manifest.putArray("encoders"), entries);
    bundle.labels().names().forEach(manifest.putArray("labels")::add);
    manifest.put("positive", bundle.positive());
    manifest.set("decision", SpecJson.write(bundle.decision()));
    manifest.set("history", SpecJson.write(bundle.history()));
    manifest.set("provenance", bundle.provenance());
    entries.put(WEIGHTS, Safetensors.toBytes(bundle.weights()));
    OptimizerState optimizers = bundle.optimizers();
    if (optimizers != null) {
      manifest.put(OPTIMIZER_STEP, optimizers.step());
      entries.put(OPTIMIZERS, Safetensors.toBytes(optimizers.slots()));
    }
    SealedFile.write(path, FORMAT, manifest, entries);
  }

  /**
   * Reads a bundle.
   *
   * @throws BundleException if the file is absent, damaged or of a newer version, or needs what
   *     this application lacks: a text step that is not registered, an encoder of another artifact
   */
  public static Bundle read(Path path) {
    try (SealedFile file = SealedFile.open(path, FORMAT)) {
      try {
        Bundle bundle = bundle(file);
        file.requireReadWhole();
        return bundle;
      } catch (IllegalArgumentException failure) {
        throw Archive.damaged(path, "a consistent manifest", String.valueOf(failure.getMessage()));
      } catch (BundleException failure) {
        throw failure.getMessage().startsWith(path.toString())
            ? failure
            : new BundleException(
                path + " is damaged. " + failure.getMessage() + " Save it again or restore a copy.",
                failure);
      } catch (SortalException failure) {
        // The file is sound, but something that it needs is not in this application.
        throw new BundleException(path + " cannot be opened. " + failure.getMessage(), failure);
      }
    }
  }

  private static Bundle bundle(SealedFile file) {
    JsonNode manifest = file.manifest();
    Network network = SpecJson.read(manifest.path("network"), Network.class);
    List<FittedEncoder> encoders = new ArrayList<>();
    for (JsonNode encoder : array(manifest, "encoders")) {
      if (!(encoder instanceof ObjectNode settings)) {
        throw new IllegalArgumentException("an encoder that is no object: " + encoder);
      }
      encoders.add(EncoderEntries.read(settings, file::read));
    }
    List<String> labels = new ArrayList<>();
    for (JsonNode label : array(manifest, "labels")) {
      if (!label.isTextual()) {
        throw new IllegalArgumentException("a label that is no text: " + label);
      }
      labels.add(label.textValue());
    }
    JsonNode positive = manifest.path("positive");
    if (!positive.isInt() || !manifest.path("provenance").isObject()) {
      throw new IllegalArgumentException("the manifest lacks \"positive\" or \"provenance\"");
    }
    return new Bundle(
        network,
        Safetensors.read(file.read(WEIGHTS)),
        encoders,
        Labels.of(labels),
        positive.intValue(),
        manifest.has("decision")
            ? SpecJson.read(manifest.path("decision"), Decision.class)
            : Decision.OneLabel.plain(),
        history(manifest.path("history")),
        (ObjectNode) manifest.path("provenance"),
        optimizers(file));
  }

  private static @Nullable OptimizerState optimizers(SealedFile file) {
    JsonNode step = file.manifest().path(OPTIMIZER_STEP);
    if (step.isMissingNode()) {
      return null;
    }
    if (!step.isIntegralNumber() || !step.canConvertToLong()) {
      throw new IllegalArgumentException(OPTIMIZER_STEP + " is no whole number: " + step);
    }
    return new OptimizerState(step.longValue(), Safetensors.read(file.read(OPTIMIZERS)));
  }

  private static JsonNode array(JsonNode manifest, String name) {
    JsonNode array = manifest.path(name);
    if (!array.isArray() || array.isEmpty()) {
      throw new IllegalArgumentException("the manifest lacks \"" + name + "\"");
    }
    return array;
  }

  /** Older files do not tell the balanced accuracy or the monitored figure of an epoch. */
  private static History history(JsonNode json) {
    for (JsonNode epoch : json.path("epochs")) {
      for (String figure : List.of("validationBalancedAccuracy", "monitored")) {
        if (epoch instanceof ObjectNode figures && !figures.has(figure)) {
          figures.put(figure, Double.NaN);
        }
      }
    }
    return SpecJson.read(json, History.class);
  }
}
