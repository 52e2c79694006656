package dev.sortal.data;

import dev.sortal.error.DataException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file with a JSON object a line (JSON Lines); the columns are the names in the objects.
 *
 * <p>A dot goes into an inner object: {@code review.body} is the {@code body} of the object {@code
 * review}, or what the outer object itself calls {@code review.body}. Blank lines and a byte order
 * mark are skipped; the file may be packed with gzip.
 *
 * <pre>{@code
 * Source source = RowSource.of(JsonFile.of(path)).text("review.body").label("stars");
 * }</pre>
 *
 * @param path the file
 * @param charset how bytes become text
 */
public record JsonFile(Path path, Charset charset) implements Table {
  /** A file in UTF-8. */
  public static JsonFile of(Path path) {
    return new JsonFile(path, StandardCharsets.UTF_8);
  }

  /** Another file that is written in the same way. */
  public JsonFile withPath(Path path) {
    return new JsonFile(path, charset);
  }

  /** This file with another charset. */
  public JsonFile withCharset(Charset charset) {
    return new JsonFile(path, charset);
  }

  @Override
  public String name() {
    return InputFile.name(path);
  }

  /**
   * Opens the file.
   *
   * @throws DataException if there is no such file or it cannot be read
   */
  @Override
  public Rows open() {
    try {
      return new JsonRows(this, InputFile.text(path, charset));
    } catch (IOException failure) {
      throw new DataException("Could not open " + path + ": " + failure, failure);
    }
  }
}
