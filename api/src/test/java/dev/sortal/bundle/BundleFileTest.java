package dev.sortal.bundle;

import static dev.sortal.bundle.SmallBundle.assertSame;
import static dev.sortal.bundle.SmallBundle.bundle;
import static dev.sortal.bundle.SmallBundle.entries;
import static dev.sortal.bundle.SmallBundle.rewrite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.BundleException;
import dev.sortal.error.SortalException;
import dev.sortal.format.Hashes;
import dev.sortal.format.Safetensors;
import dev.sortal.metrics.FittedCalibration;
import dev.sortal.spec.OptimizerState;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("model.sortal");
    BundleFile.write(bundle(), file);
  }

  private interface Change {
    void apply(ObjectNode manifest) throws IOException;
  }

  private void rewriteManifest(Change change) throws IOException {
    Map<String, byte[]> entries = entries(file);
    ObjectNode manifest = (ObjectNode) JSON.readTree(entries.get("manifest.json"));
    change.apply(manifest);
    entries.put("manifest.json", JSON.writeValueAsBytes(manifest));
    rewrite(file, entries);
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

  private static Bundle remembering(String slot) {
    Bundle bundle = SmallBundle.bundle();
    Tensor bias = bundle.weights().get("2.dense.bias");
    return new Bundle(
        bundle.network(),
        bundle.weights(),
        bundle.encoders(),
        bundle.labels(),
        bundle.positive(),
        bundle.decision(),
        bundle.history(),
        bundle.provenance(),
        new OptimizerState(7, Weights.of(Map.of(slot, bias))));
  }

  @Test
  void comes_back_with_what_optimizers_remembered() {
    Bundle bundle = remembering("2.dense.bias.m");

    BundleFile.write(bundle, file);

    assertThat(BundleFile.read(file).optimizers()).isEqualTo(bundle.optimizers());
  }

  @Test
  void refuses_what_optimizers_remembered_of_another_network() {
    assertThatThrownBy(() -> remembering("3.dense.bias.m"))
        .hasMessageContaining("There is no parameter \"3.dense.bias\"");
    assertThatThrownBy(() -> remembering("2.dense.weight.m"))
        .hasMessageContaining("2.dense.weight.m");
    assertThatThrownBy(() -> remembering("m"))
        .hasMessageContaining("<parameter>.<slot>, got \"m\"");
  }

  @Test
  void refuses_damaged_memories_of_optimizers() throws IOException {
    BundleFile.write(remembering("2.dense.bias.m"), file);
    rewriteManifest(manifest -> manifest.put("optimizerStep", -1));
    assertRefused("step count must be at least 0, got -1");
    rewriteManifest(manifest -> manifest.put("optimizerStep", "many"));
    assertRefused("optimizerStep is no whole number");
    rewriteManifest(manifest -> manifest.remove("optimizerStep"));
    assertRefused("optimizers.safetensors");
  }

  @Test
  void names_a_text_step_that_the_application_lacks() throws IOException {
    rewriteManifest(
        manifest ->
            ((ObjectNode) manifest.path("encoders").path(0))
                .putArray("normalization")
                .addObject()
                .put("step", "own")
                .put("name", "acronyms"));
    assertRefused("cannot be opened", "\"acronyms\"", "META-INF/services");
    assertThatThrownBy(() -> BundleFile.read(file)).hasMessageNotContaining("damaged");
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
    Map<String, byte[]> entries = entries(file);
    Map<String, byte[]> fewer = new LinkedHashMap<>(entries);
    fewer.remove("weights.safetensors");
    rewrite(file, fewer);
    assertRefused("weights.safetensors");
    for (String name : List.of("extra.txt", "../evil.txt", "/etc/x", "A.txt", "a\\b")) {
      Map<String, byte[]> more = new LinkedHashMap<>(entries);
      more.put(name, new byte[3]);
      rewrite(file, more);
      assertRefused("damaged");
    }
    Map<String, byte[]> without = new LinkedHashMap<>(entries);
    without.remove("manifest.json");
    rewrite(file, without);
    assertRefused("manifest.json");
  }

  @Test
  void refuses_a_zip_bomb() throws IOException {
    Map<String, byte[]> entries = entries(file);
    entries.put("vocabulary.txt", new byte[50_000_000]);
    rewrite(file, entries);
    assertRefused("plausible size");
  }

  @Test
  void refuses_content_of_another_hash() throws IOException {
    Map<String, byte[]> entries = entries(file);
    entries.put("vocabulary.txt", "<padding>\n<unknown>\nb\n".getBytes(StandardCharsets.UTF_8));
    rewrite(file, entries);
    assertRefused("SHA-256");
  }

  @Test
  void refuses_weights_that_do_not_fit_the_network() throws IOException {
    Map<String, byte[]> entries = entries(file);
    Weights wrong =
        bundle().weights().with(Weights.of(Map.of("2.dense.bias", Tensor.zeros(Shape.of(3)))));
    byte[] bytes = Safetensors.toBytes(wrong);
    entries.put("weights.safetensors", bytes);
    rewrite(file, entries);
    rewriteManifest(
        manifest ->
            ((ObjectNode) manifest.get("sha256")).put("weights.safetensors", Hashes.sha256(bytes)));
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
    assertThatThrownBy(() -> BundleFile.read(file))
        .isInstanceOf(SortalException.class)
        .hasMessage(
            file
                + " cannot be opened. It has an encoder of type \"image\", which nothing on the"
                + " class path reads: expected text, subwords, ngrams, features, images or a type"
                + " of another artifact. Add the artifact that has it.");
    write();
    rewriteManifest(
        manifest ->
            ((ObjectNode) manifest.at("/encoders/0"))
                .put("type", "phonemes")
                .put("artifact", "com.example:phonemes"));
    assertThatThrownBy(() -> BundleFile.read(file))
        .hasMessageContainingAll("type \"phonemes\"", "Add the artifact com.example:phonemes.");
  }

  @Test
  void comes_back_with_its_decision() {
    Decision decision =
        new Decision.OneLabel(
            new FittedCalibration.Isotonic(
                List.of(new FittedCalibration.Curve(List.of(0.1, 0.7), List.of(0.0, 1 / 3.0)))),
            0.75,
            0.5,
            List.of(1));
    BundleFile.write(bundle().withDecision(decision), file);
    assertThat(BundleFile.read(file).decision()).isEqualTo(decision);
  }

  @Test
  void refuses_a_decision_that_does_not_fit_the_labels() throws IOException {
    for (String bad :
        List.of(
            "{'calibration':{'type':'temperature','temperature':-1.0},'threshold':0.0,"
                + "'abstainBelow':0.0,'outOfScope':[]}",
            "{'calibration':{'type':'isotonic','curves':[]},'threshold':0.0,"
                + "'abstainBelow':0.0,'outOfScope':[]}",
            "{'calibration':{'type':'isotonic','curves':[{'from':[0.5,0.4],'to':[0.1,0.2]}]},"
                + "'threshold':0.0,'abstainBelow':0.0,'outOfScope':[]}",
            "{'calibration':{'type':'platt'},'threshold':0.0,'abstainBelow':0.0,'outOfScope':[]}",
            "{'calibration':{'type':'none'},'threshold':1.5,'abstainBelow':0.0,'outOfScope':[]}",
            "{'calibration':{'type':'none'},'threshold':0.0,'abstainBelow':7.0,'outOfScope':[]}",
            "{'calibration':{'type':'none'},'threshold':0.0,'abstainBelow':0.0,'outOfScope':[2]}",
            "{'calibration':{'type':'none'},'threshold':0.0,'abstainBelow':0.0}")) {
      write();
      ObjectNode decision = (ObjectNode) JSON.readTree(bad.replace('\'', '"'));
      rewriteManifest(manifest -> manifest.set("decision", decision.put("type", "oneLabel")));
      assertRefused("is damaged", "a consistent manifest");
    }
  }

  @Test
  void refuses_labels_that_are_no_texts() throws IOException {
    rewriteManifest(manifest -> ((ArrayNode) manifest.get("labels")).set(0, 7));
    assertRefused("expected a consistent manifest, got a label that is no text: 7. Save it again");
  }

  @Test
  void refuses_a_field_of_the_manifest_given_twice() throws IOException {
    Map<String, byte[]> entries = entries(file);
    String manifest = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
    entries.put(
        "manifest.json",
        manifest.replaceFirst("\\{", "{\"positive\": 0,").getBytes(StandardCharsets.UTF_8));
    rewrite(file, entries);
    assertRefused("Duplicate field 'positive'");
  }

  @Test
  void refuses_an_entry_that_nothing_uses_though_it_has_a_hash() throws IOException {
    Map<String, byte[]> entries = entries(file);
    entries.put("extra.txt", new byte[3]);
    rewrite(file, entries);
    rewriteManifest(
        manifest ->
            ((ObjectNode) manifest.get("sha256")).put("extra.txt", Hashes.sha256(new byte[3])));
    assertRefused("entries that the manifest uses, got [extra.txt] besides");
  }

  @Test
  void says_once_what_is_wrong_and_what_to_do() throws IOException {
    rewriteManifest(manifest -> ((ArrayNode) manifest.get("labels")).add("third"));
    assertThatThrownBy(() -> BundleFile.read(file))
        .hasMessage(
            file
                + " is damaged: expected a consistent manifest, got Each logit needs a label:"
                + " expected 2, got 3. Save it again or restore a copy.");
  }

  /** Never write this resource again: files of version 1 must open for ever. */
  @Test
  void opens_a_file_of_version_1() throws IOException {
    try (InputStream golden = BundleFileTest.class.getResourceAsStream("version-1.sortal")) {
      Files.write(file, golden.readAllBytes());
    }
    Bundle read = BundleFile.read(file);
    assertSame(read, bundle());
    assertThat(read.weights().get("0.embedding.weight").shape())
        .isEqualTo(Shape.of(read.encoders().get(0).vocabulary().size(), 4));
  }

  @Test
  void refuses_a_manifest_that_is_no_json() throws IOException {
    Map<String, byte[]> entries = entries(file);
    entries.put("manifest.json", "{".repeat(5000).getBytes(StandardCharsets.UTF_8));
    rewrite(file, entries);
    assertRefused("manifest");
    entries.put("manifest.json", "[]".getBytes(StandardCharsets.UTF_8));
    rewrite(file, entries);
    assertRefused("formatVersion");
  }

  @Test
  void manifest_can_be_read_by_people() throws IOException {
    JsonNode manifest = JSON.readTree(entries(file).get("manifest.json"));
    assertThat(manifest.path("labels").get(1).asText()).isEqualTo("ja 👍");
    assertThat(manifest.at("/network/layers/0/type").asText()).isEqualTo("embedding");
    assertThat(manifest.at("/encoders/0/tokenizer").asText()).isEqualTo("words");
    assertThat(manifest.path("sha256").size()).isEqualTo(2);
  }
}
