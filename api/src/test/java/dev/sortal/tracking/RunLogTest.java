package dev.sortal.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.DataException;
import dev.sortal.error.SortalException;
import dev.sortal.spi.Device;
import dev.sortal.tensor.Weights;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.TrainingListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLogTest {
  private static final double NAN = Double.NaN;

  @TempDir Path folder;

  private static TrainingListener.Start start() {
    ObjectNode settings = JsonNodeFactory.instance.objectNode().put("epochs", 3);
    settings.put("positive", "na\u00efve \u8d22\u7ecf\n\"quoted\"");
    return new TrainingListener.Start("Engine 1.0", Device.cpu(), 100, 10, "c0ffee", settings);
  }

  private static Epoch epoch(int number) {
    return new Epoch(number, 0.1 + 0.2, 1.0 / 3, NAN, 0.5, NAN, 0.25, 1e-3, 2.5, 1e9);
  }

  private static void run(TrainingListener listener, int epochs) {
    listener.onStart(start());
    List<Epoch> all = new ArrayList<>();
    for (int i = 1; i <= epochs; i++) {
      all.add(epoch(i));
      listener.onEpoch(epoch(i), Weights::empty);
    }
    listener.onEnd(new History(all, 2, History.End.STOPPED_EARLY));
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.reduce((a, b) -> fail(a, b)).orElseThrow();
    }
  }

  private static Path fail(Path a, Path b) {
    throw new AssertionError("expected one file, found " + a + " and " + b);
  }

  @Test
  void a_run_is_read_back_to_the_last_bit() throws IOException {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    run(RunLog.in(folder), 3);
    LoggedRun run = RunLog.read(onlyFile());
    assertThat(run.epochs()).containsExactly(epoch(1), epoch(2), epoch(3));
    assertThat(run.end()).isEqualTo(History.End.STOPPED_EARLY);
    assertThat(run.bestEpoch()).isEqualTo(2);
    assertThat(run.started()).isBetween(before, Instant.now());
    assertThat(onlyFile().getFileName()).hasToString(run.id() + ".jsonl");
    assertThat(run.start().path("settings")).isEqualTo(start().settings());
    assertThat(run.start().path("sha256").asText()).isEqualTo("c0ffee");
    assertThat(run.start().path("device").asText()).isEqualTo(Device.cpu().toString());
    assertThat(run.start().path("machine").path("java").asText())
        .isEqualTo(System.getProperty("java.version"));
  }

  @Test
  void each_line_is_a_json_object_with_an_event_and_a_time_and_no_figure_that_is_not_json()
      throws IOException {
    run(RunLog.in(folder), 2);
    List<String> events = new ArrayList<>();
    for (String line : Files.readAllLines(onlyFile())) {
      JsonNode json = new ObjectMapper().readTree(line);
      events.add(json.path("event").asText());
      assertThat(Instant.parse(json.path("time").asText())).isNotNull();
      if (json.path("event").asText().equals("epoch")) {
        assertThat(json.get("validationLoss").isNull()).isTrue();
        assertThat(json.get("loss").doubleValue()).isEqualTo(0.1 + 0.2);
      }
    }
    assertThat(events).containsExactly("start", "epoch", "epoch", "end");
  }

  @Test
  void wherever_the_file_ends_the_events_before_are_read() throws IOException {
    run(RunLog.in(folder), 2);
    byte[] whole = Files.readAllBytes(onlyFile());
    int first = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    Path half = folder.resolve("half.jsonl");
    for (int length = 0; length < whole.length; length++) {
      Files.write(half, Arrays.copyOf(whole, length));
      if (length < first) {
        assertThatThrownBy(() -> RunLog.read(half)).hasMessageContaining("no complete line");
        continue;
      }
      LoggedRun run = RunLog.read(half);
      long lines =
          new String(whole, 0, length, StandardCharsets.ISO_8859_1)
              .chars()
              .filter(c -> c == '\n')
              .count();
      assertThat(run.epochs()).hasSize((int) Math.min(2, lines - 1));
      assertThat(run.end()).isNull();
      assertThat(run.bestEpoch()).isZero();
    }
  }

  @Test
  void trainings_one_after_the_other_and_at_once_have_files_of_their_own() throws Exception {
    TrainingListener shared = RunLog.in(folder);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int epochs = i;
      threads.add(
          new Thread(
              () -> {
                run(shared, epochs);
                run(shared, epochs);
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    Files.writeString(folder.resolve("notes.txt"), "not a log");
    Files.writeString(folder.resolve("begun.jsonl"), "{\"event\":\"sta");
    List<LoggedRun> runs = RunLog.readAll(folder);
    Set<String> ids = new HashSet<>(runs.stream().map(LoggedRun::id).toList());
    assertThat(ids).hasSize(16);
    assertThat(runs.stream().map(run -> run.epochs().size()))
        .containsExactlyInAnyOrder(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
  }

  @Test
  void a_folder_that_is_not_there_has_no_runs() {
    assertThat(RunLog.readAll(folder.resolve("none"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[1, 2]",
        "{\"event\":\"epoch\",\"number\":1}",
        "{\"event\":\"end\",\"end\":\"SOMEHOW\"}",
        "{\"event\":\"start\",\"schema\":1,\"run\":\"x\",\"time\":\"2026-01-01T00:00:00Z\"}"
      })
  void a_complete_line_that_is_not_one_of_a_log_is_named(String line) throws IOException {
    run(RunLog.in(folder), 1);
    Path file = onlyFile();
    Files.writeString(file, Files.readAllLines(file).get(0) + "\n" + line + "\n");
    assertThatThrownBy(() -> RunLog.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ":2 is not a line of a log of a training: ")
        .hasMessageEndingWith(" Remove the file if it is not one.");
  }

  @Test
  void a_log_of_another_schema_is_refused() throws IOException {
    Path file = folder.resolve("later.jsonl");
    Files.writeString(file, "{\"event\":\"start\",\"schema\":2}\n");
    assertThatThrownBy(() -> RunLog.read(file)).hasMessageContaining("expected schema 1, got 2");
  }

  @Test
  void a_training_does_not_begin_where_its_log_cannot_be_written() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (TrainingListener listener : List.of(RunLog.in(file), TensorBoard.in(file))) {
      assertThatThrownBy(() -> listener.onStart(start()))
          .isInstanceOf(SortalException.class)
          .hasMessageContaining("Could not make the folder " + file)
          .hasMessageContaining("Choose another");
    }
  }

  @Test
  void a_training_that_has_begun_goes_on_where_its_log_fails() throws IOException {
    for (TrainingListener listener : List.of(RunLog.in(folder), TensorBoard.in(folder))) {
      listener.onStart(start());
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
      }
      assertThatCode(
              () -> {
                listener.onEpoch(epoch(1), Weights::empty);
                listener.onEpoch(epoch(2), Weights::empty);
                listener.onEnd(new History(List.of(), 0, History.End.COMPLETED));
              })
          .doesNotThrowAnyException();
      assertThat(folder).doesNotExist();
      run(listener, 1);
      assertThat(folder).as("the next training is logged again").isNotEmptyDirectory();
    }
  }

  @Test
  void a_lenient_listener_is_told_no_more_after_its_failure() {
    List<Integer> told = new ArrayList<>();
    TrainingListener failing =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            told.add(epoch.number());
            if (epoch.number() == 2) {
              throw new IllegalStateException("no connection");
            }
          }
        };
    TrainingListener lenient = Lenient.of(failing);
    run(lenient, 4);
    assertThat(told).containsExactly(1, 2);
    assertThatThrownBy(() -> run(failing, 4)).hasMessage("no connection");
  }
}
