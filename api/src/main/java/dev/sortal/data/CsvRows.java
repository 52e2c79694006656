package dev.sortal.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link CsvFile} being read; for one thread. */
public final class CsvRows implements Rows {
  private final CsvFile file;
  private final String name;
  private final DecodingReader text;
  private final CloseableIterator<CsvRecord> records;
  private final List<String> header;
  private CsvRecord record;

  /** Reads the header; closes the reader if that fails. */
  CsvRows(CsvFile file, DecodingReader text) {
    this.file = file;
    this.name = file.name();
    this.text = text;
    records =
        CsvReader.builder()
            .fieldSeparator(file.separator())
            .skipEmptyLines(true)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(new EndMarked(text))
            .iterator();
    try {
      CsvRecord first = read(0);
      if (first == null) {
        throw new DataException(
            file.path() + " is empty: expected a header line with column names.");
      }
      record = first;
      header = record.getFields();
      checkBytes();
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public int column(String column) {
    return Headers.column(name, header, column, hint());
  }

  private String hint() {
    return header.size() == 1
        ? " The header holds one column only: is '" + file.separator() + "' the separator?"
        : "";
  }

  /**
   * {@inheritDoc}
   *
   * <p>A row is broken if it has more or fewer fields than the header or bytes that are not of the
   * charset. After a quote that is never closed nothing more can be read.
   */
  @Override
  public boolean next() {
    CsvRecord following = read(line());
    if (following == null) {
      return false;
    }
    record = following;
    checkBytes();
    if (record.getFieldCount() != header.size()) {
      throw new RowException(
          name,
          line(),
          "has "
              + record.getFieldCount()
              + " fields: expected "
              + header.size()
              + " as in the header "
              + header
              + ". Put quotes around fields that hold '"
              + file.separator()
              + "' or line breaks.");
    }
    return true;
  }

  /** The next record, or null at the end. */
  private @Nullable CsvRecord read(long lastLine) {
    try {
      CsvRecord next = records.next();
      String last = next.getField(next.getFieldCount() - 1);
      if (last.equals(EndMarked.END_LINE)) {
        return null;
      }
      if (last.endsWith(EndMarked.END)) {
        throw new DataException(
            name
                + ":"
                + next.getStartingLineNumber()
                + " opens a quote that is never closed: expected a closing quote before the end of"
                + " the file. Write a quote inside a field as two.");
      }
      return next;
    } catch (UncheckedIOException | CsvParseException failure) {
      throw new DataException(
          "Could not read " + name + " after line " + lastLine + ": " + failure.getMessage(),
          failure);
    }
  }

  private void checkBytes() {
    if (text.isMarked() && record.getFields().stream().anyMatch(DecodingReader::isMarked)) {
      throw new RowException(
          name,
          line(),
          "holds bytes that are not "
              + file.charset()
              + ". Name the file's charset, for example charset(ISO_8859_1).");
    }
  }

  /** The field of a column, from 0, of the current row. */
  public String field(int column) {
    return record.getField(column);
  }

  /** All fields of the current row. */
  public List<String> fields() {
    return record.getFields();
  }

  @Override
  public String value(int column) {
    return record.getField(column);
  }

  @Override
  public String source() {
    return name;
  }

  @Override
  public long line() {
    return record.getStartingLineNumber();
  }

  /** The fields of the current row, quoted again where they need it. */
  @Override
  public String raw() {
    StringBuilder raw = new StringBuilder();
    for (String field : record.getFields()) {
      raw.append(raw.isEmpty() ? "" : file.separator()).append(quoted(DecodingReader.shown(field)));
    }
    return raw.toString();
  }

  private String quoted(String field) {
    boolean needsQuotes =
        field.chars().anyMatch(c -> c == file.separator() || c == '"' || c == '\n' || c == '\r');
    return needsQuotes ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }

  @Override
  public void close() {
    try {
      records.close();
    } catch (IOException failure) {
      throw new DataException("Could not close " + file.path() + ": " + failure, failure);
    }
  }

  /**
   * The characters of the file with a line of their own, which no text file holds, at the end: it
   * shows whether the last quote was closed, which the parser does not tell.
   */
  private static final class EndMarked extends FilterReader {
    static final String END_LINE = "\0";
    static final String END = "\n" + END_LINE;

    private int ended;

    EndMarked(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
      int count = super.read(chars, offset, length);
      if (count >= 0 || length == 0 || ended == END.length()) {
        return count;
      }
      chars[offset] = END.charAt(ended++);
      return 1;
    }

    @Override
    public int read() throws IOException {
      char[] one = new char[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }
  }
}
