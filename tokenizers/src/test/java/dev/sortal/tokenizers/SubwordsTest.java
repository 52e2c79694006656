package dev.sortal.tokenizers;

import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import dev.sortal.bundle.Decision;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.IdColumn;
import dev.sortal.data.Labels;
import dev.sortal.error.DataException;
import dev.sortal.format.Hashes;
import dev.sortal.format.RowDraft;
import dev.sortal.format.RowFile;
import dev.sortal.format.RowFileWriter;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spec.Side;
import dev.sortal.spi.Column;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubwordsTest {
  /** "low" is a word, "lower" is low and er, anything else is unknown. */
  private static final String SMALL =
      """
      {"version": "1.0", "truncation": {"max_length": 2}, "padding": null, "added_tokens": [
        {"id": 0, "content": "[UNK]", "special": true}, {"id": 6, "content": "[MASK]", "special": true}],
       "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
       "post_processor": {"type": "BertProcessing", "sep": ["[UNK]", 0], "cls": ["[UNK]", 0]},
       "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
        "max_input_chars_per_word": 100, "vocab": {"[UNK]": 0, "low": 1, "##er": 2, "new": 3, "##est": 4}}}
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("tokenizer.json");
    Files.writeString(file, SMALL);
  }

  private static List<Integer> encode(FittedEncoder encoder, String text) {
    FittedEncoder.ColumnBuilder builder = encoder.start();
    builder.add(Example.text(text));
    return row((IdColumn) builder.finish(), 0);
  }

  private static List<Integer> row(IdColumn column, int row) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < column.length(row); i++) {
      ids.add(column.id(row, i));
    }
    return ids;
  }

  private static FittedEncoder fit(Encoder encoder) {
    return encoder.start().finish().encoder();
  }

  @Test
  void have_ids_one_higher_than_the_tokenizer_since_0_is_padding() {
    FittedEncoder encoder = fit(Subwords.file(file));
    assertThat(encoder.vocabulary())
        .containsExactly("<padding>", "[UNK]", "low", "##er", "new", "##est", "", "[MASK]");
    assertThat(encoder.input()).isEqualTo(new Input.Tokens("text", 8, 100, Side.POST));
    assertThat(encode(encoder, "Lower newest [MASK] low what"))
        .containsExactly(2, 3, 4, 5, 7, 2, 1);
    assertThat(encode(encoder, "")).isEmpty();
  }

  @Test
  void are_the_same_in_training() {
    Encoder.Fitting fitting = Subwords.file(file).start();
    fitting.add(Example.text("low newest"));
    fitting.add(Example.text("lower"));
    IdColumn training = (IdColumn) fitting.finish().training();
    assertThat(row(training, 0)).containsExactly(2, 4, 5);
    assertThat(row(training, 1)).containsExactly(2, 3);
  }

  @Test
  void are_the_same_from_a_file_of_rows() throws IOException {
    List<String> texts = List.of("low newest", "", "lower what");
    Encoder.Drafting drafting = Subwords.file(file).maxLength(2).draft();
    byte[] key = Hashes.sha256().digest();
    Path path = folder.resolve("rows");
    FittedEncoder encoder;
    try (RowDraft draft = RowDraft.in(folder, 1);
        OutputStream out = Files.newOutputStream(path)) {
      for (String text : texts) {
        drafting.add(Example.text(text), draft.column(0));
        draft.endRow();
      }
      Encoder.Drafted drafted = drafting.finish();
      encoder = drafted.encoder();
      RowFileWriter rows = new RowFileWriter(out, 1);
      draft.forEach(
          row -> {
            drafted.rows().write(row.get(0), rows.column(0));
            rows.endRow();
          });
      rows.finish(key);
    }
    EncodedColumn stored = encoder.stored(RowFile.open(path, key).column(0));
    Column.Ids batch = (Column.Ids) stored.reader(0).read(new int[] {0, 1, 2}, 0, 3);
    assertThat(IntStream.range(0, 4).map(batch.rowOffsets()::get)).containsExactly(0, 2, 2, 4);
    assertThat(IntStream.range(0, 4).map(batch.ids()::get)).containsExactly(2, 4, 2, 3);
  }

  @Test
  void are_cut_to_the_length_on_the_chosen_side_and_tell_what_a_text_held() {
    Subwords two = Subwords.file(file).maxLength(2).field("title").padding(Side.PRE);
    FittedEncoder end = fit(two);
    assertThat(end.input()).isEqualTo(new Input.Tokens("title", 8, 2, Side.PRE));
    FittedEncoder.ColumnBuilder builder = end.start();
    assertThat(builder.add(Example.of(Map.of("title", "low new what"))))
        .isEqualTo(new FittedEncoder.Note(3, 1, 1, true));
    assertThat(row((IdColumn) builder.finish(), 0)).containsExactly(2, 4);
    FittedEncoder.ColumnBuilder start = fit(two.truncation(Side.PRE)).start();
    assertThat(start.add(Example.of(Map.of("title", "what ever else"))))
        .isEqualTo(new FittedEncoder.Note(3, 3, 1, false));
    start.add(Example.of(Map.of("title", "low new what")));
    assertThat(row((IdColumn) start.finish(), 1)).containsExactly(4, 1);
    assertThatThrownBy(() -> two.maxLength(0)).hasMessage("maxLength must be at least 1, got 0.");
  }

  private static Bundle bundle(FittedEncoder encoder) {
    Network network = Network.of(encoder.input(), embedding(4), globalMaxPool(), dense(2));
    Epoch epoch =
        new Epoch(1, 0.5, 0.75, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0.001, 1.5, 1000);
    return new Bundle(
        network,
        network.initialWeights(3),
        List.of(encoder),
        Labels.of(List.of("no", "yes")),
        1,
        Decision.OneLabel.plain(),
        new History(List.of(epoch), 1, History.End.COMPLETED),
        JsonNodeFactory.instance.objectNode());
  }

  @Test
  void travel_within_a_saved_classifier() throws IOException {
    for (String name : List.of("wordpiece", "bytes", "byte-fallback")) {
      Files.write(file, SubwordTokenizerTest.resource(name + ".json"));
      FittedEncoder encoder = fit(Subwords.file(file).maxLength(30).truncation(Side.PRE));
      Path saved = folder.resolve("model.sortal");
      BundleFile.write(bundle(encoder), saved);
      Files.delete(file);
      FittedEncoder again = BundleFile.read(saved).encoders().get(0);
      assertThat(again.settings()).isEqualTo(encoder.settings());
      assertThat(again.vocabulary()).isEqualTo(encoder.vocabulary());
      for (JsonNode text :
          new ObjectMapper().readTree(SubwordTokenizerTest.resource("ids.json")).path("texts")) {
        assertThat(encode(again, text.asText())).isEqualTo(encode(encoder, text.asText()));
      }
    }
  }

  @Test
  void are_refused_with_the_vocabulary_of_another_tokenizer() {
    FittedEncoder encoder = fit(Subwords.file(file));
    List<String> other = new ArrayList<>(encoder.vocabulary());
    other.set(2, "high");
    assertThatThrownBy(() -> new SubwordFormat().read(encoder.settings(), other, encoder.files()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The vocabulary must be that of \"tokenizer.json\", got another one.");
    assertThatThrownBy(
            () -> new SubwordFormat().read(encoder.settings(), encoder.vocabulary(), Map.of()))
        .hasMessage("The encoder lacks its file \"tokenizer.json\", got [].");
    for (String name : List.of("field", "maxLength", "padding", "truncation")) {
      assertThatThrownBy(
              () ->
                  new SubwordFormat()
                      .read(
                          encoder.settings().put(name, true),
                          encoder.vocabulary(),
                          encoder.files()))
          .hasMessageContaining("The encoder setting \"" + name + "\" must be");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "WordPiece            | Unigram     | \"model\" is of the type Unigram: expected WordPiece or BPE.",
        "Lowercase            | Precompiled | \"normalizer\" is of the type Precompiled: expected Sequence, Bert",
        "\"Whitespace\"       | \"Words\"   | \"pre_tokenizer\" is of the type Words: expected Sequence, Bert",
        "\"unk_token\": \"[UNK]\" | \"unk_token\": \"?\" | \"model.unk_token\" must be a token of the vocabulary, got \"?\".",
        "\"low\": 1           | \"low\": -1 | \"model.vocab.low\" must be a whole number from 0 below 10000000, got -1.",
        "\"low\": 1           | \"new\": 1  | expected JSON, got: Duplicate field 'new'",
        "100                  | \"x\"       | \"model.max_input_chars_per_word\" must be a whole number from 0, got \"x\".",
        "\"id\": 6            | \"id\": 1e9 | \"added_tokens[1].id\" must be a whole number from 0, got 1.0E9.",
        "\"special\": true}]  | \"special\": 1}] | \"added_tokens[1].special\" must be true or false, got 1.",
        "{\"type\": \"Whitespace\"} | {\"type\": \"Split\", \"pattern\": {\"Regex\": \"(\"}, \"behavior\": \"Isolated\"} | \"pre_tokenizer.pattern.Regex\" is no regular expression: Unclosed group.",
        "{\"type\": \"Whitespace\"} | {\"type\": \"Split\", \"pattern\": {\"String\": \"-\"}, \"behavior\": \"Cut\"} | \"pre_tokenizer.behavior\" must be Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous, got \"Cut\".",
        "\"vocab\"            | \"words\"   | \"model.vocab\" must be an object of tokens and ids, got nothing.",
      })
  void are_refused_where_a_part_of_the_file_is_not_supported(
      String part, String changed, String message) throws IOException {
    Files.writeString(file, SMALL.replace(part, changed));
    assertThat(SMALL).contains(part);
    assertThatThrownBy(() -> Subwords.file(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + " cannot be used as a tokenizer: ")
        .hasMessageContaining(message)
        .hasMessageEndingWith("Choose a tokenizer of word pieces or byte pairs.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"a b\"]     | the merge of \"a\" and \"b\" needs the token \"ab\", which the vocabulary lacks",
        "[\"a c\"]     | the merge of \"a\" and \"c\" needs the token \"ac\", which the vocabulary lacks",
        "[\"a\"]       | \"model.merges[0]\" must be a pair of tokens, got \"a\"",
        "[[\"a\"]]     | \"model.merges[0]\" must be a pair of tokens, got [\"a\"]",
        "[7]           | \"model.merges[0]\" must be a text, got 7",
        "7             | \"model.merges\" must be a list, got 7",
        "[], \"dropout\": 0.1 | \"model.dropout\" must be absent: it makes ids random, got 0.1",
      })
  void are_refused_where_byte_pairs_do_not_fit_the_vocabulary(String merges, String message)
      throws IOException {
    Files.writeString(
        file,
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0, \"b\": 1}, \"merges\": "
            + merges
            + "}}");
    assertThatThrownBy(() -> Subwords.file(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void are_refused_without_a_file_or_without_json() throws IOException {
    Files.write(file, "not json".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Subwords.file(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected JSON, got: Unrecognized token 'not'");
    Files.delete(file);
    assertThatThrownBy(() -> Subwords.file(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The tokenizer " + file)
        .hasMessageContaining("NoSuchFileException")
        .hasMessageContaining("Check the path.");
  }

  @Test
  void are_safe_for_64_threads() throws Exception {
    Files.write(file, SubwordTokenizerTest.resource("bytes.json"));
    FittedEncoder encoder = fit(Subwords.file(file));
    List<String> texts = new ArrayList<>();
    new ObjectMapper()
        .readTree(SubwordTokenizerTest.resource("ids.json"))
        .path("texts")
        .forEach(text -> texts.add(text.asText()));
    List<List<Integer>> expected = texts.stream().map(text -> encode(encoder, text)).toList();
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      CountDownLatch ready = new CountDownLatch(64);
      Callable<List<List<Integer>>> all =
          () -> {
            ready.countDown();
            ready.await();
            return texts.stream().map(text -> encode(encoder, text)).toList();
          };
      List<Future<List<List<Integer>>>> results = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        results.add(threads.submit(all));
      }
      for (Future<List<List<Integer>>> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Byte pairs without words to cut at first: one piece of a hundred thousand characters. */
  @Test
  void stay_fast_on_a_text_without_spaces() throws IOException {
    Files.write(file, SubwordTokenizerTest.resource("byte-fallback.json"));
    FittedEncoder encoder = fit(Subwords.file(file).maxLength(1_000_000));
    long start = System.nanoTime();
    assertThat(encode(encoder, "lowestnewer".repeat(10_000))).hasSizeBetween(10_000, 110_000);
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
  }
}
