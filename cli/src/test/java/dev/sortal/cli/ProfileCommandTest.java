package dev.sortal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCommandTest {
  /** What a run printed and returned. */
  private record Run(int code, String out, String err) {}

  @TempDir Path folder;
  private Path data;
  private Path test;

  @BeforeEach
  void write_data() throws IOException {
    data = folder.resolve("train.csv");
    test = folder.resolve("test.csv");
    Files.writeString(
        data, "id,text,label\n1,中国队赢了,体育\n2,a good day,other\n3,a good day,other\n4,,other\n");
    Files.writeString(test, "id,text,label\n1,A good day!,other\n2,nothing else,other\n");
  }

  private static Run sortal(Object... arguments) {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int code = Main.run(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
      return new Run(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }

  @Test
  void prints_tables() {
    Run run = sortal("profile", "--data", data, "--test", test);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            """
            rows                  4
            classes               2   largest by smallest 3, evenness 0.811
            duplicates            1   equal; 0 more in words, 0 nearly
            """)
        .contains("体育            1   25.0 %")
        .contains("empty or blank: 1 rows\n  train.csv:5\n")
        .contains("test: 2 rows, 40.0 % of the tokens do not occur in train")
        .contains("1 occur in train (0 with another label), 0 more nearly")
        .contains("test.csv:2              train.csv:3             A good day!");
  }

  @Test
  void prints_exactly_one_json_object() throws IOException {
    Run run = sortal("profile", "--data", data, "--test", test, "--near", "0", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.path("schema").asInt()).isEqualTo(1);
    assertThat(json.path("rows").asInt()).isEqualTo(4);
    assertThat(json.at("/leakage/overlaps/0/words").asInt()).isEqualTo(1);
    assertThat(json.at("/leakage/threshold").isNull()).isTrue();
  }

  @Test
  void says_what_is_wrong_in_one_line() {
    Run near = sortal("profile", "--data", data, "--near", "90");
    assertThat(near.code()).isEqualTo(1);
    assertThat(near.err()).startsWith("sortal: near must be a similarity in [0.5, 1]");
    Run absent = sortal("profile", "--data", folder.resolve("no.csv"));
    assertThat(absent.code()).isEqualTo(1);
    assertThat(absent.err()).startsWith("sortal: ").contains("no.csv").doesNotContain("\tat ");
    assertThat(sortal("profile").code()).isEqualTo(2);
  }
}
