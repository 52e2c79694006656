package dev.sortal.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.BundleException;
import dev.sortal.error.SortalException;
import dev.sortal.spec.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one training in a folder; for one thread.
 *
 * <pre>{@code
 * CheckpointFolder folder = CheckpointFolder.open(checkpoints, identity, engine);
 * Optional<Checkpoint> last = folder.last(network);
 * }</pre>
 */
public final class CheckpointFolder {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
  private static final Pattern NAME = Pattern.compile("checkpoint-[0-9]{12}\\.sortal-checkpoint");
  private static final Pattern UNFINISHED =
      Pattern.compile("\\.checkpoint-[0-9]{12}\\.sortal-checkpoint\\..*");
  private static final int MOST_DIFFERENCES = 6;
  private static final int MOST_SHOWN = 60;

  private final Checkpoints settings;
  private final Path folder;
  private final ObjectNode identity;
  private final ObjectNode engine;
  private long lastWritten = System.nanoTime();

  private CheckpointFolder(Checkpoints settings, ObjectNode identity, ObjectNode engine) {
    this.settings = settings;
    this.folder = settings.folder();
    this.identity = identity;
    this.engine = engine;
  }

  /**
   * Opens the folder, makes it if there is none, and removes what a process that was killed left
   * half written.
   *
   * @param identity everything that decides what comes of the training: only checkpoints of the
   *     same are gone on from
   * @param engine what it runs on: going on with another is allowed, with a warning
   * @throws SortalException if the folder cannot be made or listed
   */
  public static CheckpointFolder open(
      Checkpoints settings, ObjectNode identity, ObjectNode engine) {
    CheckpointFolder opened = new CheckpointFolder(settings, identity, engine);
    try {
      Files.createDirectories(settings.folder());
      opened.delete(opened.files(UNFINISHED));
      if (settings.startsAnew()) {
        opened.delete(opened.files(NAME));
      }
    } catch (IOException failure) {
      throw new SortalException(
          "The folder of checkpoints "
              + settings.folder()
              + " cannot be used: "
              + failure
              + ". Check the path and who may write there.",
          failure);
    }
    return opened;
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  /** The oldest first. */
  private List<Path> files(Pattern pattern) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> pattern.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  private void delete(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  /**
   * The last checkpoint that can be read, of this very training.
   *
   * @throws SortalException if it is of another training; the message says what differs
   * @throws BundleException if there are some, and none can be read
   */
  public Optional<Checkpoint> last(Network network) {
    List<Path> files;
    try {
      files = new ArrayList<>(files(NAME));
    } catch (IOException failure) {
      throw new SortalException("Could not list " + folder + ": " + failure, failure);
    }
    Collections.reverse(files);
    BundleException damage = null;
    for (Path file : files) {
      try {
        CheckpointFile.Content content = CheckpointFile.read(file);
        requireSame(file, content.identity());
        requireFits(file, content.checkpoint(), network);
        warnOfAnotherEngine(file, content.engine());
        LOG.info(
            "Going on from {}: epoch {}, step {}",
            file,
            content.checkpoint().epoch(),
            content.checkpoint().step());
        return Optional.of(content.checkpoint());
      } catch (BundleException failure) {
        LOG.warn(
            "A checkpoint cannot be read, the one before it is taken: {}", failure.getMessage());
        damage = damage == null ? failure : damage;
      }
    }
    if (damage != null) {
      throw new BundleException(
          "None of the "
              + files.size()
              + " checkpoints in "
              + folder
              + " can be read; of the last: "
              + damage.getMessage()
              + " To train from the beginning, start anew or choose another folder.",
          damage);
    }
    return Optional.empty();
  }

  private static void requireFits(Path file, Checkpoint checkpoint, Network network) {
    try {
      checkpoint.requireFits(network);
    } catch (IllegalArgumentException failure) {
      throw new BundleException(file + " is damaged: " + failure.getMessage(), failure);
    }
  }

  private void requireSame(Path file, JsonNode written) {
    List<String> differences = new ArrayList<>();
    compare("", written, identity, differences);
    if (!differences.isEmpty()) {
      String more =
          differences.size() > MOST_DIFFERENCES
              ? " and " + (differences.size() - MOST_DIFFERENCES) + " more"
              : "";
      throw new SortalException(
          file
              + " is a checkpoint of another training. What differs: "
              + String.join(
                  "; ", differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())))
              + more
              + ". To go on, train with the same data and settings; to train from the beginning,"
              + " start anew or choose another folder.");
    }
  }

  private static void compare(
      String path, JsonNode there, JsonNode here, List<String> differences) {
    if (there.isObject() && here.isObject()) {
      Set<String> names = new LinkedHashSet<>();
      here.fieldNames().forEachRemaining(names::add);
      there.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        String inner = path.isEmpty() ? name : path + "." + name;
        compare(inner, there.path(name), here.path(name), differences);
      }
    } else if (!there.toString().equals(here.toString())) {
      differences.add(path + " (" + shown(there) + " there, " + shown(here) + " now)");
    }
  }

  private static String shown(JsonNode json) {
    String text = json.isMissingNode() ? "not set" : json.toString();
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
  }

  private void warnOfAnotherEngine(Path file, JsonNode written) {
    if (!written.toString().equals(engine.toString())) {
      LOG.warn(
          "{} was written with {}; going on with {}, the numbers will not be the same to the bit",
          file,
          written,
          engine);
    }
  }

  /** Whether one is due after an epoch. */
  boolean isDueAfterEpoch(int epoch) {
    return settings.isDueAfterEpoch(epoch);
  }

  /** Whether one is due after a step, from 1. */
  boolean isDueAfterStep(long step) {
    return settings.isDueAfterStep(step, System.nanoTime() - lastWritten);
  }

  /** Writes a checkpoint and deletes those that are not kept. */
  void write(Checkpoint checkpoint) {
    String name =
        String.format(Locale.ROOT, "checkpoint-%012d.sortal-checkpoint", checkpoint.step());
    CheckpointFile.write(
        folder.resolve(name), new CheckpointFile.Content(checkpoint, identity, engine));
    try {
      List<Path> files = files(NAME);
      delete(files.subList(0, Math.max(0, files.size() - settings.keep())));
    } catch (IOException failure) {
      throw new SortalException(
          "Could not delete old checkpoints in " + folder + ": " + failure, failure);
    }
    lastWritten = System.nanoTime();
  }
}
