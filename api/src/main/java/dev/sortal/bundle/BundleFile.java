package dev.sortal.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import dev.sortal.error.BundleException;
import dev.sortal.error.SortalException;
import dev.sortal.format.Archive;
import dev.sortal.format.AtomicFile;
import dev.sortal.format.Hashes;
import dev.sortal.format.Safetensors;
import dev.sortal.spec.Network;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.SpecJson;
import dev.sortal.training.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
  /** The version that is written, and the newest that is read. */
  public static final int FORMAT_VERSION = 1;

  private static final String MANIFEST = "manifest.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String OPTIMIZERS = "optimizers.safetensors";
  private static final String OPTIMIZER_STEP = "optimizerStep";
  private static final int MOST_MANIFEST_BYTES = 16 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private BundleFile() {}

  /**
   * Writes a bundle as a whole or not at all.
   *
   * @throws dev.sortal.error.SortalException if the file cannot be written; a previous file stays
   */
  public static void write(Bundle bundle, Path path) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("formatVersion", FORMAT_VERSION);
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

    ObjectNode hashes = manifest.putObject("sha256");
    entries.forEach((name, content) -> hashes.put(name, Hashes.sha256(content)));
    Map<String, byte[]> ordered = new LinkedHashMap<>();
    ordered.put(MANIFEST, bytes(manifest));
    ordered.putAll(entries);
    AtomicFile.write(path, out -> Archive.write(out, ordered, stored(entries)));
  }

  /** The entries that are no text: they shrink little, or further than a reader would believe. */
  private static Set<String> stored(Map<String, byte[]> entries) {
    Set<String> stored = new TreeSet<>(entries.keySet());
    stored.removeIf(name -> name.endsWith(".txt") || name.endsWith(".json"));
    return stored;
  }

  private static byte[] bytes(ObjectNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Reads a bundle.
   *
   * @throws BundleException if the file is absent, damaged or of a newer version, or needs what
   *     this application lacks: a text step that is not registered, an encoder of another artifact
   */
  public static Bundle read(Path path) {
    try (Archive archive = Archive.open(path)) {
      JsonNode manifest = manifest(path, archive);
      checkEntries(path, archive, manifest);
      try {
        return bundle(archive, manifest);
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

  private static JsonNode manifest(Path path, Archive archive) {
    JsonNode manifest;
    try {
      manifest = JSON.readTree(archive.read(MANIFEST, MOST_MANIFEST_BYTES));
    } catch (IOException failure) {
      throw new BundleException(
          path
              + " is damaged: expected a manifest in JSON, got: "
              + String.valueOf(failure.getMessage()).lines().findFirst().orElse("")
              + " Save it again or restore a copy.",
          failure);
    }
    JsonNode version = manifest.path("formatVersion");
    if (!version.isInt() || version.intValue() < 1) {
      throw Archive.damaged(path, "a formatVersion", version.toString());
    }
    if (version.intValue() > FORMAT_VERSION) {
      throw new BundleException(
          path
              + " was written by a newer Sortal: expected format version "
              + FORMAT_VERSION
              + " at most, got "
              + version
              + ". Update sortal-api.");
    }
    return manifest;
  }

  private static void checkEntries(Path path, Archive archive, JsonNode manifest) {
    Set<String> expected = new TreeSet<>(Set.of(MANIFEST, WEIGHTS));
    manifest.path("encoders").forEach(encoder -> expected.addAll(EncoderEntries.names(encoder)));
    if (manifest.has(OPTIMIZER_STEP)) {
      expected.add(OPTIMIZERS);
    }
    if (!expected.equals(archive.names())) {
      throw Archive.damaged(path, "the entries " + expected, archive.names().toString());
    }
  }

  private static Bundle bundle(Archive archive, JsonNode manifest) {
    Network network = SpecJson.read(manifest.path("network"), Network.class);
    List<FittedEncoder> encoders = new ArrayList<>();
    for (JsonNode encoder : array(manifest, "encoders")) {
      if (!(encoder instanceof ObjectNode settings)) {
        throw new IllegalArgumentException("an encoder that is no object: " + encoder);
      }
      encoders.add(EncoderEntries.read(settings, name -> entry(archive, manifest, name)));
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
        Safetensors.read(entry(archive, manifest, WEIGHTS)),
        encoders,
        Labels.of(labels),
        positive.intValue(),
        manifest.has("decision")
            ? SpecJson.read(manifest.path("decision"), Decision.class)
            : Decision.OneLabel.plain(),
        history(manifest.path("history")),
        (ObjectNode) manifest.path("provenance"),
        optimizers(archive, manifest));
  }

  private static @Nullable OptimizerState optimizers(Archive archive, JsonNode manifest) {
    JsonNode step = manifest.path(OPTIMIZER_STEP);
    if (step.isMissingNode()) {
      return null;
    }
    if (!step.isIntegralNumber() || !step.canConvertToLong()) {
      throw new IllegalArgumentException(OPTIMIZER_STEP + " is no whole number: " + step);
    }
    return new OptimizerState(
        step.longValue(), Safetensors.read(entry(archive, manifest, OPTIMIZERS)));
  }

  private static JsonNode array(JsonNode manifest, String name) {
    JsonNode array = manifest.path(name);
    if (!array.isArray() || array.isEmpty()) {
      throw new IllegalArgumentException("the manifest lacks \"" + name + "\"");
    }
    return array;
  }

  private static byte[] entry(Archive archive, JsonNode manifest, String name) {
    byte[] content = archive.read(name, Integer.MAX_VALUE);
    String hash = Hashes.sha256(content);
    if (!hash.equals(manifest.path("sha256").path(name).asText())) {
      throw new BundleException(
          "Expected \""
              + name
              + "\" with SHA-256 "
              + manifest.path("sha256").path(name)
              + ", got "
              + hash
              + ".");
    }
    return content;
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
