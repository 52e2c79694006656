package dev.sortal.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sortal.training.History;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000L, 250_000_000);

  @TempDir Path folder;

  /** tensorboard.tfevents, which tensorboard_events.py wrote by TensorBoard's own classes. */
  @Test
  void events_are_byte_for_byte_what_tensorboard_writes() throws IOException {
    EventFile file = new EventFile(folder, TIME);
    Map<String, JsonNode> parameters = new TreeMap<>();
    parameters.put("epochs", new IntNode(10));
    parameters.put("optimizer.type", new TextNode("adam"));
    parameters.put("severalLabels", BooleanNode.FALSE);
    parameters.put("tunesThresholds", BooleanNode.TRUE);
    parameters.put("\u547d\u540d", new TextNode("Gr\u00fc\u00dfe \uD83D\uDE80"));
    file.add(TIME, 0, List.of(Summaries.sessionStart(parameters, "run-1", TIME)));
    FloatBuffer weights =
        FloatBuffer.wrap(new float[] {-1.5f, -0.5f, Float.NaN, 0.25f, 0.5f, 2.5f});
    file.add(
        TIME,
        3,
        List.of(
            Summaries.scalar("loss/training", 0.625),
            Summaries.scalar("accuracy/validation", 0),
            Objects.requireNonNull(Summaries.histogram("weights/0.embedding", weights))));
    file.add(TIME, 300, List.of(Summaries.scalar("t".repeat(300), -1e-3)));
    file.add(TIME, 300, List.of(Summaries.sessionEnd(History.End.COMPLETED, TIME)));
    try (InputStream expected =
        Objects.requireNonNull(EventFileTest.class.getResourceAsStream("tensorboard.tfevents"))) {
      assertThat(folder.resolve("events.out.tfevents.1700000000.sortal"))
          .hasBinaryContent(expected.readAllBytes());
    }
  }

  @Test
  void weights_that_are_all_equal_or_none_have_a_histogram_or_none() throws IOException {
    assertThat(Summaries.histogram("w", FloatBuffer.wrap(new float[] {0, 0}))).isNotNull();
    assertThat(Summaries.histogram("w", FloatBuffer.wrap(new float[] {7}))).isNotNull();
    assertThat(Summaries.histogram("w", FloatBuffer.wrap(new float[] {Float.NaN}))).isNull();
    assertThat(Files.list(folder)).isEmpty();
  }
}
