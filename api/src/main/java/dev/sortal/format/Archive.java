package dev.sortal.format;

import dev.sortal.error.BundleException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A zip of a few entries with plain names, written the same from the same content and read with
 * distrust.
 *
 * <pre>{@code
 * try (Archive archive = Archive.open(path)) {
 *   byte[] manifest = archive.read("manifest.json", 1 << 20);
 * }
 * }</pre>
 */
public final class Archive implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final int MOST_ENTRIES = 64;

  /** No content of ours shrinks as far as this. */
  private static final long MOST_RATIO = 200;

  /** Not the first moment of 1980: Java would add a field that depends on the time zone. */
  private static final LocalDateTime WRITTEN = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final Path path;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private Archive(Path path, ZipFile zip) {
    this.path = path;
    this.zip = zip;
  }

  /**
   * Writes entries in the map's order.
   *
   * @param stored the names of entries that do not shrink and are stored as they are
   */
  public static void write(OutputStream out, Map<String, byte[]> entries, Set<String> stored)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      byte[] content = entry.getValue();
      ZipEntry head = new ZipEntry(entry.getKey());
      head.setTimeLocal(WRITTEN);
      if (stored.contains(entry.getKey())) {
        head.setMethod(ZipEntry.STORED);
        head.setSize(content.length);
        head.setCrc(checksum(content));
      }
      zip.putNextEntry(head);
      zip.write(content);
      zip.closeEntry();
    }
    zip.finish();
  }

  /**
   * Opens an archive and checks its directory.
   *
   * @throws BundleException if there is no such file or it is no archive of ours
   */
  public static Archive open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new BundleException(
          "There is no file "
              + path
              + " ("
              + path.toAbsolutePath().normalize()
              + "). Check the path.");
    }
    ZipFile zip;
    try {
      zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
    } catch (IOException | RuntimeException failure) {
      throw new BundleException(
          path
              + " is damaged or no .sortal file: expected a zip, got: "
              + failure.getMessage()
              + ". Save it again or restore a copy.",
          failure);
    }
    Archive archive = new Archive(path, zip);
    try {
      archive.check();
    } catch (RuntimeException failure) {
      archive.close();
      throw failure instanceof BundleException ? failure : archive.damaged(failure);
    }
    return archive;
  }

  private void check() {
    if (zip.size() > MOST_ENTRIES) {
      throw damaged("at most " + MOST_ENTRIES + " entries", zip.size() + " entries");
    }
    long fileSize = path.toFile().length();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (!NAME.matcher(entry.getName()).matches()) {
        throw damaged("plain lower-case entry names", "\"" + printable(entry.getName()) + "\"");
      }
      if (entries.put(entry.getName(), entry) != null) {
        throw damaged("each entry once", "\"" + entry.getName() + "\" twice");
      }
      if (entry.getSize() < 0
          || entry.getCompressedSize() < 0
          || entry.getCompressedSize() > fileSize
          || entry.getSize() / MOST_RATIO > entry.getCompressedSize()) {
        throw damaged(
            "entries of plausible size",
            "\""
                + entry.getName()
                + "\" of "
                + entry.getSize()
                + " bytes in "
                + entry.getCompressedSize());
      }
    }
  }

  private static String printable(String name) {
    return name.replaceAll("[^\\x20-\\x7E]", "?");
  }

  /** The names of the entries. */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /**
   * The content of an entry, its checksum verified.
   *
   * @param most the largest size that is accepted, in bytes
   * @throws BundleException if there is no such entry, it is larger, or it is damaged
   */
  public byte[] read(String name, long most) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw damaged("an entry \"" + name + "\"", "only " + names());
    }
    if (entry.getSize() > Math.min(most, Integer.MAX_VALUE - 8)) {
      throw damaged("\"" + name + "\" of at most " + most + " bytes", entry.getSize() + " bytes");
    }
    int size = (int) entry.getSize();
    byte[] content;
    boolean longer;
    try (InputStream in = zip.getInputStream(entry)) {
      content = in.readNBytes(size);
      longer = in.read() >= 0;
    } catch (IOException | RuntimeException failure) {
      throw damaged(failure);
    }
    if (content.length != size || longer) {
      throw damaged(
          "\"" + name + "\" of " + size + " bytes", longer ? "more" : content.length + " bytes");
    }
    if (checksum(content) != entry.getCrc()) {
      throw damaged("\"" + name + "\" as it was written", "another checksum");
    }
    return content;
  }

  private static long checksum(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }

  private BundleException damaged(Exception failure) {
    return new BundleException(
        path + " is damaged: " + failure.getMessage() + ". Save it again or restore a copy.",
        failure);
  }

  private BundleException damaged(String expected, String received) {
    return damaged(path, expected, received);
  }

  /**
   * The exception for a file that is not as it must be.
   *
   * @param received what was found; a full stop at its end is left out
   */
  public static BundleException damaged(Path path, String expected, String received) {
    return new BundleException(
        path
            + " is damaged: expected "
            + expected
            + ", got "
            + (received.endsWith(".") ? received.substring(0, received.length() - 1) : received)
            + ". Save it again or restore a copy.");
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException failure) {
      throw damaged(failure);
    }
  }
}
