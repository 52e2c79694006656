package dev.sortal.data;

import dev.sortal.error.DataException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;

/**
 * The files of a folder whose names match a pattern, one after the other in the order of their
 * names, as one table; all headers must be equal. Hidden files and folders are skipped.
 *
 * <pre>{@code
 * Table table = new Parts(Path.of("data"), "part-*.csv.gz", CsvFile::csv);
 * }</pre>
 *
 * @param folder where the files are
 * @param glob the pattern, as {@link java.nio.file.FileSystem#getPathMatcher} takes it: {@code
 *     part-*.csv}
 * @param format how one file is read
 */
public record Parts(Path folder, String glob, Function<Path, Table> format) implements Table {
  @Override
  public String name() {
    return InputFile.name(folder) + "/" + glob;
  }

  /**
   * Finds the files and compares their headers.
   *
   * @throws DataException if there is no such folder, no file matches, or a header differs
   */
  @Override
  public Rows open() {
    List<Table> tables = files().stream().map(format).toList();
    List<String> header = header(tables.get(0));
    for (Table table : tables) {
      List<String> other = header(table);
      if (!other.equals(header)) {
        throw new DataException(
            table.name()
                + " has another header than "
                + tables.get(0).name()
                + ": expected "
                + header
                + ", got "
                + other
                + ". Files of one dataset need the same columns in the same order.");
      }
    }
    return new PartRows(tables);
  }

  private static List<String> header(Table table) {
    try (Rows rows = table.open()) {
      return rows.header();
    }
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "There is no folder " + folder + " (" + folder.toAbsolutePath().normalize() + ").");
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> matching = Files.newDirectoryStream(folder, glob)) {
      for (Path path : matching) {
        if (!InputFile.name(path).startsWith(".") && Files.isRegularFile(path)) {
          files.add(path);
        }
      }
    } catch (IOException | DirectoryIteratorException failure) {
      throw new DataException("Could not list " + folder + ": " + failure, failure);
    } catch (PatternSyntaxException failure) {
      throw new DataException(
          "The pattern of files cannot be read: expected one like part-*.csv, got " + glob + ".",
          failure);
    }
    if (files.isEmpty()) {
      throw new DataException(
          "No file matches: expected at least one " + glob + " in " + folder + ", got none.");
    }
    files.sort(Comparator.comparing(InputFile::name));
    return files;
  }
}
