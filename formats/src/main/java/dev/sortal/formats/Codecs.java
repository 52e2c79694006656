package dev.sortal.formats;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** How the pages of Parquet files are unpacked: with the libraries themselves, without Hadoop. */
final class Codecs implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new IllegalArgumentException("Nothing is written here, got " + codec + ".");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new Unpacked((packed, size) -> packed);
      case SNAPPY -> new Unpacked((packed, size) -> Snappy.uncompress(packed));
      case GZIP -> new Unpacked(Codecs::gunzip);
      case ZSTD -> new Unpacked(Codecs::zstandard);
      case LZ4_RAW -> new Unpacked(Codecs::lz4);
      default ->
          throw new IllegalArgumentException(
              "its pages are packed with "
                  + codec
                  + ": expected SNAPPY, GZIP, ZSTD, LZ4_RAW or UNCOMPRESSED.");
    };
  }

  private static byte[] gunzip(byte[] packed, int size) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readNBytes(size);
    }
  }

  private static byte[] zstandard(byte[] packed, int size) throws IOException {
    try {
      return Zstd.decompress(packed, size);
    } catch (ZstdException failure) {
      throw new IOException(failure);
    }
  }

  private static byte[] lz4(byte[] packed, int size) {
    byte[] unpacked = new byte[size];
    new Lz4Decompressor().decompress(packed, 0, packed.length, unpacked, 0, size);
    return unpacked;
  }

  @Override
  public void release() {}

  @FunctionalInterface
  private interface Codec {
    byte[] unpack(byte[] packed, int size) throws IOException;
  }

  private record Unpacked(Codec codec) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(unpack(bytes.toInputStream().readAllBytes(), size));
    }

    @Override
    public void decompress(ByteBuffer input, int packedSize, ByteBuffer output, int size)
        throws IOException {
      byte[] packed = new byte[packedSize];
      input.get(packed);
      output.put(unpack(packed, size));
    }

    private byte[] unpack(byte[] packed, int size) throws IOException {
      byte[] unpacked = codec.unpack(packed, size);
      if (unpacked.length != size) {
        throw new IOException(
            "A page is damaged: expected " + size + " bytes, got " + unpacked.length + ".");
      }
      return unpacked;
    }

    @Override
    public void release() {}
  }
}
