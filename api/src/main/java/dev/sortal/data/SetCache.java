package dev.sortal.data;

import dev.sortal.error.SortalException;
import dev.sortal.format.AtomicFile;
import dev.sortal.format.Hashes;
import dev.sortal.format.RowDraft;
import dev.sortal.format.RowFile;
import dev.sortal.format.RowFileWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of encoded sets, each in a file that is written once and mapped into memory; safe for
 * threads, and for several processes at once.
 *
 * <p>The name of a file is a hash of all that decides its content: the examples, what the encoders
 * learned, the labels and the version of the layout. A file with that name is verified and used
 * again; one that is damaged is reported and made anew. A file gets its name only when it is
 * complete and on the disk, so that a process that ends half way leaves none behind, and two that
 * make the same file leave one. Nothing is ever changed or deleted but temporary files that were
 * left for a day: the folder may be emptied whenever nobody trains from it.
 *
 * <pre>{@code
 * SetCache cache = SetCache.in(Path.of("cache"));
 * try (SetDraft draft = cache.draft(List.of(encoder), false)) {
 *   training.forEach(draft::add);
 *   StoredSet set = draft.finish(Labels.ordered(draft.labels()));
 * }
 * }</pre>
 */
public final class SetCache {
  private static final Logger LOG = LoggerFactory.getLogger(SetCache.class);
  private static final String SUFFIX = ".rows";
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;

  private SetCache(Path folder) {
    this.folder = folder;
  }

  /**
   * The cache in that folder, which is made if there is none.
   *
   * @throws SortalException if it cannot be made or read
   */
  public static SetCache in(Path folder) {
    try {
      Files.createDirectories(folder);
      deleteAbandoned(folder);
    } catch (IOException failure) {
      throw new SortalException(
          "The cache folder "
              + folder
              + " cannot be used: "
              + failure
              + ". Choose another with"
              + " cache(...).",
          failure);
    }
    return new SetCache(folder);
  }

