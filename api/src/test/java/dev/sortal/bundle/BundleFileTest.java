package dev.sortal.bundle;

import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.Labels;
import dev.sortal.error.BundleException;
import dev.sortal.error.SortalException;
import dev.sortal.format.Hashes;
import dev.sortal.format.Safetensors;
import dev.sortal.spec.Network;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import dev.sortal.text.Words;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path file;

  private static Bundle bundle() {
    Encoder.Fitting fitting = Words.standard().maxLength(8).start();
    fitting.add(Example.text("a good day, été 日本 👍"));
    Encoder.Fitted fitted = fitting.finish();
    Network network = Network.of(fitted.encoder().input(), embedding(4), globalMaxPool(), dense(2));
    Epoch epoch = new Epoch(1, 0.5, 0.75, Double.NaN, Double.NaN, 0.001, 1.5, 1000);
    return new Bundle(
        network,
        network.initialWeights(3),
        List.of(fitted.encoder()),
        Labels.of(List.of("no", "ja 👍")),
        1,
        new History(List.of(epoch), 1, History.End.COMPLETED),
        JsonNodeFactory.instance.objectNode().put("engine", "none"));
  }

  private static void assertSame(Bundle one, Bundle other) {
    assertThat(one.network()).isEqualTo(other.network());
    assertThat(one.weights()).isEqualTo(other.weights());
    assertThat(one.labels()).isEqualTo(other.labels());
    assertThat(one.positive()).isEqualTo(other.positive());
    assertThat(one.history()).isEqualTo(other.history());
    assertThat(one.provenance()).isEqualTo(other.provenance());
    assertThat(one.encoders().get(0).settings()).isEqualTo(other.encoders().get(0).settings());
    assertThat(one.encoders().get(0).vocabulary()).isEqualTo(other.encoders().get(0).vocabulary());
  }

  @BeforeEach
  void write() {
    file = folder.resolve("model.sortal");
    BundleFile.write(bundle(), file);
  }

  /** The file's entries, to be written back changed. */
  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private void rewrite(Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
  }

  private interface Change {
    void apply(ObjectNode manifest) throws IOException;
  }

  private void rewriteManifest(Change change) throws IOException {
    Map<String, byte[]> entries = entries();
    ObjectNode manifest = (ObjectNode) JSON.readTree(entries.get("manifest.json"));
    change.apply(manifest);
    entries.put("manifest.json", JSON.writeValueAsBytes(manifest));
    rewrite(entries);
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> BundleFile.read(file))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts);
  }

  @Test
  void comes_back_as_it_was() {
    assertSame(BundleFile.read(file), bundle());
  }

  @Test
  void is_the_same_bytes_from_the_same_content() throws IOException {
    Path again = folder.resolve("again.sortal");
    BundleFile.write(bundle(), again);
    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void leaves_nothing_else_in_the_folder() throws IOException {
    BundleFile.write(bundle(), file);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void names_an_absent_file_and_a_missing_folder() {
    assertThatThrownBy(() -> BundleFile.read(folder.resolve("none.sortal")))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("There is no file");
    assertThatThrownBy(() -> BundleFile.write(bundle(), folder.resolve("a").resolve("b.sortal")))
        .isInstanceOf(SortalException.class)
        .hasMessageContaining("there is no folder");
    assertThatThrownBy(() -> BundleFile.write(bundle(), folder))
        .isInstanceOf(SortalException.class)
        .hasMessageContaining("it is a folder");
  }

  @Test
  void refuses_what_is_no_zip() throws IOException {
    Files.writeString(file, "hello");
    assertRefused("is damaged or no .sortal file");
    Files.write(file, new byte[0]);
    assertRefused("is damaged or no .sortal file");
  }

  @Test
  void refuses_a_truncated_file() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {bytes.length - 1, bytes.length / 2, 30}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertRefused("damaged");
    }
  }

  @Test
  void refuses_a_newer_format() throws IOException {
    rewriteManifest(manifest -> manifest.put("formatVersion", 2));
    assertRefused("newer Sortal", "at most, got 2", "Update sortal-api");
    rewriteManifest(manifest -> manifest.put("formatVersion", "x"));
    assertRefused("formatVersion");
  }

  @Test
  void refuses_missing_extra_and_ill_named_entries() throws IOException {
    Map<String, byte[]> entries = entries();
    Map<String, byte[]> fewer = new LinkedHashMap<>(entries);
    fewer.remove("weights.safetensors");
    rewrite(fewer);
    assertRefused("weights.safetensors");
    for (String name : List.of("extra.txt", "../evil.txt", "/etc/x", "A.txt", "a\\b")) {
      Map<String, byte[]> more = new LinkedHashMap<>(entries);
      more.put(name, new byte[3]);
      rewrite(more);
      assertRefused("damaged");
    }
    Map<String, byte[]> without = new LinkedHashMap<>(entries);
    without.remove("manifest.json");
    rewrite(without);
    assertRefused("manifest.json");
  }

  @Test
  void refuses_a_zip_bomb() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("vocabulary.txt", new byte[50_000_000]);
    rewrite(entries);
    assertRefused("plausible size");
  }

  @Test
  void refuses_content_of_another_hash() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("vocabulary.txt", "<padding>\n<unknown>\nb\n".getBytes(StandardCharsets.UTF_8));
    rewrite(entries);
    assertRefused("SHA-256");
  }

  @Test
  void refuses_weights_that_do_not_fit_the_network() throws IOException {
    Map<String, byte[]> entries = entries();
    Weights wrong =
        bundle().weights().with(Weights.of(Map.of("2.dense.bias", Tensor.zeros(Shape.of(3)))));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Safetensors.write(wrong, bytes);
    entries.put("weights.safetensors", bytes.toByteArray());
    rewrite(entries);
    rewriteManifest(
        manifest ->
            ((ObjectNode) manifest.get("sha256"))
                .put("weights.safetensors", Hashes.sha256(bytes.toByteArray())));
    assertRefused("\"2.dense.bias\" must have shape [2], got [3]");
  }

  @Test
  void refuses_a_manifest_that_contradicts_itself() throws IOException {
    rewriteManifest(manifest -> ((ArrayNode) manifest.get("labels")).add("third"));
    assertRefused("Each logit needs a label: expected 2, got 3");
    write();
    rewriteManifest(manifest -> manifest.put("positive", 7));
    assertRefused("index of a label");
    write();
    rewriteManifest(manifest -> manifest.remove("network"));
    assertRefused("damaged");
    write();
    rewriteManifest(
        manifest -> ((ObjectNode) manifest.at("/network/layers/0")).put("width", "four"));
    assertRefused("damaged");
    write();
    rewriteManifest(
        manifest -> ((ObjectNode) manifest.at("/network/layers/0")).put("type", "transformer"));
    assertRefused("transformer");
    write();
    rewriteManifest(manifest -> ((ObjectNode) manifest.at("/encoders/0")).put("maxLength", 9));
    assertRefused("The encoder does not fit the network");
    write();
    rewriteManifest(manifest -> ((ObjectNode) manifest.at("/encoders/0")).put("type", "image"));
    assertRefused("expected type text");
  }

  @Test
  void refuses_a_manifest_that_is_no_json() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("manifest.json", "{".repeat(5000).getBytes(StandardCharsets.UTF_8));
    rewrite(entries);
    assertRefused("manifest");
    entries.put("manifest.json", "[]".getBytes(StandardCharsets.UTF_8));
    rewrite(entries);
    assertRefused("formatVersion");
  }

  @Test
  void gives_the_same_or_refuses_whatever_byte_is_flipped() throws IOException {
    fuzz(400, 1);
  }

  @Test
  @Tag("soak")
  void gives_the_same_or_refuses_whatever_byte_is_flipped_for_long() throws IOException {
    fuzz(30_000, 2);
  }

  private void fuzz(int tries, long seed) throws IOException {
    byte[] original = Files.readAllBytes(file);
    SplitMix64 random = new SplitMix64(seed);
    int same = 0;
    for (int i = 0; i < tries; i++) {
      Files.write(file, damaged(original, random));
      try {
        assertSame(BundleFile.read(file), bundle());
        same++;
      } catch (BundleException refused) {
        assertThat(refused).hasMessageContaining(file.toString());
      }
    }
    assertThat(same).isLessThan(tries / 2);
  }

  private static byte[] damaged(byte[] original, SplitMix64 random) {
    int at = random.below(original.length);
    switch (random.below(4)) {
      case 0:
        return Arrays.copyOf(original, at);
      case 1:
        byte[] longer = Arrays.copyOf(original, original.length + 1);
        System.arraycopy(original, at, longer, at + 1, original.length - at);
        return longer;
      default:
        byte[] flipped = original.clone();
        flipped[at] ^= (byte) (1 << random.below(8));
        return flipped;
    }
  }

  @Test
  void manifest_can_be_read_by_people() throws IOException {
    JsonNode manifest = JSON.readTree(entries().get("manifest.json"));
    assertThat(manifest.path("labels").get(1).asText()).isEqualTo("ja 👍");
    assertThat(manifest.at("/network/layers/0/type").asText()).isEqualTo("embedding");
    assertThat(manifest.at("/encoders/0/tokenizer").asText()).isEqualTo("words");
    assertThat(manifest.path("sha256").size()).isEqualTo(2);
  }
}
