package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide for authors of backends shows code that is compiled and held to the kit. */
class BackendGuideTest {
  private static final Pattern SNIPPET = Pattern.compile("(?s)```java\n(.*?)```");

  @Test
  void every_snippet_stands_in_the_toy_backend() throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "adding-a-backend.md"));
    List<String> sources;
    try (Stream<Path> files =
        Files.list(Path.of("src", "test", "java", "dev", "sortal", "integration", "toy"))) {
      sources = files.map(BackendGuideTest::read).toList();
    }
    List<String> snippets =
        SNIPPET.matcher(guide).results().map((MatchResult found) -> found.group(1)).toList();
    assertThat(snippets).hasSizeGreaterThan(6);
    assertThat(snippets)
        .allSatisfy(
            snippet ->
                assertThat(sources)
                    .as(snippet)
                    .anyMatch(source -> source.contains(withoutIndent(snippet))));
  }

  private static String read(Path file) {
    try {
      return withoutIndent(Files.readString(file));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static String withoutIndent(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
