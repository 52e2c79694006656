package dev.sortal.data;

import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** {@link TextFolders} being read. */
final class TextFolderRows extends FolderRows {
  private final Charset charset;
  private String text = "";

  TextFolderRows(TextFolders folders) {
    super(folders.folder(), "text");
    this.charset = folders.charset();
  }

  @Override
  void clear() {
    text = "";
  }

  @Override
  void read(Path path, String file) {
    try (DecodingReader reader = InputFile.text(path, charset)) {
      StringWriter content = new StringWriter();
      reader.transferTo(content);
      String read = content.toString();
      if (reader.isMarked()) {
        text = DecodingReader.shown(read);
        throw new RowException(
            file,
            0,
            "holds bytes that are not "
                + charset
                + ". Name the files' charset, for example charset(ISO_8859_1).");
      }
      text = read;
    } catch (IOException failure) {
      throw new RowException(file, 0, "cannot be read: " + failure + ".");
    } catch (RowException bad) {
      throw bad;
    } catch (DataException unreadable) {
      throw new RowException(file, 0, "cannot be read: " + unreadable.getMessage());
    }
  }

  @Override
  Object content() {
    return text;
  }

  @Override
  public String raw() {
    return text;
  }
}
