package dev.sortal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BundleException;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SafetensorsTest {
  @Provide
  Arbitrary<Weights> weights() {
    Arbitrary<Tensor> tensor =
        Arbitraries.integers()
            .between(1, 5)
            .list()
            .ofMaxSize(4)
            .map(axes -> Shape.of(axes.stream().mapToInt(Integer::intValue).toArray()))
            .flatMap(
                shape ->
                    Arbitraries.integers()
                        .array(int[].class)
                        .ofSize(shape.size())
                        .map(bits -> tensor(shape, bits)));
    return Arbitraries.maps(names(), tensor).ofMaxSize(6).map(Weights::of);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings()
        .ofMaxLength(12)
        .filter(name -> StandardCharsets.UTF_8.newEncoder().canEncode(name));
  }

  private static Tensor tensor(Shape shape, int[] bits) {
    float[] values = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.intBitsToFloat(bits[i]);
    }
    return Tensor.of(shape, values);
  }

  @Property(tries = 300)
  void come_back_as_they_were(@ForAll("weights") Weights weights) {
    byte[] bytes = Safetensors.toBytes(weights);
    Weights again = Safetensors.read(bytes);
    assertThat(again).isEqualTo(weights);
    assertThat(again.names()).containsExactlyElementsOf(weights.names());
    assertThat(Safetensors.toBytes(again)).isEqualTo(bytes);
  }

  @Test
  void data_begins_at_a_multiple_of_8() {
    byte[] bytes = Safetensors.toBytes(Weights.of(Map.of("abc", Tensor.zeros(Shape.of(3)))));
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
    assertThat(bytes).hasSize((int) (8 + header + 12));
  }

  @Test
  void reads_what_python_writes() throws IOException {
    byte[] bytes;
    try (InputStream in = SafetensorsTest.class.getResourceAsStream("python.safetensors")) {
      bytes = in.readAllBytes();
    }
    Map<String, Tensor> expected = new LinkedHashMap<>();
    expected.put("0.embedding.weight", Tensor.of(Shape.of(3, 2), 0, .25f, .5f, .75f, 1, 1.25f));
    expected.put(
        "1.dense.bias",
        Tensor.of(Shape.of(4), -0f, Float.POSITIVE_INFINITY, Float.NaN, Float.MIN_VALUE));
    expected.put("scalar", Tensor.of(Shape.of(), 2.5f));
    expected.put("größe", Tensor.of(Shape.of(1), 3));
    assertThat(Safetensors.read(bytes)).isEqualTo(Weights.of(expected));
  }

  @Test
  void refuses_to_write_the_name_that_the_format_keeps() {
    Weights weights = Weights.of(Map.of("__metadata__", Tensor.zeros(Shape.of(1))));
    assertThatThrownBy(() -> Safetensors.toBytes(weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"__metadata__\"");
  }

  @Nested
  class Hostile {
    private static byte[] file(long headerLength, String header, int dataBytes) {
      byte[] json = header.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(8 + json.length + dataBytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(headerLength)
          .put(json)
          .array();
    }

    private static void assertRefused(byte[] file, String... parts) {
      assertThatThrownBy(() -> Safetensors.read(file))
          .isInstanceOf(BundleException.class)
          .hasMessageStartingWith("The tensor")
          .hasMessageContainingAll(parts);
    }

    private static void assertHeaderRefused(String header, int dataBytes, String... parts) {
      int length = header.getBytes(StandardCharsets.UTF_8).length;
      assertRefused(file(length, header, dataBytes), parts);
    }

    private static String tensor(String shape, String offsets) {
      return "{\"a\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    @Test
    void file_shorter_than_its_length_field() {
      for (int length = 0; length < 8; length++) {
        assertRefused(new byte[length], "expected a header length of 8 bytes, got " + length);
      }
    }

    @Test
    void header_length_beyond_the_file_negative_or_nothing() {
      for (long length : List.of(3L, 1L << 40, Long.MAX_VALUE)) {
        assertRefused(file(length, "{}", 0), "a header of 2 to 2 bytes, got " + length);
      }
      assertRefused(file(-1, "{}", 0), "got 18446744073709551615");
      assertRefused(file(0, "{}", 0), "got 0");
    }

    @Test
    void header_that_is_no_json_object() {
      assertHeaderRefused("[1]", 0, "a JSON object as header, got ARRAY");
      assertHeaderRefused("{\"a\"", 0, "expected a JSON header");
      assertHeaderRefused("{} {}", 0, "expected a JSON header");
      assertHeaderRefused("    ", 0, "a JSON object as header");
    }

    @Test
    void header_nested_without_end() {
      assertHeaderRefused("{\"a\":".repeat(5000), 0, "nesting depth");
    }

    @Test
    void tensor_given_twice() {
      String one = tensor("[1]", "[0,4]");
      String twice = one.replace("}}", "},") + one.substring(1);
      assertHeaderRefused(twice, 4, "Duplicate field 'a'");
    }

    @Test
    void another_type() {
      assertHeaderRefused(tensor("[1]", "[0,4]").replace("F32", "F64"), 4, "\"a\" of dtype F32");
      assertHeaderRefused("{\"a\":7}", 0, "\"a\" of dtype F32");
    }

    @Test
    void shape_that_is_none() {
      for (String shape : List.of("7", "null", "[1,1,1,1,1,1,1,1,1]")) {
        assertHeaderRefused(tensor(shape, "[0,4]"), 4, "a shape and two data_offsets of \"a\"");
      }
      for (String shape : List.of("[1.0]", "[\"1\"]", "[4294967297]", "[[1]]")) {
        assertHeaderRefused(tensor(shape, "[0,4]"), 4, "whole numbers as shape of \"a\"");
      }
      for (String shape : List.of("[0]", "[-1]")) {
        assertHeaderRefused(tensor(shape, "[0,4]"), 4, "must be at least 1");
      }
    }

    @Test
    void shape_whose_size_overflows() {
      assertHeaderRefused(tensor("[65536,65536]", "[0,4]"), 4, "at most 2147483647 elements");
    }

    @Test
    void declared_size_that_the_file_does_not_hold() {
      assertHeaderRefused(
          tensor("[2147483647]", "[0,8589934588]"), 4, "8589934588 bytes of data, got 4 bytes");
    }

    @Test
    void offsets_that_are_none() {
      for (String offsets : List.of("[0]", "[0,4,8]", "null", "[0,\"4\"]", "[0,4.0]")) {
        assertHeaderRefused(tensor("[1]", offsets), 4, "two data_offsets of \"a\"");
      }
    }

    @Test
    void offsets_beyond_64_bits() {
      assertHeaderRefused(tensor("[1]", "[18446744073709551616,4]"), 4, "two data_offsets");
    }

    @Test
    void offsets_that_contradict_the_shape() {
      for (String offsets : List.of("[0,8]", "[4,0]", "[-4,0]", "[0,-9223372036854775808]")) {
        assertHeaderRefused(tensor("[1]", offsets), 4, "\"a\" to be 4 bytes long");
      }
    }

    @Test
    void holes_overlaps_and_bytes_left_over() {
      String b = ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":";
      String a = tensor("[1]", "[0,4]").replace("}}", "}");
      assertHeaderRefused(a + b + "[8,12]}}", 12, "\"b\" to begin at byte 4, got 8");
      assertHeaderRefused(a + b + "[0,4]}}", 4, "\"b\" to begin at byte 4, got 0");
      assertHeaderRefused(a + "}", 5, "4 bytes of data, got 5");
      assertHeaderRefused(a + "}", 3, "4 bytes of data, got 3");
      assertHeaderRefused("{}", 1, "0 bytes of data, got 1");
    }

    @Test
    void every_truncation() {
      byte[] whole = Safetensors.toBytes(Weights.of(Map.of("a", Tensor.zeros(Shape.of(2)))));
      for (int length = 0; length < whole.length; length++) {
        assertRefused(Arrays.copyOf(whole, length), "cannot be read: expected");
      }
    }
  }
}
