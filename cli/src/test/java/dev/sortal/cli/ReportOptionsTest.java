package dev.sortal.cli;

import static dev.sortal.cli.Run.sortal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.tracking.LoggedRun;
import dev.sortal.tracking.RunLog;
import dev.sortal.training.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportOptionsTest {
  @TempDir Path folder;

  private Path data;
  private Path model;

  @BeforeEach
  void write_data() throws IOException {
    data = folder.resolve("data.csv");
    model = folder.resolve("model.sortal");
    StringBuilder csv = new StringBuilder("text,label\n");
    for (int i = 0; i < 120; i++) {
      // Every tenth label is wrong, so that there are errors to report.
      csv.append(i % 2 == 0 ? "what a good day <" : "such a bad night <").append(i);
      csv.append(i % 2 == (i % 10 == 0 ? 1 : 0) ? ">,yes\n" : ">,no\n");
    }
    Files.writeString(data, csv.toString());
  }

  private Run train(Object... more) {
    Stream<Object> arguments =
        Stream.of("train", "--data", data, "--out", model, "--preset", "kerasText", "--epochs", 3);
    return sortal(Stream.concat(arguments, Stream.of(more)).toArray());
  }

  @Test
  void train_writes_report_log_and_event_files() throws IOException {
    Path page = folder.resolve("report.html");
    Path log = folder.resolve("log");
    Path board = folder.resolve("board");
    Run run =
        train(
            "--test",
            data,
            "--report",
            page,
            "--title",
            "Days",
            "--intended-use",
            "To try it.",
            "--known-limits",
            "Two words.",
            "--log",
            log,
            "--tensorboard",
            board);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(page)
        .content()
        .contains("<title>Days</title>", "To try it.", "Two words.", "<h2>Results</h2>")
        .contains(
            "<h2>Data</h2>",
            "Learning curves",
            "Errors it was surest of",
            "what a good day &lt;0&gt;");
    LoggedRun logged = RunLog.readAll(log).get(0);
    assertThat(logged.epochs()).hasSizeBetween(1, 3);
    assertThat(logged.end()).isIn(History.End.COMPLETED, History.End.STOPPED_EARLY);
    assertThat(logged.start().path("sha256").asText()).hasSize(64);
    assertThat(Files.readString(page)).contains(logged.start().path("sha256").asText());
    try (Stream<Path> files = Files.walk(board)) {
      assertThat(files.filter(Files::isRegularFile).toList())
          .singleElement()
          .satisfies(file -> assertThat(file.getFileName().toString()).contains("tfevents"));
    }
  }

  @Test
  void evaluate_writes_a_report_without_texts() {
    Path page = folder.resolve("evaluated.html");
    assertThat(train().code()).isZero();
    Run run =
        sortal("evaluate", "--model", model, "--data", data, "--report", page, "--without-texts");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(page)
        .content()
        .contains("<title>model.sortal</title>", "Texts are left out", "data.csv:")
        .doesNotContain("what a good day");
  }

  @Test
  void what_goes_with_a_report_is_refused_without_one() {
    for (List<String> words :
        List.of(
            List.of("--title", "Days"),
            List.of("--intended-use", "x"),
            List.of("--known-limits", "x"),
            List.of("--without-texts"))) {
      Run run = train(words.toArray());
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("go with --report FILE.");
    }
    assertThat(model).doesNotExist();
  }
}
