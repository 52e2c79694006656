package dev.sortal.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.sortal.Prediction;
import dev.sortal.error.DataException;
import dev.sortal.error.SortalException;
import dev.sortal.format.AtomicFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows with what a classifier says of them, on their way into a file. */
abstract sealed class PredictedRows {
  private static final String LABEL = "predicted";
  private static final String PROBABILITY = "probability";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  /**
   * Writes a file as a whole, or none.
   *
   * @param path a .csv, .tsv or .jsonl file
   * @param delimiter what stands between the fields of CSV, null for what is usual
   * @param several whether a row may have any number of labels
   * @throws IllegalArgumentException if it is another file
   */
  static void write(
      Path path, @Nullable Character delimiter, boolean several, Consumer<PredictedRows> body) {
    DataPath.Format format = DataPath.of(path.toString(), null).format();
    boolean isWritten =
        switch (format) {
          case CSV, TSV, JSONL -> true;
          case PARQUET, FOLDERS, IMAGES -> false;
        };
    if (!isWritten) {
      throw new IllegalArgumentException(
          "Rows are written as CSV, TSV or JSON Lines: expected --out with .csv, .tsv or .jsonl,"
              + " got "
              + path
              + ".");
    }
    AtomicFile.write(
        path,
        stream -> {
          Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
          char usual = format == DataPath.Format.TSV ? '\t' : ',';
          PredictedRows rows =
              format == DataPath.Format.JSONL
                  ? new JsonLines(writer, several)
                  : new Separated(writer, delimiter == null ? usual : delimiter);
          try {
            body.accept(rows);
            rows.flush();
          } catch (UncheckedIOException failure) {
            throw failure.getCause();
          }
        });
  }

  /** Begins with the header of the open table. */
  abstract void begin(WholeRows table);

  abstract void add(WholeRows.Row row, Prediction prediction);

  abstract void flush() throws IOException;

  /** The labels and their probabilities, those of several labels with | between them. */
  static String told(Prediction prediction, String format, String between) {
    return labels(prediction) + between + probabilities(prediction, format);
  }

  private static String labels(Prediction prediction) {
    return prediction.labels().stream()
        .map(Prediction.Scored::label)
        .collect(Collectors.joining("|"));
  }

  private static String probabilities(Prediction prediction, String format) {
    if (prediction.isAbstained()) {
      return String.format(Locale.ROOT, format, prediction.probability());
    }
    return prediction.labels().stream()
        .map(one -> String.format(Locale.ROOT, format, one.probability()))
        .collect(Collectors.joining("|"));
  }

  private static final class Separated extends PredictedRows {
    private final CsvWriter csv;

    Separated(Writer writer, char separator) {
      this.csv = CsvWriter.builder().fieldSeparator(separator).build(writer);
    }

    @Override
    void begin(WholeRows table) {
      if (table.header().isEmpty()) {
        throw new IllegalArgumentException(
            "The rows of "
                + table.name()
                + " each name their own columns: expected --out with .jsonl.");
      }
      for (String added : List.of(LABEL, PROBABILITY)) {
        if (table.header().contains(added)) {
          throw new DataException(
              table.name()
                  + " has a column \""
                  + added
                  + "\" already, which is to be added: expected none. Rename it, or write a .jsonl"
                  + " file, in which it is replaced.");
        }
      }
      List<String> header = new ArrayList<>(table.header());
      header.add(LABEL);
      header.add(PROBABILITY);
      csv.writeRecord(header);
    }

    @Override
    void add(WholeRows.Row row, Prediction prediction) {
      List<String> fields = new ArrayList<>();
      for (Object value : row.values()) {
        fields.add(text(value));
      }
      fields.add(labels(prediction));
      fields.add(probabilities(prediction, "%.6f"));
      csv.writeRecord(fields);
    }

    @Override
    void flush() throws IOException {
      csv.flush();
    }

    private static String text(@Nullable Object value) {
      if (value instanceof List<?> list) {
        return list.stream().map(Separated::text).collect(Collectors.joining("|"));
      }
      if (value instanceof BigDecimal decimal) {
        return decimal.toPlainString();
      }
      if (value instanceof byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
      }
      return value == null ? "" : value.toString();
    }
  }

  private static final class JsonLines extends PredictedRows {
    private final Writer writer;
    private final boolean several;
    private List<String> header = List.of();

    JsonLines(Writer writer, boolean several) {
      this.writer = writer;
      this.several = several;
    }

    @Override
    void begin(WholeRows table) {
      header = table.header();
    }

    @Override
    void add(WholeRows.Row row, Prediction prediction) {
      ObjectNode object = object(row);
      if (several) {
        ArrayNode labels = object.putArray(LABEL);
        ArrayNode probabilities = object.putArray(PROBABILITY);
        for (Prediction.Scored one : prediction.labels()) {
          labels.add(one.label());
          probabilities.add(one.probability());
        }
      } else {
        object.put(LABEL, prediction.decided().orElse(null));
        object.put(PROBABILITY, prediction.probability());
      }
      try {
        writer.write(object + "\n");
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    void flush() throws IOException {
      writer.flush();
    }

    private ObjectNode object(WholeRows.Row row) {
      if (header.isEmpty()) {
        try {
          return (ObjectNode) JSON.readTree(row.raw());
        } catch (JsonProcessingException impossible) {
          throw new SortalException("A row that was read cannot be read again.", impossible);
        }
      }
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < header.size(); i++) {
        object.set(header.get(i), node(row.values().get(i)));
      }
      return object;
    }

    private static JsonNode node(@Nullable Object value) {
      if (value == null) {
        return JsonNodeFactory.instance.nullNode();
      }
      boolean isPlain =
          value instanceof Number
              || value instanceof Boolean
              || value instanceof List<?>
              || value instanceof byte[];
      return JSON.valueToTree(isPlain ? value : value.toString());
    }
  }
}
