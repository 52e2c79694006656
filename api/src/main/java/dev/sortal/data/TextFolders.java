package dev.sortal.data;

import dev.sortal.error.DataException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder with a folder for each class, which holds a file for each text; columns {@code text},
 * {@code label} and {@code file}.
 *
 * <p>Classes and files come in the order of their names. Folders inside that of a class are read
 * too; hidden files and folders, and files beside the class folders, are not. A class folder
 * without a file is an error. The files may be packed with gzip.
 *
 * <pre>{@code
 * Source source = RowSource.of(TextFolders.of(Path.of("aclImdb/train")));
 * }</pre>
 *
 * @param folder the outer folder
 * @param charset how bytes become text
 */
public record TextFolders(Path folder, Charset charset) implements Table {
  /** Folders of texts in UTF-8. */
  public static TextFolders of(Path folder) {
    return new TextFolders(folder, StandardCharsets.UTF_8);
  }

  /** These folders with another charset. */
  public TextFolders withCharset(Charset charset) {
    return new TextFolders(folder, charset);
  }

  @Override
  public String name() {
    return InputFile.name(folder);
  }

  /**
   * Finds the class folders.
   *
   * @throws DataException if there is no such folder, or no folder in it
   */
  @Override
  public Rows open() {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "There is no folder " + folder + " (" + folder.toAbsolutePath().normalize() + ").");
    }
    List<Path> classes;
    try (Stream<Path> inside = Files.list(folder)) {
      classes =
          inside
              .filter(path -> Files.isDirectory(path) && !isHidden(path))
              .sorted(Comparator.comparing(InputFile::name))
              .toList();
    } catch (IOException failure) {
      throw new DataException("Could not list " + folder + ": " + failure, failure);
    }
    if (classes.isEmpty()) {
      throw new DataException(
          folder + " holds no folders: expected one for each class, with its texts.");
    }
    return new TextFolderRows(this, classes);
  }

  static boolean isHidden(Path path) {
    return InputFile.name(path).startsWith(".");
  }
}
