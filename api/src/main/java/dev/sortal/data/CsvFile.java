package dev.sortal.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sortal.error.DataException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of separated values with a header line: RFC 4180, with any separator.
 *
 * <p>Fields may be quoted and then span lines; blank lines and a byte order mark are skipped. Bytes
 * that are no text of the charset are an error, never replaced.
 *
 * <pre>{@code
 * try (CsvFile.Rows rows = CsvFile.csv(Path.of("reviews.csv")).open()) {
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
public record CsvFile(Path path, char separator, Charset charset) {
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
  public String name() {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  /**
   * Opens the file and reads its header.
   *
   * @throws DataException if there is no such file, it cannot be read or it is empty
   */
  public Rows open() {
    if (!Files.exists(path)) {
      throw new DataException(
          "There is no file " + path + " (" + path.toAbsolutePath().normalize() + ").");
    }
    if (Files.isDirectory(path)) {
      throw new DataException("Expected a file of separated values, got the folder " + path + ".");
    }
    try {
      return new Rows(reader());
    } catch (IOException failure) {
      throw new DataException("Could not open " + path + ": " + failure, failure);
    }
  }

  private Reader reader() throws IOException {
    InputStream in = Files.newInputStream(path);
    try {
      PushbackInputStream bytes = new PushbackInputStream(in, 3);
      byte[] head = bytes.readNBytes(3);
      int mark = charset.equals(StandardCharsets.UTF_8) ? byteOrderMark(head) : 0;
      bytes.unread(head, mark, head.length - mark);
      return new InputStreamReader(
          bytes,
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT));
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

  /** A file being read; for one thread. */
  public final class Rows implements AutoCloseable {
    private final CloseableIterator<CsvRecord> records;
    private final List<String> header;
    private CsvRecord record;

    private Rows(Reader reader) {
      records =
          CsvReader.builder()
              .fieldSeparator(separator)
              .skipEmptyLines(true)
              .allowExtraFields(true)
              .allowMissingFields(true)
              .ofCsvRecord(new EndMarked(reader))
              .iterator();
      try {
        CsvRecord first = read(0);
        if (first == null) {
          throw new DataException(path + " is empty: expected a header line with column names.");
        }
        record = first;
        header = record.getFields();
      } catch (RuntimeException failure) {
        close();
        throw failure;
      }
    }

    /** The column names. */
    public List<String> header() {
      return header;
    }

    /**
     * The number of the column of that name, from 0.
     *
     * @throws DataException if there is none, or two; the message lists the columns
     */
    public int column(String name) {
      int column = header.indexOf(name);
      if (column < 0) {
        String near = "";
        for (String existing : header) {
          if (existing.strip().equalsIgnoreCase(name.strip())) {
            near = " Did you mean \"" + existing + "\"?";
          }
        }
        String one =
            header.size() == 1
                ? " The header holds one column only: is '" + separator + "' the separator?"
                : "";
        throw new DataException(
            name()
                + " has no column \""
                + name
                + "\", expected one of "
                + header
                + "."
                + near
                + one);
      }
      if (column != header.lastIndexOf(name)) {
        throw new DataException(
            name()
                + " has two columns \""
                + name
                + "\": expected each name once in "
                + header
                + ".");
      }
      return column;
    }

    /**
     * Goes to the next row.
     *
     * @return false after the last
     * @throws DataException if the row has more or fewer fields than the header, or the bytes are
     *     not of the charset; the message names the line
     */
    public boolean next() {
      CsvRecord following = read(line());
      if (following == null) {
        return false;
      }
      record = following;
      if (record.getFieldCount() != header.size()) {
        throw new DataException(
            origin()
                + " has "
                + record.getFieldCount()
                + " fields: expected "
                + header.size()
                + " as in the header "
                + header
                + ". Put quotes around fields that hold '"
                + separator
                + "' or line breaks.");
      }
      return true;
    }

    /** The next record, or null at the end. */
    private @Nullable CsvRecord read(long lastLine) {
      try {
        CsvRecord next = records.next();
        String last = next.getField(next.getFieldCount() - 1);
        if (last.equals(EndMarked.LINE)) {
          return null;
        }
        if (last.endsWith(EndMarked.MARK)) {
          throw new DataException(
              name()
                  + ":"
                  + next.getStartingLineNumber()
                  + " opens a quote that is never closed: expected a closing quote before the end"
                  + " of the file. Write a quote inside a field as two.");
        }
        return next;
      } catch (UncheckedIOException | CsvParseException failure) {
        throw unreadable(name() + " after line " + lastLine, failure);
      }
    }

    private DataException unreadable(String where, RuntimeException failure) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof CharacterCodingException) {
          return new DataException(
              where
                  + " holds bytes that are not "
                  + charset
                  + ". Name the file's charset, for example charset(ISO_8859_1).",
              failure);
        }
      }
      return new DataException("Could not read " + where + ": " + failure.getMessage(), failure);
    }

    /** The field of a column, from 0, of the current row. */
    public String field(int column) {
      return record.getField(column);
    }

    /** All fields of the current row. */
    public List<String> fields() {
      return record.getFields();
    }

    /** The line at which the current row begins, from 1. */
    public long line() {
      return record.getStartingLineNumber();
    }

    /** File and line of the current row: {@code reviews.csv:17}. */
    public String origin() {
      return name() + ":" + line();
    }

    @Override
    public void close() {
      try {
        records.close();
      } catch (IOException failure) {
        throw new DataException("Could not close " + path + ": " + failure, failure);
      }
    }
  }

  /**
   * Puts a line of its own, which no text file holds, at the end: it shows whether the last quote
   * was closed, which the parser does not tell.
   */
  private static final class EndMarked extends FilterReader {
    static final String LINE = "\0";
    static final String MARK = "\n" + LINE;

    private int marked;

    EndMarked(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
      int count = super.read(chars, offset, length);
      if (count >= 0 || length == 0 || marked == MARK.length()) {
        return count;
      }
      chars[offset] = MARK.charAt(marked++);
      return 1;
    }

    @Override
    public int read() throws IOException {
      char[] one = new char[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }
  }
}
