package dev.sortal.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the tokenizers library: tokenizer_cases.py wrote the files and the ids. */
class SubwordTokenizerTest {
  static byte[] resource(String name) throws IOException {
    try (InputStream in = SubwordTokenizerTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static List<Integer> ids(SubwordTokenizer tokenizer, String text) {
    Ids ids = new Ids();
    tokenizer.encode(text, ids);
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < ids.count(); i++) {
      list.add(ids.get(i));
    }
    return list;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wordpiece",
        "wordpiece-cased",
        "wordpiece-parts",
        "bytes",
        "bytes-prefix",
        "bytes-split",
        "byte-fallback",
        "metaspace",
        "metaspace-fuse",
        "end-of-word"
      })
  void gives_the_ids_of_the_tokenizers_library(String name) throws IOException {
    SubwordTokenizer tokenizer = TokenizerJson.read(resource(name + ".json"));
    JsonNode reference = new ObjectMapper().readTree(resource("ids.json"));
    JsonNode texts = reference.path("texts");
    JsonNode expected = reference.path("ids").path(name);
    assertThat(texts).hasSizeGreaterThan(200).hasSameSizeAs(expected);
    for (int i = 0; i < texts.size(); i++) {
      List<Integer> ids = new ArrayList<>();
      expected.get(i).forEach(id -> ids.add(id.intValue()));
      assertThat(ids(tokenizer, texts.get(i).asText())).as("%s", texts.get(i)).isEqualTo(ids);
    }
  }
}
