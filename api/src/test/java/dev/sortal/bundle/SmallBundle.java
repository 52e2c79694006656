package dev.sortal.bundle;

import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.Labels;
import dev.sortal.spec.Network;
import dev.sortal.text.Words;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A small bundle, and its file taken apart and put together. */
final class SmallBundle {
  private SmallBundle() {}

  static Bundle bundle() {
    Encoder.Fitting fitting = Words.standard().maxLength(8).start();
    fitting.add(Example.text("a good day, été 日本 👍"));
    Encoder.Fitted fitted = fitting.finish();
    Network network = Network.of(fitted.encoder().input(), embedding(4), globalMaxPool(), dense(2));
    Epoch epoch =
        new Epoch(1, 0.5, 0.75, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0.001, 1.5, 1000);
    return new Bundle(
        network,
        network.initialWeights(3),
        List.of(fitted.encoder()),
        Labels.of(List.of("no", "ja 👍")),
        1,
        Decision.OneLabel.plain(),
        new History(List.of(epoch), 1, History.End.COMPLETED),
        JsonNodeFactory.instance.objectNode().put("engine", "none"));
  }

  static void assertSame(Bundle one, Bundle other) {
    assertThat(one.network()).isEqualTo(other.network());
    assertThat(one.weights()).isEqualTo(other.weights());
    assertThat(one.labels()).isEqualTo(other.labels());
    assertThat(one.positive()).isEqualTo(other.positive());
    assertThat(one.history()).isEqualTo(other.history());
    assertThat(one.provenance()).isEqualTo(other.provenance());
    assertThat(one.encoders().get(0).settings()).isEqualTo(other.encoders().get(0).settings());
    assertThat(one.encoders().get(0).vocabulary()).isEqualTo(other.encoders().get(0).vocabulary());
  }

  /** The entries of a file. */
  static Map<String, byte[]> entries(Path file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  /** Writes a file of these entries as any zip program would. */
  static void rewrite(Path file, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
  }
}
