package dev.sortal.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.spec.Presets;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  @TempDir Path folder;

  @Test
  void the_jdk_holds_names_in_forty_languages() {
    List<Example> examples = LocaleNames.dataset().toList();
    Set<String> labels = new TreeSet<>();
    examples.forEach(example -> labels.add(String.valueOf(example.label())));
    assertThat(labels).hasSize(40).contains("German", "Japanese", "Arabic");
    assertThat(examples).hasSizeGreaterThan(20_000);
  }

  @Test
  void a_service_answers_with_a_saved_classifier() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      examples.add(Example.text("refund my money " + i).labelled("billing"));
      examples.add(Example.text("the screen is broken " + i).labelled("repair"));
    }
    Path model = folder.resolve("topics.sortal");
    try (Classifier classifier =
        Pipeline.text().network(Presets.kerasText()).epochs(3).train(Dataset.of(examples))) {
      classifier.save(model);
    }
    try (ClassifierService service = ClassifierService.start(model, 0)) {
      URI address = URI.create("http://localhost:" + service.port() + "/classify");
      HttpURLConnection call = (HttpURLConnection) address.toURL().openConnection();
      call.setDoOutput(true);
      call.getOutputStream().write("the screen is broken".getBytes(StandardCharsets.UTF_8));
      String answer = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).matches("repair\t[01]\\.[0-9]{4}\\s+");
    }
  }
}
