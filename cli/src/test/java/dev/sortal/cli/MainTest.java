package dev.sortal.cli;

import static dev.sortal.cli.Run.sortal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.bundle.BundleFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void write_data() throws IOException {
    data = folder.resolve("data.csv");
    model = folder.resolve("model.sortal");
    StringBuilder csv = new StringBuilder("id,text,label\n");
    for (int i = 0; i < 120; i++) {
      csv.append(i).append(i % 2 == 0 ? ",what a good day,yes\n" : ",such a bad night,no\n");
    }
    Files.writeString(data, csv.toString());
  }

  private Run train(Object... more) {
    Object[] arguments = new Object[9 + more.length];
    System.arraycopy(
        new Object[] {
          "train", "--data", data, "--out", model, "--preset", "kerasText", "--max-length", 10
        },
        0,
        arguments,
        0,
        9);
    System.arraycopy(more, 0, arguments, 9, more.length);
    return sortal(arguments);
  }

  @Test
  void train_prints_tables_and_saves() {
    Run run = train("--epochs", 3);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("On the validation rows:", "accuracy", "macro F1", "Saved");
    assertThat(run.err()).contains("Training on ONNX Runtime", "epoch  1", "kept the weights");
    assertThat(model).exists();
  }

  @Test
  void train_prints_exactly_one_json_object() throws IOException {
    Path curve = folder.resolve("curve.svg");
    Run run = train("--epochs", 3, "--test", data, "--json", "--curve", curve);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().strip().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(run.out());
    for (String name :
        List.of("accuracy", "macroF1", "logLoss", "rows", "seconds", "rowsPerSecond", "epochs")) {
      assertThat(json.path(name).isNumber()).as(name).isTrue();
    }
    assertThat(json.path("backend").asText()).isEqualTo("onnx");
    assertThat(json.path("device").asText()).isEqualTo("cpu");
    assertThat(json.path("accuracy").asDouble()).isGreaterThan(0.95);
    assertThat(Files.readString(curve)).contains("<svg");
  }

  @Test
  void train_takes_the_tokenizer_that_is_named() throws IOException {
    Run run = train("--epochs", 3, "--tokenizer", "punctuation", "--bigrams", "beside");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode settings = BundleFile.read(model).encoders().get(0).settings();
    assertThat(settings.path("punctuation").asBoolean()).isTrue();
    assertThat(settings.path("bigrams").asText()).isEqualTo("beside");
    assertThat(train("--epochs", 1, "--tokenizer", "characters").code()).isZero();
    assertThat(BundleFile.read(model).encoders().get(0).settings().path("tokenizer").asText())
        .isEqualTo("characters");
    Run wrong = train("--tokenizer", "sentences");
    assertThat(wrong.code()).isNotZero();
    assertThat(wrong.err())
        .contains("--tokenizer must be words, punctuation, characters, keras or a tokenizer.json")
        .contains("got \"sentences\".");
    assertThat(train("--bigrams", "yes").err())
        .contains("--bigrams must be instead or beside, got \"yes\".");
    assertThat(train("--tokenizer", "keras", "--bigrams", "instead").err())
        .contains("Only Words makes pairs of characters");
  }

  @Test
  void train_reads_a_tokenizer_of_subwords_and_saves_it() throws IOException {
    Path tokenizer = folder.resolve("tokenizer.json");
    Files.writeString(
        tokenizer,
        """
        {"pre_tokenizer": {"type": "WhitespaceSplit"}, "model": {"type": "WordPiece", "unk_token": "?",
         "vocab": {"?": 0, "what": 1, "a": 2, "go": 3, "##od": 4, "day": 5, "bad": 6, "night": 7}}}
        """);
    Run run = train("--epochs", 3, "--tokenizer", tokenizer);
    assertThat(run.code()).as(run.err()).isZero();
    Files.delete(tokenizer);
    Run classify = sortal("classify", "--model", model, "what a good day");
    assertThat(classify.code()).as(classify.err()).isZero();
    assertThat(classify.out()).contains("yes");
    assertThat(train("--tokenizer", tokenizer).err()).contains("cannot be read");
    assertThat(train("--tokenizer", tokenizer, "--normalize", "html").err())
        .contains("A tokenizer.json says itself what is done to texts: expected no --normalize");
  }

  @Test
  void train_normalizes_texts_by_the_steps_that_are_named() throws IOException {
    Files.writeString(data, Files.readString(data).replace("good", "g<b>oo</b>d"));
    Run run = train("--epochs", 3, "--normalize", "html,email");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(BundleFile.read(model).encoders().get(0).settings().path("normalization"))
        .hasToString("[{\"step\":\"html\"},{\"step\":\"mask\",\"kinds\":[\"email\"]}]");
    assertThat(BundleFile.read(model).encoders().get(0).vocabulary()).contains("good");
    Run wrong = train("--normalize", "rot13");
    assertThat(wrong.code()).isNotZero();
    assertThat(wrong.err())
        .contains("no text step \"rot13\"", "html, nfkc")
        .doesNotContain("\tat ");
  }

  @Test
  void evaluate_and_classify_use_the_saved_model() throws IOException {
    assertThat(train("--epochs", 3).code()).isZero();
    Run evaluation = sortal("evaluate", "--model", model, "--data", data, "--json");
    assertThat(evaluation.code()).as(evaluation.err()).isZero();
    assertThat(new ObjectMapper().readTree(evaluation.out()).path("rows").asInt()).isEqualTo(120);

    Run texts =
        sortal("classify", "--model", model, "--json", "what a good day", "such a bad night");
    assertThat(texts.out().lines().map(MainTest::label)).containsExactly("yes", "no");

    Run lines =
        sortal(
            new ByteArrayInputStream(
                "what a good day\nsuch a bad night\n".getBytes(StandardCharsets.UTF_8)),
            "classify",
            "--model",
            model.toString());
    assertThat(lines.out().lines().map(line -> line.split("\t")[0])).containsExactly("yes", "no");

    Path out = folder.resolve("out.csv");
    Run file = sortal("classify", "--model", model, "--data", data, "--out", out);
    assertThat(file.code()).as(file.err()).isZero();
    List<String> rows = Files.readAllLines(out);
    assertThat(rows).hasSize(121);
    assertThat(rows.get(0)).isEqualTo("id,text,label,predicted,probability");
    assertThat(rows.get(1)).startsWith("0,what a good day,yes,yes,");
  }

  private static String label(String json) {
    try {
      return new ObjectMapper().readTree(json).path("label").asText();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void failures_are_one_clear_line_and_code_1() {
    Run absent = sortal("evaluate", "--model", folder.resolve("no.sortal"), "--data", data);
    assertThat(absent.code()).isEqualTo(1);
    assertThat(absent.out()).isEmpty();
    assertThat(absent.err()).startsWith("sortal: There is no file").doesNotContain("\tat ");
    Run column = train("--text", "body");
    assertThat(column.code()).isEqualTo(1);
    assertThat(column.err()).contains("no column \"body\"", "[id, text, label]");
    assertThat(sortal("train", "--data", data, "--out", model, "--preset", "big").err())
        .contains("expected one of [kerasText, kimCnn, ");
    assertThat(train("--device", "gpu").err()).contains("has no device gpu:0");
    assertThat(train("--backend", "tensorflow").err()).contains("sortal-backend-tf");
    assertThat(train("--device", "tpu").err()).contains("expected cpu, gpu, gpu:N or auto");
    assertThat(model).doesNotExist();
  }

  @Test
  void wrong_usage_is_code_2() {
    assertThat(sortal("train", "--data", data).code()).isEqualTo(2);
    assertThat(sortal("fly").code()).isEqualTo(2);
    assertThat(sortal("train", "--dta", data).err())
        .startsWith("sortal: ")
        .contains("Try 'sortal train --help'.");
    assertThat(sortal("classify", "--model", model, "--data", data).code()).isEqualTo(2);
    assertThat(sortal("train", "--epochs", "ten").err()).contains("--epochs");
  }

  @Test
  void doctor_lists_the_engine_and_its_devices() {
    Run run = sortal("doctor");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "Backend onnx: ONNX Runtime 1.",
            "train and serve",
            "natives    in ",
            "gpu needs",
            "loads      yes",
            "[cpu");
  }

  @Test
  void help_and_version_are_printed() {
    assertThat(sortal("--help").out()).contains("train", "evaluate", "classify", "doctor");
    assertThat(sortal("--version").out()).startsWith("sortal ");
  }
}
