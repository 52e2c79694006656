package dev.sortal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.text.Normalization;
import dev.sortal.text.TextStep;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That {@code docs/cleaning.md} says what is so. */
class CleaningGuideTest {
  private static final String IMPORTS =
      """
      import dev.sortal.*;
      import dev.sortal.data.*;
      import dev.sortal.text.*;
      """;

  @TempDir Path folder;

  private static String guide() throws IOException {
    return Files.readString(Path.of("..", "docs", "cleaning.md"));
  }

  private static List<String> code() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide());
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }

  private void compile(String name, String source) throws IOException {
    Path file = folder.resolve(name + ".java");
    Files.writeString(file, IMPORTS + source);
    String classPath = System.getProperty("java.class.path");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                classPath,
                "-d",
                folder.toString(),
                file.toString());
    assertThat(result).isZero();
  }

  @Test
  void its_code_compiles_and_an_own_step_is_found_as_it_says() throws IOException {
    List<String> blocks = code();
    assertThat(blocks).hasSize(2);
    compile(
        "Example1",
        "class Example1 { Pipeline of(Dataset reviews) {\n"
            + blocks.get(0)
            + "return pipeline; } }\n");
    compile("Acronyms", blocks.get(1));
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(TextStep.class.getName()), "Acronyms\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader application =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(application);
      Normalization steps =
          Normalization.none().with(TextStep.named("acronyms", text -> text.replace("U.S.", "US")));
      assertThat(Normalization.read(steps.toJson()).apply("U.S. law")).isEqualTo("US law");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void the_names_in_its_table_are_those_that_exist() throws IOException {
    Matcher row = Pattern.compile("\\| `\\w+\\([^|]*\\)` \\| ([^|]+) \\|").matcher(guide());
    List<String> names = new ArrayList<>();
    while (row.find()) {
      Matcher name = Pattern.compile("`(\\w+)`").matcher(row.group(1));
      while (name.find()) {
        names.add(name.group(1));
      }
    }
    assertThat(names).hasSizeGreaterThan(8).contains("html", "personal", "email");
    assertThat(Normalization.of(names).steps()).hasSameSizeAs(names);
  }
}
