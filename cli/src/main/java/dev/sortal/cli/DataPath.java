package dev.sortal.cli;

import dev.sortal.data.CsvFile;
import dev.sortal.data.ImageFolders;
import dev.sortal.data.JsonFile;
import dev.sortal.data.Parts;
import dev.sortal.data.Table;
import dev.sortal.data.TextFolders;
import dev.sortal.error.DataException;
import dev.sortal.formats.Parquet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --data} names: a file, the files of a folder that match a pattern, or a folder with a
 * folder of texts or images for each class.
 *
 * @param path the file or folder; of a pattern the folder
 * @param glob which files of the folder, or null for the path itself
 * @param format how a file is read
 */
record DataPath(Path path, @Nullable String glob, Format format) {
  /** How files are read. */
  enum Format {
    CSV,
    TSV,
    JSONL,
    PARQUET,
    /** Class folders of texts. */
    FOLDERS,
    /** Class folders of images. */
    IMAGES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String PATTERN = "*?[{";

  /**
   * What is meant by these words.
   *
   * @param given a file, a folder, or a pattern such as {@code data/part-*.csv.gz}
   * @param format null to tell it by the name
   * @throws IllegalArgumentException if the name does not tell it, or a folder is a pattern
   */
  static DataPath of(String given, @Nullable Format format) {
    boolean isPattern = given.chars().anyMatch(c -> PATTERN.indexOf(c) >= 0);
    if (isPattern && !exists(given)) {
      int end = Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\'));
      String folder = end < 0 ? "." : given.substring(0, Math.max(end, 1));
      if (folder.chars().anyMatch(c -> PATTERN.indexOf(c) >= 0)) {
        throw new IllegalArgumentException(
            "Only the name of the files may be a pattern, as in data/part-*.csv, got "
                + given
                + ".");
      }
      String glob = given.substring(end + 1);
      return new DataPath(Path.of(folder), glob, format == null ? byName(glob) : format);
    }
    Path path = Path.of(given);
    Format told = format != null ? format : Files.isDirectory(path) ? inside(path) : null;
    return new DataPath(path, null, told == null ? byName(given) : told);
  }

  /** By the first file of a class. */
  private static Format inside(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(path -> folder.relativize(path).getNameCount() > 1 && Files.isRegularFile(path))
          .map(path -> String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT))
          .filter(name -> !name.startsWith("."))
          .findFirst()
          .filter(name -> name.matches(".*\\.(png|jpe?g|bmp|gif)"))
          .map(image -> Format.IMAGES)
          .orElse(Format.FOLDERS);
    } catch (IOException | UncheckedIOException failure) {
      throw new DataException("Could not list " + folder + ": " + failure, failure);
    }
  }

  private static boolean exists(String given) {
    try {
      return Files.exists(Path.of(given));
    } catch (InvalidPathException onlyAPattern) {
      return false;
    }
  }

  private static Format byName(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst|zstd)$", "");
    return switch (plain.substring(plain.lastIndexOf('.') + 1)) {
      case "csv" -> Format.CSV;
      case "tsv", "tab" -> Format.TSV;
      case "jsonl", "ndjson" -> Format.JSONL;
      case "parquet" -> Format.PARQUET;
      default ->
          throw new IllegalArgumentException(
              "The name does not tell what kind of data it is: expected .csv, .tsv, .jsonl, .ndjson"
                  + " (these also with .gz or .zst), .parquet, or a folder with a folder for each"
                  + " class, got "
                  + name
                  + ". Say it with --format, one of "
                  + Arrays.toString(Format.values())
                  + ".");
    };
  }

  /**
   * The rows.
   *
   * @param charset null for UTF-8
   * @param delimiter what stands between the fields of CSV files, null for what is usual
   * @throws IllegalArgumentException if the charset or the delimiter is for other files
   */
  Table table(@Nullable Charset charset, @Nullable Character delimiter) {
    require(charset == null || format != Format.PARQUET, "A Parquet file has no --charset");
    require(
        delimiter == null || format == Format.CSV || format == Format.TSV,
        "--delimiter is for CSV and TSV files");
    Charset used = charset == null ? StandardCharsets.UTF_8 : charset;
    return switch (format) {
      case CSV -> table(file -> csv(CsvFile.csv(file), used, delimiter));
      case TSV -> table(file -> csv(CsvFile.tsv(file), used, delimiter));
      case JSONL -> table(file -> new JsonFile(file, used));
      case PARQUET -> table(Parquet::table);
      case FOLDERS -> {
        require(glob == null, "Folders of classes are no pattern of files");
        yield new TextFolders(path, used);
      }
      case IMAGES -> {
        require(glob == null, "Folders of classes are no pattern of files");
        require(charset == null, "Images have no --charset");
        yield new ImageFolders(path);
      }
    };
  }

  private Table table(Function<Path, Table> file) {
    return glob == null ? file.apply(path) : new Parts(path, glob, file);
  }

  private static Table csv(CsvFile file, Charset charset, @Nullable Character delimiter) {
    CsvFile read = file.withCharset(charset);
    return delimiter == null ? read : read.withSeparator(delimiter);
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(
          rule + ", got " + path + (glob == null ? "" : "/" + glob) + " (" + format + ").");
    }
  }
}