  /** Deletes what processes that ended half way left. */
  private static void deleteAbandoned(Path folder) throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*" + SUFFIX + ".*")) {
      for (Path file : files) {
        try {
          if (Files.getLastModifiedTime(file).compareTo(limit) < 0 && Files.deleteIfExists(file)) {
            LOG.info("Deleted {}, which was never completed.", file);
          }
        } catch (NoSuchFileException completed) {
          LOG.debug("{} got its name or was deleted by its own process.", file);
        }
      }
    }
  }

  /**
   * Begins to learn from training examples and to encode them.
   *
   * @param severalLabels whether an example may have any number of labels
   */
  public SetDraft draft(List<Encoder> encoders, boolean severalLabels) {
    RowDraft rows = RowDraft.in(folder, encoders.size() + 1);
    try {
      return new SetDraft(this, encoders, severalLabels, rows);
    } catch (RuntimeException failure) {
      rows.close();
      throw failure;
    }
  }

  /**
   * Encodes examples that are not trained on, in one pass.
   *
   * @param labels those of the model; others are unknown
   * @throws dev.sortal.error.DataException if an example has no label or cannot be encoded
   * @throws SortalException if the file cannot be written
   */
  public StoredSet encode(
      List<FittedEncoder> encoders,
      Stream<Example> examples,
      Labels labels,
      boolean severalLabels) {
    List<FittedEncoder.ColumnBuilder> builders =
        encoders.stream().map(FittedEncoder::start).toList();
    MessageDigest digest = Hashes.sha256();
    try (RowDraft rows = RowDraft.in(folder, encoders.size() + 1)) {
      for (Example example : (Iterable<Example>) examples::iterator) {
        List<String> own = example.requireLabels();
        String one = severalLabels ? null : example.label();
        int[] numbers =
            (severalLabels ? own.stream() : Stream.of(String.valueOf(one)))
                .mapToInt(labels::index)
                .filter(number -> number >= 0)
                .toArray();
        KnownColumn.write(rows.column(0), numbers, example.weight());
        for (int i = 0; i < builders.size(); i++) {
          builders.get(i).add(example);
          builders.get(i).store(rows.column(i + 1));
        }
        example.digest(digest);
        rows.endRow();
      }
      Content content = new Content(digest.digest(), encoders, labels, severalLabels);
      return stored(content, rows::copyTo);
    } catch (IOException failure) {
      throw unwritable(failure);
    }
  }

  /** Writes the rows of a set. */
  @FunctionalInterface
  interface Writing {
    void writeTo(RowFileWriter writer) throws IOException;
  }

  /**
   * All that decides the bytes of a file.
   *
   * @param examples a hash of them
   */
  record Content(
      byte[] examples, List<FittedEncoder> encoders, Labels labels, boolean severalLabels) {
    /** The key of the file. */
    byte[] key() {
      MessageDigest digest = Hashes.sha256();
      digest.update(examples);
      add(digest, "rows 1, " + (severalLabels ? "several labels" : "one label"));
      labels.names().forEach(label -> add(digest, label));
      for (FittedEncoder encoder : encoders) {
        add(digest, encoder.settings().toString());
        encoder.vocabulary().forEach(entry -> add(digest, entry));
        encoder
            .files()
            .forEach(
                (name, bytes) -> {
                  add(digest, name);
                  add(digest, bytes);
                });
      }
      return digest.digest();
    }

    private static void add(MessageDigest digest, String text) {
      add(digest, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(MessageDigest digest, byte[] bytes) {
      int length = bytes.length;
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        digest.update((byte) (length >>> shift));
      }
      digest.update(bytes);
    }
  }

  /** The set of that content: what the folder has, or else what is written now. */
  StoredSet stored(Content content, Writing writing) {
    byte[] key;
    boolean isNamed = true;
    try {
      key = content.key();
    } catch (SortalException unnamed) {
      LOG.warn("The encoded rows cannot be used again: {}", unnamed.getMessage());
      key = Hashes.sha256().digest(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
      isNamed = false;
    }
    Path path = folder.resolve(HexFormat.of().formatHex(key) + SUFFIX);
    RowFile file = existing(path, key);
    if (file == null) {
      long start = System.nanoTime();
      file = written(path, key, content.encoders().size() + 1, writing);
      LOG.info(
          "Encoded {} rows into {} ({} bytes) in {} ms.",
          file.rows(),
          path,
          file.bytes(),
          Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
    if (!isNamed) {
      forget(path);
    }
    return new StoredSet(file, content.encoders(), content.labels(), content.severalLabels());
  }

  /** Deletes a file that nobody else will find: at once, or on Windows when the program ends. */
  private static void forget(Path path) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      path.toFile().deleteOnExit();
      return;
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException failure) {
      throw new SortalException("Could not delete " + path + ": " + failure, failure);
    }
  }

  private static @Nullable RowFile existing(Path path, byte[] key) {
    if (!Files.exists(path)) {
      return null;
    }
    try {
      RowFile file = RowFile.open(path, key);
      LOG.info("Uses the {} rows in {} again.", file.rows(), path);
      return file;
    } catch (SortalException damaged) {
      LOG.warn("{} It is made anew.", damaged.getMessage());
      return null;
    }
  }

  private RowFile written(Path path, byte[] key, int columns, Writing writing) {
    try (AtomicFile.Pending pending = AtomicFile.begin(path)) {
      RowFileWriter writer = new RowFileWriter(pending.out(), columns);
      writing.writeTo(writer);
      writer.finish(key);
      commit(pending, path, key);
    } catch (IOException failure) {
      throw unwritable(failure);
    }
    return RowFile.open(path, key);
  }

  /** Where another process has made and mapped the same file, Windows refuses to replace it. */
  private static void commit(AtomicFile.Pending pending, Path path, byte[] key) throws IOException {
    try {
      pending.commit();
    } catch (AccessDeniedException refused) {
      if (existing(path, key) == null) {
        throw refused;
      }
    }
  }

  SortalException unwritable(IOException failure) {
    return new SortalException(
        "The cache in "
            + folder
            + " could not be written: "
            + failure.getMessage()
            + ". Make room on its disk, or choose another folder with cache(...).",
        failure);
  }
}
