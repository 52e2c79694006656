package dev.sortal.formats;

import com.github.luben.zstd.ZstdInputStream;
import dev.sortal.data.Decompressor;
import java.io.IOException;
import java.io.InputStream;

/**
 * Unpacks files that are packed with Zstandard, once this artifact is on the class path.
 *
 * <pre>{@code
 * Dataset reviews = Dataset.csv(Path.of("reviews.csv.zst"));
 * }</pre>
 */
public final class Zstandard implements Decompressor {
  private static final byte[] MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  @Override
  public boolean matches(byte[] head) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (i >= head.length || head[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public InputStream unpack(InputStream packed) throws IOException {
    return new ZstdInputStream(packed);
  }
}
