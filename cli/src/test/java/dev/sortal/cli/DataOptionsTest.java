package dev.sortal.cli;

import static dev.sortal.cli.Run.sortal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains, evaluates and classifies with data of every kind. */
class DataOptionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void name_model() {
    model = folder.resolve("model.sortal");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void assertDone(Run run) {
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static void assertFailed(Run run, int code, String... parts) {
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.err()).contains(parts).doesNotContain("\tat ");
  }

  private Run trainTexts(String data, Object... more) {
    Object[] arguments = {
      "train", "--data", data, "--out", model, "--preset", "kerasText", "--max-length", 8
    };
    return run(3, arguments, more);
  }

  /** The command with further words; with those epochs unless they say another number. */
  private static Run run(int epochs, Object[] arguments, Object[] more) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    if (epochs > 0 && !all.contains("--epochs")) {
      all.addAll(List.of("--epochs", epochs));
    }
    return sortal(all.toArray());
  }

  private double accuracy(Object data, Object... more) throws IOException {
    Run run = run(0, new Object[] {"evaluate", "--model", model, "--data", data, "--json"}, more);
    assertDone(run);
    return JSON.readTree(run.out()).path("accuracy").asDouble();
  }

  /** Rows of texts that the label follows from. */
  private static String jsonLines(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(
          i % 2 == 0
              ? "{\"body\": {\"text\": \"what a good day\"}, \"mood\": \"yes\", \"n\": 1.50}\n"
              : "{\"body\": {\"text\": \"such a bad night\"}, \"mood\": \"no\", \"n\": 2}\n");
    }
    return lines.toString();
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Nested
  class Texts {
    @Test
    void of_json_lines_packed_and_by_pattern() throws IOException {
      Path packed = Files.write(folder.resolve("moods.jsonl.gz"), packed(jsonLines(100)));
      assertDone(trainTexts(folder + "/*.jsonl.gz", "--text", "body.text", "--label", "mood"));
      assertThat(accuracy(packed, "--text", "body.text", "--label", "mood")).isGreaterThan(0.95);

      Path out = folder.resolve("out.jsonl");
      assertDone(
          sortal(
              "classify", "--model", model, "--data", packed, "--text", "body.text", "--out", out));
      List<String> rows = Files.readAllLines(out);
      assertThat(rows).hasSize(100);
      assertThat(rows.get(0))
          .startsWith("{\"body\":{\"text\":\"what a good day\"},\"mood\":\"yes\",\"n\":1.50,")
          .contains("\"predicted\":\"yes\",\"probability\":0.");
      assertFailed(
          sortal(
              "classify",
              "--model",
              model,
              "--data",
              packed,
              "--text",
              "body.text",
              "--out",
              folder.resolve("out.csv")),
          1,
          "expected --out with .jsonl");
      assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    @Test
    void of_class_folders_in_a_charset() throws IOException {
      for (String label : List.of("gut", "schlecht")) {
        Path inside = Files.createDirectories(folder.resolve("texts").resolve(label));
        for (int i = 0; i < 40; i++) {
          String text = label.equals("gut") ? "schöne grüße" : "böse nächte";
          Files.write(inside.resolve(i + ".txt"), text.getBytes(StandardCharsets.ISO_8859_1));
        }
      }
      Path data = folder.resolve("texts");
      assertDone(trainTexts(data.toString(), "--charset", "ISO-8859-1", "--epochs", 5));
      assertThat(accuracy(data, "--charset", "ISO-8859-1")).isGreaterThan(0.95);
      assertFailed(trainTexts(data.toString()), 1, "0.txt holds bytes that are not UTF-8");
      assertFailed(trainTexts(data.toString(), "--charset", "UTF-9"), 2, "no charset 'UTF-9'");
    }

    @Test
    void of_csv_with_semicolons_and_broken_rows() throws IOException {
      StringBuilder csv = new StringBuilder("text;label\n");
      for (int i = 0; i < 60; i++) {
        csv.append(i % 2 == 0 ? "what a good day;yes\n" : "such a bad night;no\n");
      }
      Path data = write("rows.csv", csv + "lost;row;here\nno label;\n");
      String[] semicolons = {"--delimiter", ";"};
      assertFailed(
          trainTexts(data.toString(), (Object[]) semicolons), 1, "rows.csv:62 has 3 fields");
      Path rejects = folder.resolve("rejects.jsonl");
      Run run =
          trainTexts(
              data.toString(),
              "--delimiter",
              ";",
              "--on-error",
              "skip",
              "--limit",
              5,
              "--rejects",
              rejects,
              "--test",
              data);
      assertDone(run);
      assertThat(rejects).content().contains("\"line\":62", "lost;row;here", "has no label");
      assertThat(folder.resolve("test-rejects.jsonl")).hasSameTextualContentAs(rejects);
      assertFailed(
          trainTexts(data.toString(), "--delimiter", ";", "--on-error", "skip", "--limit", 1),
          1,
          "rows.csv");
      assertFailed(trainTexts(data.toString(), "--limit", 3), 2, "go with --on-error skip");

      Path out = folder.resolve("out.csv");
      Object[] classify = {
        "classify",
        "--model",
        model,
        "--data",
        data,
        "--delimiter",
        ";",
        "--out",
        out,
        "--on-error",
        "skip"
      };
      assertDone(sortal(classify));
      List<String> rows = Files.readAllLines(out);
      assertThat(rows).hasSize(62);
      assertThat(rows.get(0)).isEqualTo("text;label;predicted;probability");
      assertThat(rows.get(61)).matches("no label;;(yes|no);0\\.[0-9]{6}");
      assertFailed(
          sortal("classify", "--model", model, "--data", out, "--delimiter", ";", "--out", data),
          1,
          "has a column \"predicted\" already");
    }

    @Test
    void unknown_data_is_explained() throws IOException {
      assertFailed(trainTexts("rows.xlsx"), 1, "expected .csv", "--format");
      assertFailed(trainTexts(folder + "/*.csv"), 1, "No file matches", "*.csv");
      Path data = write("rows.txt", "text,label\na,x\nb,y\n");
      assertFailed(trainTexts(data.toString()), 1, "got " + data);
      assertDone(trainTexts(data.toString(), "--format", "csv", "--validation", 0, "--test", data));
    }
  }

  @Nested
  class Columns {
    private Path data;

    @BeforeEach
    void write_visits() throws IOException {
      StringBuilder csv = new StringBuilder("title,age,device,shop,click,w\n");
      for (int i = 0; i < 600; i++) {
        boolean sports = i % 2 == 0;
        int age = 15 + i * 7 % 60;
        boolean phone = i % 3 > 0;
        csv.append(sports ? "a fine ball," : "roses and seeds,")
            .append(i % 50 == 9 ? "" : age)
            .append(phone ? ",phone," : ",,")
            .append(phone ? "north," : "south,")
            .append(sports == age < 45 ? "yes" : "no")
            .append(",1\n");
      }
      data = write("visits.csv", csv.toString());
    }

    private Run trainVisits(Object... more) {
      return trainVisitsBy("fitting", more);
    }

    private Run trainVisitsBy(String preset, Object... more) {
      return run(
          8,
          new Object[] {
            "train",
            "--data",
            data,
            "--out",
            model,
            "--preset",
            preset,
            "--max-length",
            4,
            "--label",
            "click",
            "--field",
            "title",
            "--number",
            "age",
            "--category",
            "device,shop"
          },
          more);
    }

    @Test
    void texts_numbers_and_categories_are_learned_together() throws IOException {
      assertDone(trainVisits("--weight", "w"));
      assertThat(accuracy(data, "--label", "click")).isGreaterThan(0.9);

      Path out = folder.resolve("out.csv");
      assertDone(sortal("classify", "--model", model, "--data", data, "--out", out));
      assertThat(Files.readAllLines(out).get(1)).startsWith("a fine ball,15,,south,yes,1,yes,0.");

      String young = "{\"title\": \"a fine ball\", \"age\": 20, \"device\": null}";
      Run run =
          sortal(
              new ByteArrayInputStream(young.getBytes(StandardCharsets.UTF_8)),
              "classify",
              "--model",
              model.toString(),
              "--json");
      assertDone(run);
      assertThat(JSON.readTree(run.out()).path("label").asText()).isEqualTo("yes");
    }

    @Test
    void parquet_is_read_and_written_as_text() throws IOException, SQLException {
      Path parquet = folder.resolve("visits.parquet");
      try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = database.createStatement()) {
        statement.execute(
            String.format(
                Locale.ROOT,
                "copy (select * from read_csv('%s')) to '%s' (format parquet, codec zstd)",
                data,
                parquet));
      }
      data = parquet;
      assertDone(trainVisits("--epochs", 1));
      Path out = folder.resolve("out.csv");
      assertDone(sortal("classify", "--model", model, "--data", parquet, "--out", out));
      assertThat(Files.readAllLines(out).get(1)).startsWith("a fine ball,15,,south,true,1,");
      Path lines = folder.resolve("out.jsonl");
      assertDone(sortal("classify", "--model", model, "--data", parquet, "--out", lines));
      assertThat(Files.readAllLines(lines).get(1))
          .startsWith(
              "{\"title\":\"roses and seeds\",\"age\":22,\"device\":\"phone\",\"shop\":\"north\",");
    }

    @Test
    void what_does_not_fit_is_explained() throws IOException {
      assertFailed(trainVisitsBy("kimCnn"), 2, "--preset kimCnn is for a text alone");
      assertFailed(trainVisits("--number", "shop"), 2, "\"shop\" once", "got it twice");
      assertFailed(
          trainVisits("--number", "click"), 1, "visits.csv:2 has no number", "got \"yes\"");
      assertDone(trainVisits("--epochs", 1));
      assertFailed(
          sortal("evaluate", "--model", model, "--data", data, "--label", "click", "--text", "x"),
          2,
          "does not read",
          "[title, age, device, shop]");
      assertFailed(
          sortal("classify", "--model", model, "a fine ball"),
          1,
          "expected a JSON object with [title, age, device, shop], got a fine ball");
      Path other = write("other.csv", "title,age,click\na,1,yes\n");
      assertFailed(
          sortal("evaluate", "--model", model, "--data", other, "--label", "click"),
          1,
          "other.csv has no column \"device\"");
    }
  }

  @Nested
  class RareClasses {
    private Path data;

    /** Of the text "x" a quarter is rare. */
    @BeforeEach
    void write_rows() throws IOException {
      StringBuilder csv = new StringBuilder("text,label\n");
      for (int i = 0; i < 400; i++) {
        csv.append(i % 10 > 0 ? "y y,common\n" : i % 40 > 0 ? "x x,common\n" : "x x,rare\n");
      }
      data = write("rare.csv", csv.toString());
    }

    private String labelOfX(Object... more) {
      Run run = trainTexts(data.toString(), more);
      assertDone(run);
      return sortal("classify", "--model", model, "x x").out().split("\t")[0];
    }

    @Test
    void have_more_say_by_weights_and_sampling() {
      Object[] epochs = {"--epochs", 30, "--patience", 0};
      assertThat(labelOfX(epochs)).isEqualTo("common");
      Object[][] ways = {
        {"--class-weights", "balanced"},
        {"--class-weights", "rare=20,common=0.5"},
        {"--oversample"},
        {"--undersample=0.9", "--batch", 4}
      };
      for (Object[] way : ways) {
        List<Object> words = new ArrayList<>(List.of(way));
        words.addAll(List.of(epochs));
        assertThat(labelOfX(words.toArray())).as(List.of(way).toString()).isEqualTo("rare");
      }
    }

    @Test
    void wrong_words_are_explained() {
      assertFailed(
          trainTexts(data.toString(), "--class-weights", "rare"), 2, "got 'rare'", "spam=3");
      assertFailed(trainTexts(data.toString(), "--class-weights", "raer=3"), 1, "[common, rare]");
      assertFailed(trainTexts(data.toString(), "--oversample", 2), 1, "in (0, 1], got 2.0");
      assertFailed(trainTexts(data.toString(), "--oversample", "--undersample"), 2, "Give one of");
      assertFailed(
          trainTexts(data.toString(), "--labels", "label", "--oversample"), 2, "for one label");
      assertFailed(trainTexts(data.toString(), "--word-dropout", 1), 1, "mask must be in [0, 1)");
      assertDone(trainTexts(data.toString(), "--word-dropout", 0.1, "--word-swap", 0.1));
    }
  }

  @Nested
  class SeveralLabels {
    @Test
    void are_learned_judged_and_given() throws IOException {
      StringBuilder csv = new StringBuilder("text,tags\n");
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 300; i++) {
        boolean sweet = i % 3 == 0;
        boolean vegan = i % 2 == 0;
        String text = "take water" + (sweet ? " honey" : "") + (vegan ? " tofu" : "");
        String tags = (sweet ? "sweet;" : "") + (vegan ? "vegan" : "");
        csv.append(text).append(',').append(tags).append('\n');
        lines
            .append("{\"text\":\"" + text + "\",\"tags\":[")
            .append(sweet ? "\"sweet\"" : "")
            .append(sweet && vegan ? "," : "")
            .append(vegan ? "\"vegan\"" : "")
            .append("]}\n");
      }
      Path data = write("recipes.csv", csv.toString());
      Path array = write("recipes.jsonl", lines.toString());
      Run trained =
          trainTexts(
              data.toString(), "--labels", "tags", "--separator", ";", "--epochs", 12, "--json");
      assertDone(trained);
      assertThat(JSON.readTree(trained.out()).path("microF1").asDouble()).isGreaterThan(0.95);

      Run evaluated =
          sortal("evaluate", "--model", model, "--data", array, "--labels", "tags", "--json");
      assertDone(evaluated);
      JsonNode figures = JSON.readTree(evaluated.out());
      assertThat(figures.path("subsetAccuracy").asDouble()).isGreaterThan(0.95);
      assertThat(figures.path("rows").asInt()).isEqualTo(300);

      assertThat(sortal("classify", "--model", model, "take water honey tofu").out())
          .matches("(sweet\\|vegan|vegan\\|sweet)\t[01]\\.[0-9]{4}\\|[01]\\.[0-9]{4}\ttake.*\\R");
      Run none = sortal("classify", "--model", model, "--json", "take water");
      assertThat(JSON.readTree(none.out()).path("labels")).isEmpty();
      Path out = folder.resolve("out.jsonl");
      assertDone(sortal("classify", "--model", model, "--data", array, "--out", out));
      assertThat(JSON.readTree(Files.readAllLines(out).get(2)).path("predicted"))
          .hasSize(1)
          .allMatch(label -> label.asText().equals("vegan"));

      assertFailed(
          sortal("evaluate", "--model", model, "--data", data),
          2,
          "any number of labels",
          "--labels");
      assertFailed(
          trainTexts(data.toString(), "--labels", "tags", "--label", "tags"), 2, "Give --label");
      assertFailed(trainTexts(data.toString(), "--separator", ";"), 2, "goes with --labels");
    }
  }
}
