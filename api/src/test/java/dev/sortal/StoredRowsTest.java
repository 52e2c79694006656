package dev.sortal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.BagColumn;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.IdColumn;
import dev.sortal.data.Image;
import dev.sortal.features.Feature;
import dev.sortal.features.Features;
import dev.sortal.features.NumberFeature;
import dev.sortal.format.Hashes;
import dev.sortal.format.RowBytes;
import dev.sortal.format.RowDraft;
import dev.sortal.format.RowFile;
import dev.sortal.format.RowFileWriter;
import dev.sortal.image.Augmentation;
import dev.sortal.image.Images;
import dev.sortal.spec.Side;
import dev.sortal.spi.Column;
import dev.sortal.text.Characters;
import dev.sortal.text.HashedNgrams;
import dev.sortal.text.HashedSubwords;
import dev.sortal.text.KerasWords;
import dev.sortal.text.TextAugmentation;
import dev.sortal.text.Words;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stored on the disk is what would be in memory, for every encoder. */
class StoredRowsTest {
  private static final int ROWS = 500;

  @TempDir Path folder;

  static List<Arguments> encoders() {
    List<Example> texts = texts();
    List<Example> features = features();
    return List.of(
        Arguments.of("words", Words.standard().maxLength(6), texts),
        Arguments.of("rare", Words.standard().maxLength(6).minCount(5).maxSize(40), texts),
        Arguments.of("dropping", Words.standard().maxLength(6).minCount(5).withoutUnknown(), texts),
        Arguments.of("end", Words.standard().maxLength(6).truncation(Side.PRE), texts),
        Arguments.of(
            "altered words",
            Words.standard().augment(TextAugmentation.none().mask(0.2).drop(0.1).swap(0.2)),
            texts),
        Arguments.of("keras", KerasWords.standard().maxLength(6).minCount(3), texts),
        Arguments.of("n-grams", HashedNgrams.of(Words.standard().maxLength(6)).buckets(500), texts),
        Arguments.of(
            "rare n-grams",
            HashedNgrams.of(Words.standard()).tfIdf().withGaps().characterWeight(0.5).buckets(500),
            texts),
        Arguments.of(
            "subwords",
            HashedSubwords.of(Words.standard().maxLength(6).minCount(3)).buckets(300),
            texts),
        Arguments.of(
            "subwords at the end",
            HashedSubwords.of(Words.standard().maxLength(4).truncation(Side.PRE).withoutUnknown())
                .buckets(300),
            texts),
        Arguments.of("characters", Characters.standard().maxLength(9), texts),
        Arguments.of(
            "features",
            Features.of(
                Feature.number("age"),
                Feature.number("age").scale(NumberFeature.Scale.QUANTILE),
                Feature.category("city").minCount(3),
                Feature.category("street").hashed(700)),
            features),
        Arguments.of("images", Images.grey(5, 4), images()),
        Arguments.of(
            "altered",
            Images.colour(5, 4).augment(Augmentation.none().shift(0.3).flip()),
            images()));
  }

