package dev.sortal.data;

import dev.sortal.error.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Opens files, packed or not: what is in a file tells how, not its name. */
final class InputFile {
  private static final int HEAD = 6;
  private static final String GZIP = "1f8b";
  private static final String ZSTANDARD = "28b52ffd";

  private static final Map<String, String> OTHERS = new LinkedHashMap<>();

  static {
    OTHERS.put(ZSTANDARD, "packed with Zstandard");
    OTHERS.put("504b0304", "a zip archive");
    OTHERS.put("425a68", "packed with bzip2");
    OTHERS.put("fd377a585a00", "packed with xz");
    OTHERS.put("50415231", "a Parquet file");
  }

  private InputFile() {}

  /** The file's name, for messages. */
  static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  /**
   * The unpacked bytes of the file.
   *
   * @throws DataException if there is no such file, it is a folder, or packed in an unknown way
   */
  static InputStream open(Path path) throws IOException {
    return open(path, UnaryOperator.identity());
  }

  private static InputStream open(Path path, UnaryOperator<InputStream> watch) throws IOException {
    if (!Files.exists(path)) {
      throw new DataException(
          "There is no file " + path + " (" + path.toAbsolutePath().normalize() + ").");
    }
    if (Files.isDirectory(path)) {
      throw new DataException("Expected a file, got the folder " + path + ".");
    }
    InputStream file = watch.apply(Files.newInputStream(path));
    try {
      return unpacked(path, file);
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  private static InputStream unpacked(Path path, InputStream file) throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(file, HEAD);
    byte[] head = bytes.readNBytes(HEAD);
    bytes.unread(head);
    if (beginsWith(head, GZIP)) {
      return new GZIPInputStream(bytes, 1 << 16);
    }
    Decompressor decompressor = decompressor(head);
    if (decompressor != null) {
      return decompressor.unpack(bytes);
    }
    for (Map.Entry<String, String> kind : OTHERS.entrySet()) {
      if (beginsWith(head, kind.getKey())) {
        throw unknown(path, kind.getValue(), kind.getKey().equals(ZSTANDARD));
      }
    }
    return bytes;
  }

  private static @Nullable Decompressor decompressor(byte[] head) {
    ClassLoader own = Decompressor.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    for (ClassLoader loader : Arrays.asList(context == null ? own : context, own)) {
      for (Decompressor decompressor : ServiceLoader.load(Decompressor.class, loader)) {
        if (decompressor.matches(head)) {
          return decompressor;
        }
      }
    }
    return null;
  }

  private static DataException unknown(Path path, String kind, boolean isZstandard) {
    return new DataException(
        path
            + " is "
            + kind
            + ": expected text, as it is or packed with gzip. "
            + (isZstandard
                ? "Add the artifact dev.sortal:sortal-formats, which unpacks it, or unpack it first."
                : kind.contains("Parquet")
                    ? "Read it with Parquet.file of the artifact dev.sortal:sortal-formats."
                    : "Unpack it first."));
  }

  private static boolean beginsWith(byte[] head, String hex) {
    for (int i = 0; i < hex.length() / 2; i++) {
      int expected = Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
      if (i >= head.length || (head[i] & 0xff) != expected) {
        return false;
      }
    }
    return true;
  }

  /**
   * The text of the file, without a byte order mark; what is not of the charset is marked.
   *
   * @throws DataException as {@link #open}, and if UTF-8 is expected and the file is UTF-16
   */
  static DecodingReader text(Path path, Charset charset) throws IOException {
    return text(path, charset, UnaryOperator.identity());
  }

  /** As {@link #text(Path, Charset)}, with the packed bytes read through a stream that watches. */
  static DecodingReader text(Path path, Charset charset, UnaryOperator<InputStream> watch)
      throws IOException {
    InputStream in = open(path, watch);
    try {
      PushbackInputStream bytes = new PushbackInputStream(in, 3);
      byte[] head = bytes.readNBytes(3);
      int mark = charset.equals(StandardCharsets.UTF_8) ? byteOrderMark(path, head) : 0;
      bytes.unread(head, mark, head.length - mark);
      return new DecodingReader(bytes, charset);
    } catch (IOException | RuntimeException failure) {
      in.close();
      throw failure;
    }
  }

  /** The length of the mark that UTF-8 files may begin with. */
  private static int byteOrderMark(Path path, byte[] head) {
    if (beginsWith(head, "efbbbf")) {
      return 3;
    }
    if (beginsWith(head, "fffe") || beginsWith(head, "feff")) {
      throw new DataException(
          path + " is UTF-16: expected UTF-8. Name the charset with charset(UTF_16).");
    }
    return 0;
  }
}
