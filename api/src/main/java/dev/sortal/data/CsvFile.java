package dev.sortal.data;

import dev.sortal.error.DataException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file of separated values with a header line: RFC 4180, with any separator.
 *
 * <p>Fields may be quoted and then span lines; blank lines and a byte order mark are skipped. Bytes
 * that are no text of the charset are an error, never replaced. The file may be packed with gzip.
 *
 * <pre>{@code
 * try (CsvRows rows = CsvFile.csv(Path.of("reviews.csv")).open()) {
 *   int text = rows.column("text");
 *   while (rows.next()) {
 *     System.out.println(rows.line() + ": " + rows.field(text));
 *   }
 * }
 * }</pre>
 *
 * @param path the file
 * @param separator what stands between fields
 * @param charset how bytes become text
 */
public record CsvFile(Path path, char separator, Charset charset) implements Table {
  /** A comma-separated file in UTF-8. */
  public static CsvFile csv(Path path) {
    return new CsvFile(path, ',', StandardCharsets.UTF_8);
  }

  /** A tab-separated file in UTF-8. */
  public static CsvFile tsv(Path path) {
    return new CsvFile(path, '\t', StandardCharsets.UTF_8);
  }

  /** Another file that is written in the same way. */
  public CsvFile withPath(Path path) {
    return new CsvFile(path, separator, charset);
  }

  /** This file with another charset. */
  public CsvFile withCharset(Charset charset) {
    return new CsvFile(path, separator, charset);
  }

  /** This file with another separator. */
  public CsvFile withSeparator(char separator) {
    return new CsvFile(path, separator, charset);
  }

  /** The file's name, for messages. */
  @Override
  public String name() {
    return InputFile.name(path);
  }

  /**
   * Opens the file and reads its header.
   *
   * @throws DataException if there is no such file, it cannot be read or it is empty
   */
  @Override
  public CsvRows open() {
    try {
      return new CsvRows(this, InputFile.text(path, charset));
    } catch (IOException failure) {
      throw new DataException("Could not open " + path + ": " + failure, failure);
    }
  }
}