  private static List<Example> texts() {
    Random random = new Random(1);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = random.nextInt(12); word > 0; word--) {
        text.append("w").append((int) Math.abs(random.nextGaussian() * 80)).append(' ');
      }
      examples.add(Example.text(text.toString()));
    }
    return examples;
  }

  private static List<Example> features() {
    Random random = new Random(2);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Map<String, Object> fields = new HashMap<>();
      if (random.nextInt(4) > 0) {
        fields.put("age", random.nextInt(3) == 0 ? -0.0 : random.nextGaussian());
      }
      if (random.nextInt(4) > 0) {
        fields.put("city", random.nextInt(5) == 0 ? "" : "Zürich " + random.nextInt(60));
      }
      if (random.nextInt(4) > 0) {
        fields.put("street", "street " + random.nextInt(1000));
      }
      examples.add(Example.of(fields));
    }
    return examples;
  }

  private static List<Example> images() {
    Random random = new Random(3);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      BufferedImage image = new BufferedImage(4, 5, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < 20; pixel++) {
        image.setRGB(pixel % 4, pixel / 4, random.nextInt(1 << 24));
      }
      examples.add(Example.image(Image.of(image)));
    }
    return examples;
  }

  private RowFile write(Consumer<RowFileWriter> rows) throws IOException {
    Path path = folder.resolve("rows-" + rows.hashCode());
    byte[] key = Hashes.sha256().digest();
    try (OutputStream out = Files.newOutputStream(path)) {
      RowFileWriter writer = new RowFileWriter(out, 1);
      rows.accept(writer);
      writer.finish(key);
    }
    return RowFile.open(path, key);
  }

  private static void end(RowFileWriter writer) {
    try {
      writer.endRow();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /** All that a column gives, in two passes of batches in an order of chance. */
  private static List<List<Object>> batches(EncodedColumn column) {
    int[] order = new Random(4).ints(2L * column.rows(), 0, column.rows()).toArray();
    List<List<Object>> batches = new ArrayList<>();
    for (int pass = 1; pass <= 2; pass++) {
      EncodedColumn.Reader reader = column.reader(pass);
      for (int from = 0; from < order.length; from += 7) {
        int to = Math.min(order.length, from + 7);
        batches.add(content(reader.read(order, from, to), to - from));
      }
    }
    return batches;
  }

  private static List<Object> content(Column column, int rows) {
    if (column instanceof Column.Ids ids) {
      int count = ids.rowOffsets().get(rows);
      return List.of(ints(ids.rowOffsets(), rows + 1), ints(ids.ids(), count));
    }
    if (column instanceof Column.Bags bags) {
      int bagCount = bags.rowOffsets().get(rows);
      int count = bags.bagOffsets().get(bagCount);
      return List.of(
          ints(bags.rowOffsets(), rows + 1),
          ints(bags.bagOffsets(), bagCount + 1),
          ints(bags.ids(), count),
          bits(bags.weights(), count));
    }
    FloatBuffer values = ((Column.Floats) column).values();
    // The first batch is the largest: the buffer holds just its rows.
    return List.of(bits(values, values.capacity() / 7 * rows));
  }

  private static List<Integer> ints(IntBuffer buffer, int count) {
    return IntStream.range(0, count).map(buffer::get).boxed().toList();
  }

  private static List<Integer> bits(FloatBuffer buffer, int count) {
    return IntStream.range(0, count)
        .map(i -> Float.floatToRawIntBits(buffer.get(i)))
        .boxed()
        .toList();
  }

  /** Each encoder as it begins, and learning on from what it has learned of a fifth of the rows. */
  static List<Arguments> beginnings() {
    List<Arguments> all = new ArrayList<>(encoders());
    for (Arguments one : encoders()) {
      List<?> examples = (List<?>) one.get()[2];
      Encoder.Fitting fitting = ((Encoder) one.get()[1]).start();
      int known = examples.size() / 5;
      examples.subList(0, known).forEach(example -> fitting.add((Example) example));
      FittedEncoder fitted = fitting.finish().encoder();
      List<?> further = examples.subList(known, examples.size());
      all.add(Arguments.of("growing " + one.get()[0], fitted.growing(), further));
      all.add(Arguments.of("fixed " + one.get()[0], fitted.fixed(), further));
    }
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("beginnings")
  void drafts_become_the_rows_and_the_encoder_that_memory_holds(
      String name, Encoder encoder, List<Example> examples) throws IOException {
    Encoder.Fitting fitting = encoder.start();
    examples.forEach(fitting::add);
    Encoder.Fitted expected = fitting.finish();

    Encoder.Drafting drafting = encoder.draft();
    RowFile file;
    Encoder.Drafted drafted;
    try (RowDraft draft = RowDraft.in(folder, 1)) {
      for (Example example : examples) {
        drafting.add(example, draft.column(0));
        draft.endRow();
      }
      drafted = drafting.finish();
      file =
          write(
              writer -> {
                try {
                  draft.forEach(
                      row -> {
                        drafted.rows().write(row.get(0), writer.column(0));
                        writer.endRow();
                      });
                } catch (IOException failure) {
                  throw new AssertionError(failure);
                }
              });
    }

    assertThat(drafted.encoder().settings()).isEqualTo(expected.encoder().settings());
    assertThat(drafted.encoder().files().keySet()).isEqualTo(expected.encoder().files().keySet());
    drafted
        .encoder()
        .files()
        .forEach(
            (entry, bytes) -> assertThat(bytes).isEqualTo(expected.encoder().files().get(entry)));
    assertThat(drafted.encoder().vocabulary()).isEqualTo(expected.encoder().vocabulary());
    EncodedColumn stored = drafted.encoder().forTraining(drafted.encoder().stored(file.column(0)));
    assertThat(stored.rows()).isEqualTo(examples.size());
    assertThat(EncodedSet.lengths(List.of(stored), stored.rows()))
        .isEqualTo(EncodedSet.lengths(List.of(expected.training()), stored.rows()));
    assertThat(batches(stored)).isEqualTo(batches(expected.training()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encoders")
  void further_examples_are_stored_as_memory_holds_them(
      String name, Encoder encoder, List<Example> examples) throws IOException {
    Encoder.Fitting fitting = encoder.start();
    examples.subList(0, 30).forEach(fitting::add);
    FittedEncoder fitted = fitting.finish().encoder();
    FittedEncoder.ColumnBuilder inMemory = fitted.start();
    examples.forEach(inMemory::add);
    FittedEncoder.ColumnBuilder builder = fitted.start();
    RowFile file =
        write(
            writer -> {
              for (Example example : examples) {
                builder.add(example);
                builder.store(writer.column(0));
                end(writer);
              }
            });
    assertThat(batches(fitted.stored(file.column(0)))).isEqualTo(batches(inMemory.finish()));
  }

  @Test
  void bags_are_stored_as_memory_holds_them() throws IOException {
    for (int positions : new int[] {0, 4}) {
      BagColumn.Builder inMemory = new BagColumn.Builder(positions);
      RowFile file =
          write(
              writer -> {
                BagColumn.Builder single = new BagColumn.Builder(positions);
                for (BagColumn.Builder builder : List.of(inMemory, single)) {
                  Random random = new Random(5);
                  for (int row = 0; row < ROWS; row++) {
                    bags(builder, positions, random);
                    if (builder == single) {
                      single.store(writer.column(0));
                      end(writer);
                    }
                  }
                }
              });
      EncodedColumn expected = inMemory.finish();
      EncodedColumn stored = BagColumn.stored(file.column(0));
      assertThat(batches(stored)).isEqualTo(batches(expected));
      assertThat(EncodedSet.lengths(List.of(stored), ROWS))
          .isEqualTo(EncodedSet.lengths(List.of(expected), ROWS));
    }
  }

  private static void bags(BagColumn.Builder builder, int positions, Random random) {
    int bags = positions == 0 ? 1 : random.nextInt(positions + 1);
    for (int bag = 0; bag < bags; bag++) {
      boolean isWeighted = random.nextBoolean();
      for (int id = random.nextInt(5); id > 0; id--) {
        builder.id(random.nextInt(1 << 20), isWeighted ? random.nextFloat() - 0.5f : 1);
      }
      if (positions > 0) {
        builder.endBag();
      }
    }
    builder.endRow();
  }

  @Test
  void only_single_rows_are_stored() {
    IdColumn.Builder builder = new IdColumn.Builder();
    assertThatThrownBy(() -> builder.store(new RowBytes()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Rows are stored one by one: expected 1 row in the builder, got 0.");
    builder.endRow();
    builder.endRow();
    assertThatThrownBy(() -> builder.store(new RowBytes())).hasMessageContaining("got 2");
  }
}
