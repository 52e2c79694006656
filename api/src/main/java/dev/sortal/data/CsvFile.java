package dev.sortal.data;

import dev.sortal.error.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of separated values with a header line: RFC 4180, with any separator.
 *
 * <p>Fields may be quoted and then span lines; blank lines and a byte order mark are skipped. Bytes
 * that are no text of the charset are an error, never replaced.
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
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  /**
   * Opens the file and reads its header.
   *
   * @throws DataException if there is no such file, it cannot be read or it is empty
   */
  @Override
  public CsvRows open() {
    if (!Files.exists(path)) {
      throw new DataException(
          "There is no file " + path + " (" + path.toAbsolutePath().normalize() + ").");
    }
    if (Files.isDirectory(path)) {
      throw new DataException("Expected a file of separated values, got the folder " + path + ".");
    }
    try {
      return new CsvRows(this, reader());
    } catch (IOException failure) {
      throw new DataException("Could not open " + path + ": " + failure, failure);
    }
  }

  private DecodingReader reader() throws IOException {
    InputStream in = Files.newInputStream(path);
    try {
      PushbackInputStream bytes = new PushbackInputStream(in, 3);
      byte[] head = bytes.readNBytes(3);
      int mark = charset.equals(StandardCharsets.UTF_8) ? byteOrderMark(head) : 0;
      bytes.unread(head, mark, head.length - mark);
      return new DecodingReader(bytes, charset);
    } catch (IOException | RuntimeException failure) {
      in.close();
      throw failure;
    }
  }

  /** The length of the mark that UTF-8 files may begin with. */
  private int byteOrderMark(byte[] head) {
    if (head.length == 3
        && head[0] == (byte) 0xEF
        && head[1] == (byte) 0xBB
        && head[2] == (byte) 0xBF) {
      return 3;
    }
    if (head.length >= 2
        && ((head[0] == (byte) 0xFF && head[1] == (byte) 0xFE)
            || (head[0] == (byte) 0xFE && head[1] == (byte) 0xFF))) {
      throw new DataException(
          path + " is UTF-16: expected UTF-8. Name the charset with charset(UTF_16).");
    }
    return 0;
  }
}
