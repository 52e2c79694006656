package dev.sortal.data;

import java.io.IOException;
import java.io.InputStream;

/**
 * Unpacks one kind of compressed files; found as a service, so that other artifacts can add kinds.
 *
 * <p>Gzip needs none. {@code sortal-formats} has one for Zstandard.
 *
 * <pre>{@code
 * # META-INF/services/dev.sortal.data.Decompressor
 * com.example.SnappyFiles
 * }</pre>
 */
public interface Decompressor {
  /**
   * Whether a file of this kind begins so.
   *
   * @param head the first bytes of the file, at most 6
   */
  boolean matches(byte[] head);

  /** The unpacked bytes; closing the stream closes the packed one. */
  InputStream unpack(InputStream packed) throws IOException;
}
