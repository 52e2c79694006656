package dev.sortal.data;

import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The files of a folder with a folder for each class being read: a row is a file as a whole, with a
 * column for what it holds, its label and its name.
 */
abstract class FolderRows implements Rows {
  private final String column;
  private final Path folder;
  private final Iterator<Path> classes;
  private Iterator<Path> files = List.<Path>of().iterator();
  private String label = "";
  private String file = "";

  /**
   * Finds the class folders.
   *
   * @param column the name of the column of what the files hold: {@code text}
   * @throws DataException if there is no such folder, or no folder in it
   */
  FolderRows(Path folder, String column) {
    this.folder = folder;
    this.column = column;
    this.classes = classes(folder, column + "s").iterator();
  }

  private static List<Path> classes(Path folder, String what) {
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
          folder + " holds no folders: expected one for each class, with its " + what + ".");
    }
    return classes;
  }

  /**
   * Reads a file.
   *
   * @param file its name in messages
   * @throws RowException if it cannot be used
   */
  abstract void read(Path path, String file);

  /** What was read of the current file. */
  abstract Object content();

  /** Forgets the last file. */
  abstract void clear();

  @Override
  public List<String> header() {
    return List.of(column, "label", "file");
  }

  @Override
  public int column(String name) {
    return Headers.column(InputFile.name(folder), header(), name, "");
  }

  @Override
  public boolean next() {
    clear();
    while (!files.hasNext()) {
      if (!classes.hasNext()) {
        return false;
      }
      open(classes.next());
    }
    Path path = files.next();
    file = relative(path);
    read(path, file);
    return true;
  }

  private void open(Path classFolder) {
    label = InputFile.name(classFolder);
    file = label;
    try (Stream<Path> inside = Files.walk(classFolder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> found =
          inside
              .filter(
                  path -> Files.isRegularFile(path) && !isAnyHidden(classFolder.relativize(path)))
              .sorted(Comparator.comparing(this::relative))
              .toList();
      files = found.iterator();
      if (found.isEmpty()) {
        throw new RowException(
            file,
            0,
            "is the folder of a class and holds no files: expected at least one "
                + column
                + ". Remove it if there is no such class.");
      }
    } catch (IOException | UncheckedIOException failure) {
      throw new DataException("Could not list " + folder + ": " + failure, failure);
    }
  }

  private static boolean isHidden(Path path) {
    return InputFile.name(path).startsWith(".");
  }

  private static boolean isAnyHidden(Path path) {
    return StreamSupport.stream(path.spliterator(), false).anyMatch(FolderRows::isHidden);
  }

  /** With slashes on every system, so that the order is the same. */
  private String relative(Path path) {
    return folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  @Override
  public Object value(int column) {
    return column == 0 ? content() : column == 1 ? label : file;
  }

  @Override
  public String source() {
    return file;
  }

  @Override
  public long line() {
    return 0;
  }

  @Override
  public void close() {}
}
