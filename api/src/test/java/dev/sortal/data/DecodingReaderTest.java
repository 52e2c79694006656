package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class DecodingReaderTest {
  /** Gives so many bytes at once at most. */
  private static InputStream slow(byte[] bytes, int chunk) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, chunk));
      }
    };
  }

  private static String read(DecodingReader reader, int chunk) throws IOException {
    StringBuilder text = new StringBuilder();
    char[] chars = new char[chunk];
    for (int count = reader.read(chars); count >= 0; count = reader.read(chars)) {
      assertThat(count).isPositive();
      text.append(chars, 0, count);
    }
    return text.toString();
  }

  @Provide
  Arbitrary<byte[]> nearlyText() {
    Arbitrary<byte[]> pieces =
        Arbitraries.of("a", "é", "€", "\ud83d\ude00", "\ud801\udead", "\ufffd")
            .map(text -> text.getBytes(StandardCharsets.UTF_8));
    Arbitrary<byte[]> anything = Arbitraries.bytes().array(byte[].class).ofMaxSize(3);
    return Arbitraries.frequencyOf(Tuple.of(9, pieces), Tuple.of(1, anything))
        .list()
        .ofMaxSize(40)
        .map(DecodingReaderTest::joined);
  }

  private static byte[] joined(List<byte[]> pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }

  @Property
  void decodes_as_java_does_and_marks_what_is_malformed(
      @ForAll("nearlyText") byte[] bytes,
      @ForAll @IntRange(min = 1, max = 9) int bytesAtOnce,
      @ForAll @IntRange(min = 1, max = 9) int charsAtOnce)
      throws IOException {
    for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
      DecodingReader reader = new DecodingReader(slow(bytes, bytesAtOnce), charset);
      String text = read(reader, charsAtOnce);
      assertThat(DecodingReader.shown(text)).isEqualTo(new String(bytes, charset));
      assertThat(reader.isMarked()).isEqualTo(DecodingReader.isMarked(text));
      boolean isSound = Arrays.equals(new String(bytes, charset).getBytes(charset), bytes);
      assertThat(reader.isMarked()).isEqualTo(!isSound);
    }
  }
}
