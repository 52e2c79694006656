package dev.sortal.benchmarks;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sortal.Dataset;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.text.Words;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * From the bytes of a CSV file of ASCII text to ids, against FastCSV alone on the same file, in
 * turns.
 *
 * <p>Takes, optionally, a CSV file with the columns {@code text} and {@code label}; without,
 * made-up words are written to a temporary one.
 */
public final class ReadingAndEncoding {
  private static final int BLOCKS = 15;
  private static final long BYTES = 40_000_000;

  private ReadingAndEncoding() {}

  public static void main(String[] arguments) throws IOException {
    Path file = Files.createTempFile("texts", ".csv");
    try {
      List<Example> examples =
          arguments.length > 0
              ? Dataset.csv(Path.of(arguments[0])).toList()
              : ReferenceModel.examples(8000);
      write(examples, file);
      measure(file);
    } finally {
      Files.delete(file);
    }
  }

  private static void write(List<Example> examples, Path file) throws IOException {
    long written = 0;
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("text,label\n");
      for (int i = 0; written < BYTES; i++) {
        Example example = examples.get(i % examples.size());
        String text = example.text().replaceAll("[^\\x20-\\x7E]", "x").replace("\"", "\"\"");
        String row = "\"" + text + "\"," + example.label() + "\n";
        out.write(row);
        written += row.length();
      }
    }
  }

  private static void measure(Path file) throws IOException {
    double megabytes = Files.size(file) * 1e-6;
    double[] alone = new double[BLOCKS];
    double[] fit = new double[BLOCKS];
    double[] encode = new double[BLOCKS];
    for (int block = -5; block < BLOCKS; block++) {
      double start = Measure.cpuSeconds();
      long fields = fields(file);
      double read = Measure.cpuSeconds();
      Encoder.Fitting fitting = Words.standard().start();
      try (Stream<Example> examples = Dataset.csv(file).examples()) {
        examples.forEach(fitting::add);
      }
      FittedEncoder encoder = fitting.finish().encoder();
      double fitted = Measure.cpuSeconds();
      FittedEncoder.ColumnBuilder column = encoder.start();
      try (Stream<Example> examples = Dataset.csv(file).examples()) {
        examples.forEach(column::add);
      }
      int rows = column.finish().rows();
      double encoded = Measure.cpuSeconds();
      if (fields != 2L * rows + 2) {
        throw new IllegalStateException("Expected two fields a row, got " + fields + ".");
      }
      if (block >= 0) {
        alone[block] = read - start;
        fit[block] = fitted - read;
        encode[block] = encoded - fitted;
      }
    }
    System.out.println("FastCSV alone / bytes to ids: " + Measure.ratio(alone, encode));
    System.out.println("FastCSV alone / bytes to vocabulary and ids: " + Measure.ratio(alone, fit));
    System.out.printf(
        Locale.ROOT,
        "MB/s: FastCSV alone %.0f, bytes to ids %.0f, vocabulary too %.0f%n",
        megabytes / Measure.quantile(alone, 0.5),
        megabytes / Measure.quantile(encode, 0.5),
        megabytes / Measure.quantile(fit, 0.5));
  }

  private static long fields(Path file) throws IOException {
    long fields = 0;
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
      for (CsvRecord record : reader) {
        fields += record.getFieldCount();
      }
    }
    return fields;
  }
}
