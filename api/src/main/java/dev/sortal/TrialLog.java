package dev.sortal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.DataException;
import dev.sortal.error.SortalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a search, a JSON object a line: what is searched first, then each trial when it is
 * over.
 *
 * <p>A line is forced to the disk before the search goes on. A last line that a kill cut short is
 * dropped when the file is opened again; any other line that cannot be read is an error.
 */
final class TrialLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrialLog.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final FileChannel channel;
  private final List<JsonNode> trials = new ArrayList<>();

  /**
   * Opens or begins the log of a search.
   *
   * @param search what is searched; a log of another search is refused
   * @throws DataException if the file is the log of another search, or damaged
   * @throws SortalException if it cannot be read and written, or another process has it open
   */
  TrialLog(Path path, ObjectNode search) {
    this.path = path;
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException failure) {
      throw failed(failure);
    }
    try {
      lock();
      read(search);
    } catch (IOException failure) {
      close();
      throw failed(failure);
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private void lock() throws IOException {
    boolean isFree;
    try {
      isFree = channel.tryLock() != null;
    } catch (OverlappingFileLockException here) {
      isFree = false;
    }
    if (!isFree) {
      throw new SortalException(
          "The log " + path + " belongs to a search that is running. Give each search its own.");
    }
  }

  private void read(ObjectNode search) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes);
    }
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    int end = text.lastIndexOf('\n') + 1;
    if (end < text.length()) {
      LOG.warn("The last line of {} is incomplete and is dropped: its trial is run again.", path);
      channel.truncate(text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
    }
    channel.position(channel.size());
    List<String> lines = text.substring(0, end).lines().toList();
    if (lines.isEmpty()) {
      append(search);
      return;
    }
    requireSame(line(lines.get(0), 1), search);
    for (int i = 1; i < lines.size(); i++) {
      trials.add(line(lines.get(i), i + 1));
    }
  }

  private JsonNode line(String line, int number) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException failure) {
      throw new DataException(
          path
              + ":"
              + number
              + " is no trial: expected a JSON object, got \""
              + (line.length() > 60 ? line.substring(0, 57) + "..." : line)
              + "\". Give the search another log.",
          failure);
    }
  }

  private void requireSame(JsonNode found, ObjectNode search) throws IOException {
    // Written and read again, so that numbers compare as they look in the file.
    JsonNode wanted = JSON.readTree(JSON.writeValueAsString(search));
    if (!found.equals(wanted)) {
      String different = "everything";
      for (String name : (Iterable<String>) wanted::fieldNames) {
        if (!wanted.path(name).equals(found.path(name))) {
          different = name + ", expected " + wanted.path(name) + ", got " + found.path(name);
          break;
        }
      }
      throw new DataException(
          "The log "
              + path
              + " is that of another search: it differs in "
              + different
              + ". Give this search another log, or the same settings and data.");
    }
  }

  /** The trials that were over when the file was opened, as they were written. */
  List<JsonNode> trials() {
    return trials;
  }

  /** Adds a line and forces it to the disk. */
  void append(ObjectNode line) {
    try {
      ByteBuffer bytes =
          ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  private SortalException failed(@Nullable IOException failure) {
    return new SortalException("The log " + path + " cannot be read and written.", failure);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw failed(failure);
    }
  }
}
