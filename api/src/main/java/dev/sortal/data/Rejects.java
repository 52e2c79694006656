package dev.sortal.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.sortal.error.RowException;
import dev.sortal.error.SortalException;
import dev.sortal.format.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;

/** The file of skipped rows, a JSON object a line, which takes its place only as a whole. */
final class Rejects {
  private final Path path;
  private final AtomicFile.Pending file;
  private final JsonGenerator json;
  private boolean any;

  /**
   * Begins the file.
   *
   * @throws SortalException if it cannot be written
   */
  Rejects(Path path) {
    this.path = path;
    this.file = AtomicFile.begin(path);
    try {
      json = new JsonFactory().createGenerator(file.out());
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  void add(RowException bad, String raw) {
    try {
      json.writeStartObject();
      json.writeStringField("file", bad.source());
      json.writeNumberField("line", bad.line());
      json.writeStringField("reason", bad.problem());
      json.writeStringField("raw", raw);
      json.writeEndObject();
      any = true;
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  /** Moves the file into its place. */
  void commit() {
    try (file) {
      json.writeRaw(any ? "\n" : "");
      json.close();
      file.commit();
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  private SortalException failed(IOException failure) {
    return new SortalException("Could not write the rejects to " + path + ": " + failure, failure);
  }
}
