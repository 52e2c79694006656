package dev.sortal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.duplicates.Leakage;
import dev.sortal.duplicates.NearDuplicates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That {@code docs/data-quality.md} says what is so. */
class DataQualityGuideTest {
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LEAKAGE =
      Pattern.compile(
          "\\| (\\w+), ([\\d,]+)[a-z ]* \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|");

  @TempDir Path folder;

  private static String guide() throws IOException {
    return Files.readString(Path.of("..", "docs", "data-quality.md"));
  }

  @Test
  void its_code_compiles() throws IOException {
    List<MatchResult> blocks = CODE.matcher(guide()).results().toList();
    assertThat(blocks).hasSize(1);
    Path file = folder.resolve("Guide.java");
    Files.writeString(
        file,
        "import dev.sortal.*;\nimport dev.sortal.duplicates.*;\nimport java.nio.file.Path;\n"
            + "class Guide { Split of() {\n"
            + blocks.get(0).group(1)
            + "return clean; } }\n");
    String classPath = System.getProperty("java.class.path");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-cp", classPath, file.toString());
    assertThat(result).isZero();
  }

  @Test
  void its_table_of_leakage_is_that_of_the_sets() throws IOException {
    List<MatchResult> rows = LEAKAGE.matcher(guide()).results().toList();
    assertThat(rows).hasSize(5);
    for (MatchResult row : rows) {
      Path set = data().resolve(row.group(1));
      Leakage.Overlap overlap =
          Split.of(Dataset.csv(set.resolve("train.csv")), Dataset.csv(set.resolve("test.csv")))
              .leakage(NearDuplicates.atLeast(0.8))
              .overlaps()
              .get(0);
      assertThat(
              List.of(
                  overlap.rows(),
                  overlap.exact(),
                  overlap.equal(),
                  overlap.otherLabel(),
                  overlap.near()))
          .as(row.group(1))
          .containsExactly(
              Long.parseLong(row.group(2).replace(",", "")),
              Long.parseLong(row.group(3)),
              Long.parseLong(row.group(4)),
              Long.parseLong(row.group(5)),
              Long.parseLong(row.group(6)));
    }
  }

  /** The folder shared/data beside a checkout, which most have not. */
  private static Path data() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared").resolve("data");
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    Assumptions.abort("Skipped: there is no folder shared/data beside the checkout.");
    throw new AssertionError();
  }
}
