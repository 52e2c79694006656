package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final String MARK = "<!-- ten-lines: compiled and run by the tests -->";

  private static final String IMPORTS =
      """
      import static dev.sortal.spec.Activation.*;
      import static dev.sortal.spec.Layers.*;
      import dev.sortal.*;
      import dev.sortal.spec.*;
      import dev.sortal.text.*;
      import java.nio.file.Path;
      """;

  @TempDir Path folder;

  @Test
  void the_ten_lines_compile_and_run() throws IOException, InterruptedException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String after = readme.substring(readme.indexOf(MARK) + MARK.length());
    String code = after.substring(after.indexOf("```java") + 7, after.indexOf("```\n", 10));
    Path source = folder.resolve("TenLines.java");
    Files.writeString(
        source,
        IMPORTS
            + "public class TenLines {\n  public static void main(String[] args) {\n"
            + code
            + "\n  }\n}\n");
    Files.writeString(folder.resolve("text_data.csv"), Reviews.csv(400, 1));

    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int compiled =
        compiler.run(
            null,
            null,
            null,
            "-cp",
            OtherJvm.classPath(),
            "-d",
            folder.toString(),
            source.toString());
    assertThat(compiled).isZero();
    OtherJvm.Result result =
        OtherJvm.run(
            folder,
            List.of(),
            List.of("-cp", OtherJvm.classPath() + System.getProperty("path.separator") + folder),
            "TenLines");
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("accuracy", "macro F1", "negative", "positive");
    assertThat(folder.resolve("reviews.sortal")).exists();
  }
}
