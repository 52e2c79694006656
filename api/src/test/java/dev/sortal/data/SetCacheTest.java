package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sortal.error.DataException;
import dev.sortal.error.SortalException;
import dev.sortal.spi.Column;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;
import dev.sortal.text.Normalization;
import dev.sortal.text.Words;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SetCacheTest {
  private static final Encoder WORDS = Words.standard().maxLength(20);

  @TempDir Path folder;

  private StoredSet encode(Encoder encoder, List<Example> examples) {
    return encode(encoder, examples, false);
  }

  private StoredSet encode(Encoder encoder, List<Example> examples, boolean severalLabels) {
    try (SetDraft draft = SetCache.in(folder).draft(List.of(encoder), severalLabels)) {
      examples.forEach(draft::add);
      return draft.finish(Labels.ordered(draft.labels()));
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private Path onlyFile() throws IOException {
    assertThat(files()).hasSize(1);
    return files().get(0);
  }

  /** Ids, classes and weights of all rows, as one text. */
  private static String content(StoredSet set) {
    EncodedSet rows = set.forTraining(set.truth(), row -> 1);
    int[] order = IntStream.range(0, rows.rows()).toArray();
    LabelledBatch batch = rows.reader(1).read(order, 0, order.length);
    Column.Ids ids = (Column.Ids) batch.batch().columns().get(0);
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < order.length; row++) {
      if (batch.targets() instanceof Targets.Classes classes) {
        text.append(classes.classes().get(row));
      } else {
        int count = ((Targets.Values) batch.targets()).values().capacity() / order.length;
        for (int label = 0; label < count; label++) {
          text.append((int) ((Targets.Values) batch.targets()).values().get(row * count + label));
        }
      }
      text.append(' ').append(batch.rowWeights().get(row)).append(':');
      for (int at = ids.rowOffsets().get(row); at < ids.rowOffsets().get(row + 1); at++) {
        text.append(' ').append(ids.ids().get(at));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String loggedBy(Runnable action) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void unchanged_data_and_encoders_use_the_file_again() throws IOException {
    List<Example> examples = CacheProgram.examples(500);
    String first = loggedBy(() -> encode(WORDS, examples));
    FileTime made = Files.getLastModifiedTime(onlyFile());
    String second = loggedBy(() -> encode(WORDS, examples));
    assertThat(first).contains("Encoded 500 rows into " + onlyFile());
    assertThat(second)
        .contains("Uses the 500 rows in " + onlyFile() + " again.")
        .doesNotContain("Encoded");
    assertThat(Files.getLastModifiedTime(onlyFile())).isEqualTo(made);
  }

  @Test
  void whatever_decides_the_rows_has_a_file_of_its_own() throws IOException {
    List<Example> examples = new ArrayList<>(CacheProgram.examples(50));
    encode(WORDS, examples);
    assertThat(files()).hasSize(1);
    encode(Words.standard().maxLength(5), examples);
    assertThat(files()).hasSize(2);
    encode(Words.standard().maxLength(20).minCount(2), examples);
    assertThat(files()).hasSize(3);
    Example last = examples.get(49);
    examples.set(49, last.weighted(0.25));
    encode(WORDS, examples);
    assertThat(files()).hasSize(4);
    examples.set(49, last.labelled("class 9"));
    encode(WORDS, examples);
    assertThat(files()).hasSize(5);
    examples.set(49, last.with(Example.TEXT, last.text() + "w1"));
    encode(WORDS, examples);
    assertThat(files()).hasSize(6);
    examples.set(49, examples.get(0));
    examples.set(0, last);
    encode(WORDS, examples);
    assertThat(files()).hasSize(7);
    encode(WORDS, examples, true);
    assertThat(files()).hasSize(8);
  }

  @Test
  void a_damaged_file_is_reported_and_made_anew() throws IOException {
    List<Example> examples = CacheProgram.examples(100);
    String expected = content(encode(WORDS, examples));
    Path file = onlyFile();
    byte[] good = Files.readAllBytes(file);
    // The beginning, rows, the directory and every part of the footer.
    for (int at : new int[] {0, 9, good.length / 2, good.length - 90, good.length - 20}) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(file, bad);
      String[] made = new String[1];
      String log = loggedBy(() -> made[0] = content(encode(WORDS, examples)));
      assertThat(log).contains("is damaged in its ").contains("It is made anew.");
      assertThat(made[0]).isEqualTo(expected);
      assertThat(Files.readAllBytes(onlyFile())).isEqualTo(good);
    }
    Files.write(file, Arrays.copyOf(good, good.length / 2));
    assertThat(content(encode(WORDS, examples))).isEqualTo(expected);
    Files.write(file, new byte[0]);
    assertThat(content(encode(WORDS, examples))).isEqualTo(expected);
    assertThat(Files.readAllBytes(onlyFile())).isEqualTo(good);
  }

  @Test
  void validation_rows_are_those_of_the_encoders_that_training_fitted() throws IOException {
    List<Example> training = CacheProgram.examples(60);
    StoredSet set = encode(WORDS, training);
    Labels labels = Labels.ordered(List.of("class 0", "class 1", "class 2"));
    List<Example> validation =
        List.of(
            Example.text("w1 never w2").labelled("class 1"),
            Example.text("").labelled("another").weighted(0.5));
    StoredSet stored =
        SetCache.in(folder).encode(set.encoders(), validation.stream(), labels, false);
    EncodedSet rows = stored.forValidation();
    assertThat(((Truth.One) rows.truth()).classes()).containsExactly(1, Truth.UNKNOWN);
    assertThat(rows.weight(1)).isEqualTo(0.5f);
    assertThat(rows.lengths()).containsExactly((char) 3, (char) 0);
    assertThat(files()).hasSize(2);
    SetCache.in(folder).encode(set.encoders(), validation.stream(), labels, false);
    assertThat(files()).hasSize(2);
  }

  @Test
  void an_example_may_have_several_labels() throws IOException {
    List<Example> examples =
        List.of(
            Example.text("a").labelled(List.of("x", "y")),
            Example.text("b").labelled(List.of()),
            Example.text("c").labelled("y"),
            Example.text("d").labelled(List.of("y", "x")));
    StoredSet set = encode(WORDS, examples, true);
    Truth.Several truth = (Truth.Several) set.truth();
    assertThat(truth.labels()).isDeepEqualTo(new int[][] {{0, 1}, {}, {1}, {1, 0}});
    assertThat(truth.count()).isEqualTo(2);
    assertThat(content(set)).startsWith("11 1.0: 2");
    assertThatThrownBy(() -> encode(WORDS, examples, false))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 2 labels: expected one");
    assertThat(files()).hasSize(1);
  }

  @Test
  void weights_are_multiplied_with_those_of_the_classes() {
    List<Example> examples =
        List.of(
            Example.text("a").labelled("x").weighted(0.1),
            Example.text("b").labelled("y"),
            Example.text("c").labelled("y").weighted(3));
    StoredSet set = encode(WORDS, examples);
    double[] factors = {0.7, 5};
    Truth.One truth = (Truth.One) set.truth();
    EncodedSet rows = set.forTraining(truth, row -> factors[truth.classes()[row]]);
    assertThat(rows.weight(0)).isEqualTo((float) (0.1 * 0.7));
    assertThat(rows.weight(1)).isEqualTo(5f);
    assertThat(rows.weight(2)).isEqualTo(15f);
  }

  @Test
  void an_own_step_without_a_name_leaves_no_file() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Normalization own = Normalization.none().with(text -> text.replace('w', 'v'));
    StoredSet[] set = new StoredSet[1];
    String log =
        loggedBy(
            () ->
                set[0] =
                    encode(
                        Words.standard().maxLength(20).normalize(own), CacheProgram.examples(50)));
    assertThat(log).contains("The encoded rows cannot be used again: ");
    assertThat(files()).isEmpty();
    assertThat(content(set[0])).hasLineCount(50);
  }

  @Test
  void an_error_of_the_data_leaves_no_file() throws IOException {
    List<Example> examples = new ArrayList<>(CacheProgram.examples(10));
    examples.add(Example.text("no label"));
    assertThatThrownBy(() -> encode(WORDS, examples))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no label");
    assertThat(files()).isEmpty();
  }

  @Test
  void a_folder_that_is_a_file_is_an_error() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> SetCache.in(file))
        .isInstanceOf(SortalException.class)
        .hasMessageStartingWith("The cache folder " + file + " cannot be used: ")
        .hasMessageEndingWith("Choose another with cache(...).");
  }

  @Test
  void temporary_files_that_were_left_for_a_day_are_deleted() throws IOException {
    Path old = Files.writeString(folder.resolve(".ab12.rows.1"), "");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    Path recent = Files.writeString(folder.resolve(".ab12.rows.2"), "");
    Path other = Files.writeString(folder.resolve("notes.txt"), "");
    Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));
    String log = loggedBy(() -> SetCache.in(folder));
    assertThat(log).contains("Deleted " + old + ", which was never completed.");
    assertThat(files()).containsExactlyInAnyOrder(recent, other);
  }

  @Test
  void an_interrupt_is_kept_for_the_training() throws IOException {
    Thread.currentThread().interrupt();
    StoredSet set = encode(WORDS, CacheProgram.examples(100));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(content(set)).hasLineCount(100);
    assertThat(content(encode(WORDS, CacheProgram.examples(100)))).isEqualTo(content(set));
    assertThat(files()).hasSize(1);
  }

  @Test
  void maps_do_not_add_up() {
    List<Example> examples = CacheProgram.examples(20);
    for (int training = 0; training < 200; training++) {
      assertThat(content(encode(WORDS, examples))).hasLineCount(20);
    }
    awaitMaps(0);
  }

  /** Maps end when the collector has found that nobody reads them. */
  private static void awaitMaps(long most) {
    BufferPoolMXBean mapped =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("mapped"))
            .findFirst()
            .orElseThrow();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (mapped.getCount() > most && System.nanoTime() < end) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(mapped.getCount()).isLessThanOrEqualTo(most);
  }

  private Process start(String limits, int rows, int stop) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            CacheProgram.class.getName(),
            folder.toString(),
            String.valueOf(rows),
            String.valueOf(stop));
    List<String> all = command;
    if (!limits.isEmpty()) {
      all = new ArrayList<>(List.of("bash", "-c", limits + "; exec \"$@\"", "bash"));
      all.addAll(command);
    }
    return new ProcessBuilder(all).redirectErrorStream(true).start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String rest(Process process) throws IOException, InterruptedException {
    String text = String.join("\n", output(process).lines().toList());
    process.waitFor();
    return text;
  }

  private static void awaitLine(Process process, String expected) throws IOException {
    BufferedReader lines = output(process);
    List<String> seen = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      seen.add(line);
      if (line.equals(expected)) {
        return;
      }
    }
    throw new AssertionError(seen.toString());
  }

  @Test
  void a_process_that_is_killed_half_way_leaves_no_set() throws Exception {
    Process process = start("", 30_000, 20_000);
    awaitLine(process, "half way");
    assertThat(files()).singleElement().asString().contains(".rows.");
    process.destroyForcibly().waitFor();
    Path left = onlyFile();

    StoredSet set = CacheProgram.encode(folder, 30_000, -1);
    assertThat(set.rows()).isEqualTo(30_000);
    assertThat(content(set)).hasLineCount(30_000);
    assertThat(files()).hasSize(2);
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    String log = loggedBy(() -> CacheProgram.encode(folder, 30_000, -1));
    assertThat(log).contains("Uses the 30000 rows");
    assertThat(files()).hasSize(1).doesNotContain(left);
  }

  @Test
  void two_processes_may_make_the_same_file_at_once() throws Exception {
    Process one = start("", 20_000, -1);
    Process other = start("", 20_000, -1);
    StoredSet own = CacheProgram.encode(folder, 20_000, -1);
    assertThat(rest(one)).endsWith("done 20000");
    assertThat(rest(other)).endsWith("done 20000");
    onlyFile();
    assertThat(content(CacheProgram.encode(folder, 20_000, -1))).isEqualTo(content(own));
  }

  @Test
  void two_threads_may_make_the_same_file_at_once() throws Exception {
    List<Example> examples = CacheProgram.examples(5000);
    List<String> contents = new ArrayList<>();
    Supplier<Thread> encoding =
        () ->
            new Thread(
                () -> {
                  String content = content(encode(WORDS, examples));
                  synchronized (contents) {
                    contents.add(content);
                  }
                });
    List<Thread> threads = List.of(encoding.get(), encoding.get(), encoding.get());
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(contents).hasSize(3).containsOnly(contents.get(0));
    onlyFile();
  }

  @Test
  void a_full_disk_is_an_error_and_leaves_no_file() throws Exception {
    assumeTrue(
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux"),
        "a limit of file sizes stands for a full disk");
    Process process = start("ulimit -f 100", 30_000, -1);
    String output = rest(process);
    assertThat(process.exitValue()).isNotZero();
    assertThat(output)
        .contains("The cache in " + folder + " could not be written: ")
        .contains("Make room on its disk, or choose another folder with cache(...).");
    assertThat(files()).isEmpty();
  }
}
