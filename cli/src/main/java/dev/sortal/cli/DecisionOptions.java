package dev.sortal.cli;

import dev.sortal.Pipeline;
import dev.sortal.metrics.Calibration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a classifier decides: calibrated or not, and when it gives no label. */
final class DecisionOptions {
  @Option(
      names = "--calibrate",
      paramLabel = "HOW",
      converter = Name.class,
      description =
          "Make probabilities say how often they come true, on the validation rows: temperature"
              + " (keeps every answer) or isotonic (needs many rows, may change answers).")
  @Nullable Calibration calibration;

  @Option(
      names = "--abstain",
      paramLabel = "P",
      description = "Give no label where its probability is below this, in [0, 1].")
  @Nullable Double abstain;

  @Option(
      names = "--target-accuracy",
      paramLabel = "A",
      description =
          "Give no label where otherwise less than this share of the answers to the validation rows"
              + " would be right, in (0, 1].")
  @Nullable Double targetAccuracy;

  @Option(
      names = "--out-of-scope",
      paramLabel = "LABEL",
      description =
          "A label that stands for all that no other is about: no label is given where it fits best."
              + " May be repeated.")
  List<String> outOfScope = List.of();

  Pipeline apply(Pipeline pipeline) {
    if (abstain != null && targetAccuracy != null) {
      throw new IllegalArgumentException(
          "A classifier abstains below a probability or for an accuracy: expected --abstain or"
              + " --target-accuracy, got both.");
    }
    Pipeline decided = calibration == null ? pipeline : pipeline.calibrate(calibration);
    if (abstain != null) {
      decided = decided.abstainBelow(abstain);
    }
    if (targetAccuracy != null) {
      decided = decided.abstainForAccuracy(targetAccuracy);
    }
    return outOfScope.isEmpty() ? decided : decided.outOfScope(outOfScope.toArray(new String[0]));
  }

  /** The names that a user types. */
  static final class Name implements ITypeConverter<Calibration> {
    @Override
    public Calibration convert(String value) {
      for (Calibration one : Calibration.values()) {
        if (one.name().toLowerCase(Locale.ROOT).equals(value)) {
          return one;
        }
      }
      throw new TypeConversionException("expected temperature or isotonic, got \"" + value + "\".");
    }
  }
}
