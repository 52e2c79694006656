package dev.sortal.benchmarks;

import dev.sortal.Classifier;
import dev.sortal.data.Example;
import java.nio.file.Path;
import java.util.List;

/**
 * Training and single predictions of the reference model against Keras or PyTorch, in turns: this
 * process pauses while the other works. One thread on each side; the other side is given ready ids
 * to predict from, this one texts.
 *
 * <p>Takes the name of an engine, the Python to run and the path of {@code keras_peer.py} or {@code
 * torch_peer.py}; each script names the packages it needs.
 */
public final class EnginesVersusPython {
  private static final int WARM_UP = 4;
  private static final int ROUNDS = 30;
  private static final int STEPS = 32;
  private static final int CALLS = 20;
  private static final int OUR_CALLS = 2000;

  private EnginesVersusPython() {}

  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      System.out.println(
          "Skipped: expected an engine, a Python and a script, got "
              + List.of(arguments)
              + ". For example: onnx python3 benchmarks/src/main/python/keras_peer.py");
      return;
    }
    String engine = arguments[0];
    List<String> sizes = List.of(Integer.toString(STEPS), Integer.toString(CALLS));
    try (PythonPeer peer = new PythonPeer(arguments[1], Path.of(arguments[2]), sizes)) {
      System.out.println("Peer: " + peer.version());
      training(engine, peer);
      predicting(engine, peer);
    }
  }

  private static void training(String engine, PythonPeer peer) {
    try (SdkTraining sdk = new SdkTraining(engine, ReferenceModel.rows(STEPS))) {
      Turns turns =
          new Turns()
              .side("SDK", () -> Cost.of(sdk::epoch))
              .side("peer", () -> peer.block("train"));
      turns.play(WARM_UP, ROUNDS);
      System.out.println("Training:");
      turns.printRates(STEPS * ReferenceModel.BATCH, "rows");
      turns.printRatio("peer", "SDK");
    }
  }

  private static void predicting(String engine, PythonPeer peer) {
    List<Example> examples = ReferenceModel.examples(8000);
    try (Classifier classifier = EnginesSingleText.classifier(engine, examples)) {
      Turns turns =
          new Turns()
              .side(
                  "SDK",
                  () ->
                      Cost.of(() -> classify(classifier, examples))
                          .scaled((double) CALLS / OUR_CALLS))
              .side("peer", () -> peer.block("predict"));
      turns.play(WARM_UP, ROUNDS);
      System.out.println("Single texts:");
      turns.printRates(CALLS, "texts");
      turns.printRatio("peer", "SDK");
    }
  }

  private static void classify(Classifier classifier, List<Example> examples) {
    for (int i = 0; i < OUR_CALLS; i++) {
      classifier.classify(examples.get(i));
    }
  }
}
