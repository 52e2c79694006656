package dev.sortal.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JsonFile} being read: takes the wanted values out of each line, and skips the others.
 */
final class JsonRows implements Rows {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonFile file;
  private final String name;
  private final DecodingReader text;
  private final LineReader lines;
  private final Names wanted = new Names();
  private final List<String> columns = new ArrayList<>();
  private final Set<String> unseen = new TreeSet<>();
  private @Nullable Object[] values = new Object[0];
  private long line;

  JsonRows(JsonFile file, DecodingReader text) {
    this.file = file;
    this.name = file.name();
    this.text = text;
    this.lines = new LineReader(text);
  }

  /** The wanted names in an object: each a column, or an object with further names, or both. */
  private static final class Names {
    private final Map<String, Names> inner = new HashMap<>();
    private int column = -1;

    Names at(String name) {
      return inner.computeIfAbsent(name, unused -> new Names());
    }
  }

  @Override
  public int column(String path) {
    int column = columns.indexOf(path);
    if (column < 0) {
      column = columns.size();
      columns.add(path);
      unseen.add(path);
      values = new Object[columns.size()];
      wanted.at(path).column = column;
      Names names = wanted;
      for (String part : path.split("\\.", -1)) {
        names = names.at(part);
      }
      names.column = column;
    }
    return column;
  }

  @Override
  public boolean next() {
    try {
      do {
        if (!lines.next()) {
          return false;
        }
        line++;
      } while (lines.isBlank());
    } catch (IOException failure) {
      throw new DataException(
          "Could not read " + name + " after line " + line + ": " + failure, failure);
    }
    Arrays.fill(values, null);
    if (text.isMarked() && DecodingReader.isMarked(lines.toString())) {
      throw broken(
          "holds bytes that are not "
              + file.charset()
              + ". Name the file's charset, for example charset(ISO_8859_1).");
    }
    parse();
    return true;
  }

  private void parse() {
    try (JsonParser json = JSON.createParser(lines.chars(), lines.start(), lines.length())) {
      JsonToken first = json.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw broken(
            "is no JSON object: expected one in each line, got "
                + (first == null ? "nothing" : shownToken(first))
                + ".");
      }
      readObject(json, wanted);
      if (json.nextToken() != null) {
        throw broken("goes on after its JSON object: expected one object in each line.");
      }
    } catch (JsonProcessingException failure) {
      throw broken("is no sound JSON: " + failure.getOriginalMessage() + ".");
    } catch (IOException failure) {
      throw new DataException("Could not read " + name + ":" + line + ": " + failure, failure);
    }
  }

  private static String shownToken(JsonToken token) {
    return token == JsonToken.START_ARRAY
        ? "an array. Write the elements of an array a line each"
        : "a single value";
  }

  private void readObject(JsonParser json, Names names) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      Names found = names.inner.get(json.currentName());
      JsonToken value = json.nextToken();
      if (found == null) {
        json.skipChildren();
        continue;
      }
      if (found.column >= 0 && value == JsonToken.START_ARRAY) {
        values[found.column] = list(json);
        unseen.remove(columns.get(found.column));
        continue;
      }
      if (found.column >= 0) {
        values[found.column] = value(json, value);
        unseen.remove(columns.get(found.column));
      }
      if (value == JsonToken.START_OBJECT) {
        readObject(json, found);
      } else {
        json.skipChildren();
      }
    }
  }

  private static List<@Nullable Object> list(JsonParser json) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      list.add(value(json, token));
      json.skipChildren();
    }
    return list;
  }

  private static @Nullable Object value(JsonParser json, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> json.getNumberValue();
      case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
      case START_OBJECT -> Unfit.OBJECT;
      case START_ARRAY -> Unfit.ARRAY;
      default -> json.getText();
    };
  }

  private RowException broken(String problem) {
    return new RowException(name, line, problem);
  }

  @Override
  public @Nullable Object value(int column) {
    return values[column];
  }

  @Override
  public Set<String> unseen() {
    return unseen;
  }

  @Override
  public String source() {
    return name;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public String raw() {
    String raw = lines.toString();
    return DecodingReader.shown(raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw);
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException failure) {
      throw new DataException("Could not close " + file.path() + ": " + failure, failure);
    }
  }

  /** Values of JSON that no field of an example is made of. */
  private enum Unfit {
    OBJECT("a JSON object"),
    ARRAY("a JSON array");

    private final String shown;

    Unfit(String shown) {
      this.shown = shown;
    }

    @Override
    public String toString() {
      return shown;
    }
  }
}
