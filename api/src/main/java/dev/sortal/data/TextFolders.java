package dev.sortal.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

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
   * @throws dev.sortal.error.DataException if there is no such folder, or no folder in it
   */
  @Override
  public Rows open() {
    return new TextFolderRows(this);
  }
}
