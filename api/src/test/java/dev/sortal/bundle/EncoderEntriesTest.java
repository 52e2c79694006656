package dev.sortal.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.BagColumn;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.EncoderFormat;
import dev.sortal.data.Example;
import dev.sortal.data.FieldKind;
import dev.sortal.data.FittedEncoder;
import dev.sortal.format.StoredColumn;
import dev.sortal.spec.Input;
import dev.sortal.tensor.Shape;
import dev.sortal.text.HashedNgrams;
import dev.sortal.text.HashedSubwords;
import dev.sortal.text.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EncoderEntriesTest {
  private static final List<String> TEXTS =
      List.of("a good plot", "wonderfully good", "日本 plot", "", "naïve 👍👍");

  private final ArrayNode manifest = JsonNodeFactory.instance.arrayNode();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private static FittedEncoder fit(Encoder encoder) {
    Encoder.Fitting fitting = encoder.start();
    TEXTS.forEach(text -> fitting.add(Example.text(text)));
    return fitting.finish().encoder();
  }

  private FittedEncoder read(int encoder) throws IOException {
    String json = new ObjectMapper().writeValueAsString(manifest.get(encoder));
    return EncoderEntries.read((ObjectNode) new ObjectMapper().readTree(json), entries::get);
  }

  private static List<String> bags(FittedEncoder encoder) {
    FittedEncoder.ColumnBuilder builder = encoder.start();
    List<String> bags = new ArrayList<>();
    TEXTS.forEach(text -> bags.add(builder.add(Example.text(text + " gooood plott")).toString()));
    BagColumn column = (BagColumn) builder.finish();
    for (int row = 0; row < column.rows(); row++) {
      for (int bag = 0; bag < column.bags(row); bag++) {
        for (int i = 0; i < column.length(row, bag); i++) {
          bags.add(
              row + " " + bag + " " + column.id(row, bag, i) + " " + column.weight(row, bag, i));
        }
      }
    }
    return bags;
  }

  @Test
  void bring_hashed_encoders_back_with_their_counts() throws IOException {
    List<FittedEncoder> encoders =
        List.of(
            fit(HashedSubwords.of(Words.withPunctuation().minCount(2).maxLength(5)).buckets(5000)),
            fit(
                HashedNgrams.of(Words.standard())
                    .name("wide")
                    .words(1, 3)
                    .characters(3, 4)
                    .withMarks()
                    .withGaps()
                    .characterWeight(0.7)
                    .tfIdf()
                    .buckets(70)));
    EncoderEntries.write(encoders, manifest, entries);
    assertThat(entries.keySet())
        .containsExactly(
            "vocabulary.txt", "encoder-0-counts.bin", "vocabulary-1.txt", "encoder-1-counts.bin");
    for (int i = 0; i < 2; i++) {
      FittedEncoder again = read(i);
      assertThat(again.settings()).isEqualTo(encoders.get(i).settings());
      assertThat(again.input()).isEqualTo(encoders.get(i).input());
      assertThat(again.vocabulary()).isEqualTo(encoders.get(i).vocabulary());
      assertThat(bags(again)).isEqualTo(bags(encoders.get(i))).hasSizeGreaterThan(20);
    }
  }

  @Test
  void refuse_counts_that_are_missing_cut_off_or_of_other_buckets() {
    EncoderEntries.write(
        List.of(fit(HashedNgrams.of(Words.standard()).buckets(50))), manifest, entries);
    byte[] counts = Objects.requireNonNull(entries.get("encoder-0-counts.bin"));
    entries.put("encoder-0-counts.bin", new byte[] {51, 5});
    assertThatThrownBy(() -> read(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The counts of n-grams are of 51 buckets, expected 50.");
    entries.put("encoder-0-counts.bin", Arrays.copyOf(counts, counts.length - 1));
    assertThatThrownBy(() -> read(0)).hasMessage("The counts of n-grams are cut off.");
    for (byte[] damaged : List.of(new byte[] {50, 5, 60, 1}, new byte[] {50, 5, 1, 6})) {
      entries.put("encoder-0-counts.bin", damaged);
      assertThatThrownBy(() -> read(0))
          .hasMessageContaining("expected buckets below 50 in 5 texts, got bucket");
    }
    entries.put("encoder-0-counts.bin", new byte[] {50, 5, (byte) 0x81, 0, 1});
    assertThatThrownBy(() -> read(0)).hasMessageContaining("not in their usual form");
    ((ObjectNode) manifest.get(0)).remove("files");
    assertThatThrownBy(() -> read(0))
        .hasMessage("The encoder lacks its file \"counts.bin\", got [].");
  }

  @Test
  void read_encoders_of_other_artifacts_with_their_files() throws IOException {
    EncoderEntries.write(List.of(new LengthEncoder("half")), manifest, entries);
    assertThat(entries).containsOnlyKeys("vocabulary.txt", "encoder-0-unit.txt");
    assertThat(read(0)).isEqualTo(new LengthEncoder("half"));
  }

  /** The length of a text in some unit: an encoder as another artifact may bring it. */
  record LengthEncoder(String unit) implements FittedEncoder {
    @Override
    public Input input() {
      return new Input.Values("length", Shape.of(1));
    }

    @Override
    public Map<String, FieldKind> fields() {
      return Map.of(Example.TEXT, FieldKind.TEXT);
    }

    @Override
    public ColumnBuilder start() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Encoder unfitted() {
      throw new UnsupportedOperationException();
    }

    @Override
    public EncodedColumn stored(StoredColumn rows) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ObjectNode settings() {
      return JsonNodeFactory.instance.objectNode().put("type", "length");
    }

    @Override
    public List<String> vocabulary() {
      return List.of();
    }

    @Override
    public Map<String, byte[]> files() {
      return Map.of("unit.txt", unit.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Makes it again. */
  public static final class LengthFormat implements EncoderFormat {
    @Override
    public String type() {
      return "length";
    }

    @Override
    public FittedEncoder read(
        ObjectNode settings, List<String> vocabulary, Map<String, byte[]> files) {
      return new LengthEncoder(new String(files.get("unit.txt"), StandardCharsets.UTF_8));
    }
  }
}
