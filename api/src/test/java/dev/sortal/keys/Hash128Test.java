package dev.sortal.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Hash128Test {
  private static String hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Hash128 hash = new Hash128();
    hash.hash(bytes, bytes.length, 0);
    return HexFormat.of().toHexDigits(hash.high()) + HexFormat.of().toHexDigits(hash.low());
  }

  @Test
  void is_murmur_hash_3() {
    assertThat(hash("")).isEqualTo("00000000000000000000000000000000");
    assertThat(hash("hello")).isEqualTo("cbd8a7b341bd9b025b1e906a48ae1d19");
    assertThat(hash("The quick brown fox jumps over the lazy dog"))
        .isEqualTo("e34bbc7bbc071b6c7a433ca9c49a9347");
  }

  /** SMHasher's check of a whole implementation: 256 keys of 0 to 255 bytes, each with a seed. */
  @Test
  void has_the_verification_value_of_its_author() {
    Hash128 hash = new Hash128();
    byte[] key = new byte[256];
    ByteBuffer hashes = ByteBuffer.allocate(256 * 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 256; i++) {
      key[i] = (byte) i;
      hash.hash(key, i, 256 - i);
      hashes.putLong(hash.high()).putLong(hash.low());
    }
    hash.hash(hashes.array(), hashes.capacity(), 0);
    assertThat((int) hash.high()).isEqualTo(0x6384BA69);
  }

  @Test
  void texts_are_hashed_as_utf_16_with_their_lengths() {
    byte[] bytes = {2, 0, 0, 0, 0, 0, 0, 0, 'a', 0, (byte) 0x87, 0x65, 7, 0, 0, 0, 0, 0, 0, 0};
    Hash128 expected = new Hash128();
    expected.hash(bytes, bytes.length, 0);
    Hash128 hash = new Hash128().begin().add("a\u6587").add(7).end();
    assertThat(hash.high()).isEqualTo(expected.high());
    assertThat(hash.low()).isEqualTo(expected.low());
  }

  @Test
  void the_border_between_two_texts_counts() {
    long one = new Hash128().begin().add("ab").add("c").end().low();
    long other = new Hash128().begin().add("a").add("bc").end().low();
    assertThat(one).isNotEqualTo(other);
  }

  @Test
  void a_long_sequence_leaves_nothing_for_the_next() {
    Hash128 reused = new Hash128();
    reused.begin().add("x".repeat(5000)).add(new byte[3000]).end();
    long after = reused.begin().add("a").end().low();
    assertThat(after).isEqualTo(new Hash128().begin().add("a").end().low());
  }
}
