package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listeners of docs/tracking.md, compiled and run against a server of this machine. */
class TrackingGuideTest {
  private static final String IMPORTS =
      """
      import com.fasterxml.jackson.databind.*;
      import com.fasterxml.jackson.databind.node.*;
      import dev.sortal.*;
      import dev.sortal.spec.*;
      import dev.sortal.tracking.*;
      import dev.sortal.training.*;
      import java.io.*;
      import java.net.URI;
      import java.net.http.*;
      import java.net.http.HttpRequest.BodyPublishers;
      import java.net.http.HttpResponse.BodyHandlers;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.Map;
      import java.util.concurrent.CompletableFuture;
      """;

  private record Request(String path, JsonNode body) {}

  @TempDir Path folder;

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private HttpServer server;

  @BeforeEach
  void start_server() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              new Request(
                  exchange.getRequestURI().getPath(),
                  new ObjectMapper().readTree(exchange.getRequestBody())));
          byte[] answer =
              "{\"run\":{\"info\":{\"run_id\":\"run-7\"}}}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().endsWith("log-batch") ? status : 200,
              answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop_server() {
    server.stop(0);
  }

  private OtherJvm.Result train() throws IOException, InterruptedException {
    Path source = folder.resolve("Guide.java");
    Files.writeString(
        source,
        IMPORTS
            + "public class Guide {\n  public static void main(String[] args) {\n"
            + "URI mlflow = URI.create(args[0]);\nURI webhook = URI.create(args[0] + \"/hook\");\n"
            + "Pipeline pipeline = Pipeline.text().preset(\"kerasText\").epochs(2);\n"
            + block("use")
            + "tracked.train(Dataset.csv(Path.of(\"data.csv\")).text(\"text\").label(\"label\"))"
            + ".close();\n  }\n}\n"
            + block("mlflow")
            + block("webhook"));
    Files.writeString(folder.resolve("data.csv"), Reviews.csv(200, 1));
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                OtherJvm.classPath(),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(compiled).isZero();
    return OtherJvm.run(
        folder,
        List.of(),
        List.of("-cp", OtherJvm.classPath() + System.getProperty("path.separator") + folder),
        "Guide",
        "http://localhost:" + server.getAddress().getPort());
  }

  private static String block(String name) throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "tracking.md"));
    String mark = "<!-- " + name + ": compiled and run by the tests -->";
    assertThat(guide).contains(mark);
    String after = guide.substring(guide.indexOf(mark) + mark.length());
    return after.substring(after.indexOf("```java") + 7, after.indexOf("```\n", 10));
  }

  private List<JsonNode> bodies(String end) {
    return requests.stream()
        .filter(request -> request.path().endsWith(end))
        .map(Request::body)
        .toList();
  }

  @Test
  void the_listeners_of_the_guide_tell_their_servers() throws IOException, InterruptedException {
    OtherJvm.Result result = train();
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(bodies("/api/2.0/mlflow/runs/create")).hasSize(1);
    assertThat(bodies("runs/log-parameter"))
        .anySatisfy(
            body -> {
              assertThat(body.path("run_id").asText()).isEqualTo("run-7");
              assertThat(body.path("key").asText()).isEqualTo("epochs");
              assertThat(body.path("value").asText()).isEqualTo("2");
            });
    assertThat(bodies("runs/log-batch")).hasSize(2);
    for (JsonNode metric : bodies("runs/log-batch").get(1).path("metrics")) {
      assertThat(metric.path("step").asInt()).isEqualTo(2);
      assertThat(metric.path("value").asDouble()).isPositive();
    }
    assertThat(bodies("runs/update")).singleElement().asString().contains("FINISHED", "run-7");
    assertThat(bodies("/hook")).extracting(body -> body.path("number").asInt()).contains(1, 2);
    assertThat(bodies("/hook").get(0).path("run").asText()).isEqualTo("reviews-1");
  }

  @Test
  void a_server_that_fails_on_the_way_is_warned_of_and_the_training_goes_on()
      throws IOException, InterruptedException {
    status = 503;
    OtherJvm.Result result = train();
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(bodies("runs/log-batch")).hasSize(1);
    assertThat(bodies("runs/update")).isEmpty();
    assertThat(bodies("/hook")).hasSize(2);
    assertThat(result.output()).contains("MLflow refused runs/log-batch");
  }
}
