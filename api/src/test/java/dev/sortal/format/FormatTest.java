package dev.sortal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BundleException;
import dev.sortal.error.SortalException;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
  /** A file of that header and so many bytes of data. */
  private static byte[] file(String header, int data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  @Property(tries = 100)
  void tensors_come_back_bit_equal(
      @ForAll @Size(max = 6) List<String> names, @ForAll @IntRange(min = 1, max = 40) int size) {
    SplitMix64 random = new SplitMix64(size);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : names) {
      String clean = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      float[] values = new float[size * 2];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.intBitsToFloat((int) random.next());
      }
      tensors.put(clean.equals("__metadata__") ? "x" : clean, Tensor.of(Shape.of(size, 2), values));
    }
    Weights weights = Weights.of(tensors);
    byte[] file = Safetensors.toBytes(weights);
    Weights again = Safetensors.read(file);
    assertThat(again.names()).containsExactlyElementsOf(weights.names());
    weights
        .asMap()
        .forEach(
            (name, tensor) -> {
              for (int i = 0; i < tensor.shape().size(); i++) {
                assertThat(Float.floatToIntBits(again.get(name).get(i)))
                    .isEqualTo(Float.floatToIntBits(tensor.get(i)));
              }
            });
    assertThat(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
  }

  @Test
  void tensors_larger_than_a_chunk_come_back() {
    Tensor large = Tensor.filled(Shape.of(100_003), 1.5f);
    assertThat(Safetensors.read(Safetensors.toBytes(Weights.of(Map.of("a", large)))).get("a"))
        .isEqualTo(large);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9223372036854775807]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "[]",
        "{",
        "{} x"
      })
  void hostile_headers_are_refused(String header) {
    assertThatThrownBy(() -> Safetensors.read(file(header, 8)))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void header_lengths_are_checked_before_anything_is_allocated() {
    for (long length : new long[] {-1, 0, 1, 100, 1L << 40, Long.MAX_VALUE}) {
      byte[] file = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
      assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(BundleException.class);
    }
    assertThatThrownBy(() -> Safetensors.read(new byte[5])).hasMessageContaining("5 bytes");
  }

  @Nested
  class Atomic_files {
    @TempDir Path folder;

    @Test
    void replace_the_previous_content_as_a_whole() throws IOException {
      Path file = folder.resolve("a");
      AtomicFile.write(file, out -> out.write(1));
      AtomicFile.write(file, out -> out.write(new byte[] {2, 3}));
      assertThat(file).hasBinaryContent(new byte[] {2, 3});
      assertAlone(file);
    }

    @Test
    void keep_the_previous_content_when_writing_fails() throws IOException {
      Path file = folder.resolve("a");
      AtomicFile.write(file, out -> out.write(1));
      assertThatThrownBy(
              () ->
                  AtomicFile.write(
                      file,
                      out -> {
                        out.write(new byte[100_000]);
                        throw new IOException("disk full");
                      }))
          .isInstanceOf(SortalException.class)
          .hasMessageContainingAll(file.toString(), "disk full");
      assertThatThrownBy(
              () ->
                  AtomicFile.write(
                      file,
                      out -> {
                        throw new IllegalStateException("bug");
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(file).hasBinaryContent(new byte[] {1});
      assertAlone(file);
    }

    @Test
    void are_written_by_an_interrupted_thread() throws IOException {
      Path file = folder.resolve("a");
      Thread.currentThread().interrupt();
      AtomicFile.write(file, out -> out.write(7));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(file).hasBinaryContent(new byte[] {7});
    }

    @Test
    void go_through_symbolic_links() throws IOException {
      Path real = Files.createDirectory(folder.resolve("real")).resolve("file");
      Files.write(real, new byte[] {1});
      Path link = Files.createSymbolicLink(folder.resolve("link"), real);
      AtomicFile.write(link, out -> out.write(9));
      assertThat(Files.isSymbolicLink(link)).isTrue();
      assertThat(real).hasBinaryContent(new byte[] {9});
    }

    private void assertAlone(Path file) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(file);
      }
    }
  }
}
