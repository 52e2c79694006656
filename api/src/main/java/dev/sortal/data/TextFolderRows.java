package dev.sortal.data;

import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** {@link TextFolders} being read: a row is a file as a whole. */
final class TextFolderRows implements Rows {
  private static final List<String> HEADER = List.of("text", "label", "file");

  private final TextFolders folders;
  private final Iterator<Path> classes;
  private Iterator<Path> files = List.<Path>of().iterator();
  private String label = "";
  private String file = "";
  private String text = "";

  TextFolderRows(TextFolders folders, List<Path> classes) {
    this.folders = folders;
    this.classes = classes.iterator();
  }

  @Override
  public List<String> header() {
    return HEADER;
  }

  @Override
  public int column(String name) {
    return Headers.column(folders.name(), HEADER, name, "");
  }

  @Override
  public boolean next() {
    text = "";
    while (!files.hasNext()) {
      if (!classes.hasNext()) {
        return false;
      }
      open(classes.next());
    }
    Path path = files.next();
    file = relative(path);
    text = read(path);
    return true;
  }

  private void open(Path folder) {
    label = InputFile.name(folder);
    file = label;
    try (Stream<Path> inside = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> found =
          inside
              .filter(path -> Files.isRegularFile(path) && !isHidden(folder.relativize(path)))
              .sorted(Comparator.comparing(this::relative))
              .toList();
      files = found.iterator();
      if (found.isEmpty()) {
        throw new RowException(
            file,
            0,
            "is the folder of a class and holds no files: expected at least one text. Remove it if"
                + " there is no such class.");
      }
    } catch (IOException | UncheckedIOException failure) {
      throw new DataException("Could not list " + folder + ": " + failure, failure);
    }
  }

  private static boolean isHidden(Path path) {
    return StreamSupport.stream(path.spliterator(), false).anyMatch(TextFolders::isHidden);
  }

  /** With slashes on every system, so that the order is the same. */
  private String relative(Path path) {
    return folders
        .folder()
        .relativize(path)
        .toString()
        .replace(path.getFileSystem().getSeparator(), "/");
  }

  private String read(Path path) {
    try (DecodingReader reader = InputFile.text(path, folders.charset())) {
      StringWriter content = new StringWriter();
      reader.transferTo(content);
      String read = content.toString();
      if (reader.isMarked()) {
        text = DecodingReader.shown(read);
        throw new RowException(
            file,
            0,
            "holds bytes that are not "
                + folders.charset()
                + ". Name the files' charset, for example charset(ISO_8859_1).");
      }
      return read;
    } catch (IOException failure) {
      throw new RowException(file, 0, "cannot be read: " + failure + ".");
    } catch (RowException bad) {
      throw bad;
    } catch (DataException unreadable) {
      throw new RowException(file, 0, "cannot be read: " + unreadable.getMessage());
    }
  }

  @Override
  public Object value(int column) {
    return column == 0 ? text : column == 1 ? label : file;
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
  public String raw() {
    return text;
  }

  @Override
  public void close() {}
}
