package dev.sortal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Engines, Keras and PyTorch side by side on the same rows of ids, in turns: each in a process of
 * its own that waits while another works, one thread each.
 *
 * <p>Takes what to do ({@code train}, {@code one} text to its label, {@code bulk} or {@code
 * losses}), the texts (a CSV file with columns {@code text} and {@code label}, or of how many words
 * texts are to be that are made up), the preset, and the sides:
 *
 * <ul>
 *   <li>{@code onnx}, or another engine; {@code java+vector} in a JVM with {@code
 *       jdk.incubator.vector}; {@code onnx+plain} trains on batches in plain order, the others on
 *       batches of texts of similar length as a pipeline does; {@code onnx@CLASSES} is another
 *       version, of which these are all classes but the benchmarks, in plain order
 *   <li>{@code keras=PYTHON} or {@code torch=PYTHON} with the Python to run, {@code torch+trimmed}
 *       cuts each batch behind its longest text, where the network allows that; each script names
 *       the packages it needs. It classifies ready ids, engines classify texts.
 * </ul>
 *
 * <p>Ratios are to the first side. {@code losses} compares, for each engine, the losses of 100
 * steps with those of the same rows that have their padding as ids of their own.
 */
public final class EnginesVersusPython {
  private static final int WARM_UP = 6;
  private static final int ROUNDS = 21;
  private static final Map<String, Integer> BATCHES = Map.of("kerasText", 64, "kimCnn", 16);
  private static final int CALLS = 500;
  private static final int COMPARED = 100;
  private static final String BEFORE = " before";
  private static final Path SCRIPTS = Path.of("benchmarks", "src", "main", "python");

  private final String source;
  private final String preset;
  private final TextRows rows;
  private final Path file;

  private EnginesVersusPython(String source, String preset, Path file) {
    this.source = source;
    this.preset = preset;
    int batches = Objects.requireNonNull(BATCHES.get(preset), "kerasText or kimCnn");
    this.rows = TextRows.of(TextRows.texts(source), batches * ReferenceModel.BATCH);
    this.file = file;
    rows.write(file);
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 4) {
      System.out.println(
          "Skipped: expected what to do, texts, a preset and sides, got "
              + List.of(arguments)
              + ". For example: train 100 kerasText onnx java torch=python3");
      return;
    }
    List<String> sides = List.of(arguments).subList(3, arguments.length);
    if (arguments[0].equals("losses")) {
      losses(arguments[1], arguments[2], sides);
      return;
    }
    Path file = Files.createTempFile("rows", ".txt");
    try {
      new EnginesVersusPython(arguments[1], arguments[2], file).play(arguments[0], sides);
    } finally {
      Files.delete(file);
    }
  }

  private void play(String work, List<String> sides) {
    System.out.printf(
        Locale.ROOT,
        "%s, texts %s, %s: %,d ids, %.1f tokens a row%n",
        work,
        source,
        preset,
        rows.vocabulary(),
        rows.ids().stream().mapToInt(row -> row.length).average().orElse(0));
    Map<String, Peer> peers = new LinkedHashMap<>();
    try {
      for (String side : sides) {
        String name = side.replaceAll("[=@].*", side.contains("@") ? BEFORE : "");
        Peer peer = peer(side);
        System.out.println(name + ": " + peer.version());
        peers.put(name, peer);
      }
      if (work.equals("one")) {
        one(peers);
      } else {
        blocks(work, peers);
      }
    } finally {
      peers.values().forEach(Peer::close);
    }
  }

  private Peer peer(String side) {
    String[] parts = side.split("[=@]", 2);
    String[] names = parts[0].split("\\+", 2);
    String calls = Integer.toString(CALLS);
    if (side.contains("=")) {
      List<String> arguments = new ArrayList<>(List.of(file.toString(), preset, calls));
      arguments.addAll(Arrays.asList(names).subList(1, names.length));
      return Peer.python(parts[1], SCRIPTS.resolve(names[0] + "_peer.py"), arguments);
    }
    List<String> options = new ArrayList<>(List.of("-Xmx2g"));
    if (side.contains("+vector")) {
      options.add("--add-modules=jdk.incubator.vector");
    }
    return Peer.java(
        options,
        parts.length > 1 ? parts[1] : "",
        SdkPeer.class,
        List.of(names[0], file.toString(), source, preset, calls));
  }

  private void blocks(String work, Map<String, Peer> peers) {
    Turns turns = new Turns();
    peers.forEach(
        (name, peer) -> {
          boolean isPlain = name.endsWith("+plain") || name.endsWith(BEFORE);
          String block = work.equals("train") && isPlain ? "plain" : work;
          turns.side(name, () -> peer.block(block));
        });
    turns.play(WARM_UP, ROUNDS);
    turns.printRates(rows.truth().length, "texts");
    String first = peers.keySet().iterator().next();
    peers.keySet().stream().skip(1).forEach(name -> turns.printRatio(name, first));
  }

  private static void one(Map<String, Peer> peers) {
    Latencies latencies = new Latencies(CALLS);
    peers.forEach((name, peer) -> latencies.blocks(name, () -> peer.numbers("one")));
    latencies.play(WARM_UP, ROUNDS);
    latencies.print();
    String first = peers.keySet().iterator().next();
    peers.keySet().stream().skip(1).forEach(name -> latencies.printRatio(name, first));
  }

  private static void losses(String source, String preset, List<String> engines) {
    TextRows rows = TextRows.of(TextRows.texts(source), COMPARED * ReferenceModel.BATCH);
    for (String engine : engines) {
      List<Double> ragged = losses(engine, preset, rows);
      List<Double> padded = losses(engine, preset, rows.padded());
      double largest = 0;
      for (int i = 0; i < COMPARED; i++) {
        largest = Math.max(largest, Math.abs(ragged.get(i) - padded.get(i)));
      }
      System.out.printf(
          Locale.ROOT,
          "%s, %s: the losses of %d steps differ from those of padded rows by at most %.1e%n",
          engine,
          preset,
          COMPARED,
          largest);
    }
  }

  private static List<Double> losses(String engine, String preset, TextRows rows) {
    try (SdkTraining training =
        new SdkTraining(engine, SdkPeer.network(preset, rows), rows.encoded())) {
      return training.losses(COMPARED);
    }
  }
}
