package dev.sortal.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.BundleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A file of named entries behind a {@code manifest.json} that holds the version of their format and
 * the SHA-256 of each.
 *
 * <p>Files of an older version are read, files of a newer one refused. Not safe for threads.
 *
 * <pre>{@code
 * SealedFile.write(path, FORMAT, manifest, Map.of("weights.safetensors", bytes));
 * try (SealedFile file = SealedFile.open(path, FORMAT)) {
 *   byte[] bytes = file.read("weights.safetensors");
 * }
 * }</pre>
 */
public final class SealedFile implements AutoCloseable {
  private static final String MANIFEST = "manifest.json";
  private static final String HASHES = "sha256";
  private static final int MOST_MANIFEST_BYTES = 64 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path path;
  private final Archive archive;
  private final ObjectNode manifest;
  private final Set<String> unread = new TreeSet<>();

  private SealedFile(Path path, Archive archive, Format format) {
    this.path = path;
    this.archive = archive;
    this.manifest = readManifest(path, archive, format);
    format.check(path, manifest);
    manifest.path(HASHES).fieldNames().forEachRemaining(unread::add);
    Set<String> expected = new TreeSet<>(unread);
    expected.add(MANIFEST);
    if (!expected.equals(archive.names())) {
      throw Archive.damaged(path, "the entries " + expected, archive.names().toString());
    }
  }

  /**
   * What entries and manifest mean.
   *
   * @param name as in "format", before the word version
   * @param version that is written, and the newest that is read; at least 1
   */
  public record Format(String name, int version) {
    private String field() {
      return name + "Version";
    }

    private void check(Path path, ObjectNode manifest) {
      JsonNode found = manifest.path(field());
      if (!found.isInt() || found.intValue() < 1) {
        throw Archive.damaged(path, "a " + field(), found.isMissingNode() ? "none" : found + "");
      }
      if (found.intValue() > version) {
        throw new BundleException(
            path
                + " was written by a newer Sortal: expected "
                + name
                + " version "
                + version
                + " at most, got "
                + found
                + ". Update sortal-api.");
      }
    }
  }

  /**
   * Writes a file as a whole or not at all.
   *
   * @param manifest what else the manifest holds; the version and the hashes are added to it
   * @param entries by names such as {@code weights.safetensors}; texts and JSON are compressed
   * @throws dev.sortal.error.SortalException if the file cannot be written; a previous one stays
   */
  public static void write(
      Path path, Format format, ObjectNode manifest, Map<String, byte[]> entries) {
    ObjectNode sealed = JSON.createObjectNode().put(format.field(), format.version());
    sealed.setAll(manifest);
    ObjectNode hashes = sealed.putObject(HASHES);
    entries.forEach((name, content) -> hashes.put(name, Hashes.sha256(content)));
    Map<String, byte[]> ordered = new LinkedHashMap<>();
    try {
      ordered.put(MANIFEST, JSON.writeValueAsBytes(sealed));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    ordered.putAll(entries);
    AtomicFile.write(path, out -> Archive.write(out, ordered, stored(entries.keySet())));
  }

  /** The entries that are no text: they shrink little, or further than a reader would believe. */
  private static Set<String> stored(Set<String> names) {
    Set<String> stored = new TreeSet<>(names);
    stored.removeIf(name -> name.endsWith(".txt") || name.endsWith(".json"));
    return stored;
  }

  /**
   * Opens a file and reads its manifest, which names every entry.
   *
   * @throws BundleException if the file is absent, damaged or of a newer version
   */
  public static SealedFile open(Path path, Format format) {
    Archive archive = Archive.open(path);
    try {
      return new SealedFile(path, archive, format);
    } catch (RuntimeException failure) {
      archive.close();
      throw failure;
    }
  }

  private static ObjectNode readManifest(Path path, Archive archive, Format format) {
    try {
      JsonNode manifest = JSON.readTree(archive.read(MANIFEST, MOST_MANIFEST_BYTES));
      if (manifest instanceof ObjectNode object) {
        return object;
      }
      throw Archive.damaged(
          path, "a manifest with a " + format.field(), "JSON of type " + manifest.getNodeType());
    } catch (IOException failure) {
      throw new BundleException(
          path
              + " is damaged: expected a manifest in JSON, got: "
              + String.valueOf(failure.getMessage()).lines().findFirst().orElse("")
              + " Save it again or restore a copy.",
          failure);
    }
  }

  /** The manifest. */
  public ObjectNode manifest() {
    return manifest;
  }

  /** Whether there is such an entry. */
  public boolean has(String name) {
    return manifest.path(HASHES).has(name);
  }

  /**
   * The content of an entry, compared with its hash.
   *
   * @throws BundleException if there is none or it is damaged
   */
  public byte[] read(String name) {
    byte[] content = archive.read(name, Integer.MAX_VALUE);
    String hash = Hashes.sha256(content);
    JsonNode expected = manifest.path(HASHES).path(name);
    if (!hash.equals(expected.asText())) {
      throw Archive.damaged(path, "\"" + name + "\" with SHA-256 " + expected, hash);
    }
    unread.remove(name);
    return content;
  }

  /**
   * Refuses a file with entries that have not been read: nothing of its manifest asks for them.
   *
   * @throws BundleException if there are such
   */
  public void requireReadWhole() {
    if (!unread.isEmpty()) {
      throw Archive.damaged(path, "entries that the manifest uses", unread + " besides");
    }
  }

  @Override
  public void close() {
    archive.close();
  }
}
