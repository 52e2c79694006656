package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against another implementation of the hash: ngram_hashes.json, which ngram_hashes.py wrote. */
class NgramHashesTest {
  static JsonNode reference() {
    try (InputStream in = NgramHashesTest.class.getResourceAsStream("ngram_hashes.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void hash_bytes_as_MurmurHash3() {
    JsonNode cases = reference().path("hashes");
    assertThat(cases).hasSizeGreaterThan(70);
    for (JsonNode one : cases) {
      byte[] bytes = HexFormat.of().parseHex("00" + one.path("hex").asText() + "00");
      assertThat(Murmur3.hash(bytes, 1, bytes.length - 1, (int) one.path("seed").asLong()))
          .as("%s", one)
          .isEqualTo(one.path("hash").intValue());
    }
  }

  @Test
  void give_the_buckets_of_marked_characters() {
    JsonNode cases = reference().path("tokens");
    assertThat(cases).hasSizeGreaterThan(50);
    for (JsonNode one : cases) {
      NgramHashes hashes = new NgramHashes(one.path("buckets").intValue());
      char[] chars = (" " + one.path("token").asText() + " ").toCharArray();
      IdList buckets = new IdList();
      hashes.characters(
          chars,
          1,
          chars.length - 1,
          one.path("shortest").intValue(),
          one.path("longest").intValue(),
          buckets);
      List<Integer> received = new ArrayList<>();
      for (int i = 0; i < buckets.count(); i++) {
        received.add(buckets.get(i));
      }
      List<Integer> expected = new ArrayList<>();
      one.path("expected").forEach(bucket -> expected.add(bucket.intValue()));
      assertThat(received).as("%s", one).isEqualTo(expected);
    }
  }
}
