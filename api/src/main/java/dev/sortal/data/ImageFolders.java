package dev.sortal.data;

import java.nio.file.Path;

/**
 * A folder with a folder for each class, which holds a file for each image; columns {@code image},
 * {@code label} and {@code file}.
 *
 * <p>Classes and files come in the order of their names. Folders inside that of a class are read
 * too; hidden files and folders, and files beside the class folders, are not. A class folder
 * without a file is an error. Images are not opened here: a row holds where one is.
 *
 * <pre>{@code
 * Source source = RowSource.of(new ImageFolders(Path.of("digits"))).image("image", Path.of(""));
 * }</pre>
 *
 * @param folder the outer folder
 */
public record ImageFolders(Path folder) implements Table {
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
    return new FoundImages(folder);
  }

  /** The folders being read. */
  private static final class FoundImages extends FolderRows {
    private Path path;

    FoundImages(Path folder) {
      super(folder, "image");
      this.path = folder;
    }

    @Override
    void clear() {}

    @Override
    void read(Path path, String file) {
      this.path = path;
    }

    @Override
    Object content() {
      return Image.of(path);
    }

    @Override
    public String raw() {
      return path.toString();
    }
  }
}
