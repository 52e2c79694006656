package dev.sortal.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the SDK costs in training: an epoch of the reference model through {@code TrainingLoop}
 * against the same engine's own steps on the same rows, after a check that both compute the same
 * losses.
 *
 * <p>Takes the name of an engine; without one, the engines train against each other through the
 * SDK.
 */
public final class EnginesTraining {
  private static final int WARM_UP = 6;
  private static final int ROUNDS = 30;
  private static final int STEPS = 220;
  private static final int CHECKED = 10;

  private EnginesTraining() {}

  public static void main(String[] arguments) {
    if (arguments.length == 0) {
      sideBySide();
    } else {
      againstBare(arguments[0]);
    }
  }

  private static void againstBare(String engine) {
    ReferenceModel.Rows rows = ReferenceModel.rows(STEPS);
    Map<String, Supplier<BareEngine>> bare = Engines.bare(engine);
    Turns turns = new Turns();
    List<BareEngine> opened = new ArrayList<>();
    try (SdkTraining sdk = new SdkTraining(engine, rows)) {
      List<Double> losses = sdk.losses(CHECKED);
      turns.side("SDK", () -> Cost.of(sdk::epoch));
      bare.forEach(
          (name, maker) -> {
            BareEngine peer = maker.get();
            opened.add(peer);
            requireEqual(name, losses, peer, rows);
            turns.side(name, () -> Cost.of(() -> epoch(peer, rows)));
          });
      turns.play(WARM_UP, ROUNDS);
    } finally {
      opened.forEach(BareEngine::close);
    }
    turns.printRates(STEPS * ReferenceModel.BATCH, "rows");
    bare.keySet().forEach(name -> turns.printRatio("SDK", name));
  }

  private static void sideBySide() {
    ReferenceModel.Rows rows = ReferenceModel.rows(STEPS);
    List<String> names = Engines.names();
    Turns turns = new Turns();
    List<SdkTraining> opened = new ArrayList<>();
    try {
      for (String name : names) {
        SdkTraining sdk = new SdkTraining(name, rows);
        opened.add(sdk);
        turns.side(name, () -> Cost.of(sdk::epoch));
      }
      turns.play(WARM_UP, ROUNDS);
    } finally {
      opened.forEach(SdkTraining::close);
    }
    turns.printRates(STEPS * ReferenceModel.BATCH, "rows");
    names.stream().skip(1).forEach(name -> turns.printRatio(name, names.get(0)));
  }

  private static void epoch(BareEngine peer, ReferenceModel.Rows rows) {
    for (int i = 0; i < rows.batches(); i++) {
      peer.step(rows.ids()[i], rows.classes()[i]);
    }
  }

  private static void requireEqual(
      String name, List<Double> losses, BareEngine peer, ReferenceModel.Rows rows) {
    double largest = 0;
    for (int i = 0; i < losses.size(); i++) {
      double loss = peer.step(rows.ids()[i], rows.classes()[i]);
      largest = Math.max(largest, Math.abs(loss - losses.get(i)));
    }
    System.out.printf(
        Locale.ROOT,
        "%s: the losses of %d steps differ from the SDK's by at most %.1e%n",
        name,
        losses.size(),
        largest);
    if (!(largest < 1e-4)) {
      throw new IllegalStateException(
          name
              + " does not compute what the SDK does: expected losses that differ by less than"
              + " 1e-4, got "
              + largest
              + ".");
    }
  }
}
