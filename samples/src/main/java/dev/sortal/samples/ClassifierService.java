package dev.sortal.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sortal.Classifier;
import dev.sortal.Prediction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A saved classifier inside a plain Java service: one instance, shared by all threads, closed at
 * the end.
 *
 * <p>A text sent to {@code POST /classify} is answered with its label and probability, separated by
 * a tab.
 */
public final class ClassifierService implements AutoCloseable {
  private static final int MOST_BYTES = 1 << 20;

  private final Classifier classifier;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  private ClassifierService(Classifier classifier, HttpServer server) {
    this.classifier = classifier;
    this.server = server;
  }

  /** Starts serving on that port of this machine; 0 for any. */
  public static ClassifierService start(Path model, int port) throws IOException {
    Classifier classifier = Classifier.load(model);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    ClassifierService service = new ClassifierService(classifier, server);
    server.createContext("/classify", service::answer);
    server.setExecutor(service.threads);
    server.start();
    return service;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream in = exchange.getRequestBody()) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      Prediction prediction = classifier.classify(text);
      byte[] body =
          String.format(Locale.ROOT, "%s\t%.4f%n", prediction.label(), prediction.probability())
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  /** The port that is served. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Ends calls in progress, then frees the classifier. */
  @Override
  public void close() {
    server.stop(1);
    threads.shutdown();
    classifier.close();
  }

  /** Takes the saved classifier and, optionally, the port. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 1) {
      System.err.println("Usage: ClassifierService MODEL.sortal [PORT]");
      System.exit(2);
    }
    int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8080;
    ClassifierService service = start(Path.of(arguments[0]), port);
    Runtime.getRuntime().addShutdownHook(new Thread(service::close));
    System.out.println(
        "Try: curl --data-binary 'a text' http://localhost:" + service.port() + "/classify");
  }
}
