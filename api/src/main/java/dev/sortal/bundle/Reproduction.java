package dev.sortal.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.FittedEncoder;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import dev.sortal.training.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A trained classifier beside what the same training came to again.
 *
 * <pre>{@code
 * Reproduction repeated = classifier.reproduce(parts);
 * System.out.println(repeated);
 * boolean isSame = repeated.isBitEqual();
 * }</pre>
 *
 * @param original the classifier
 * @param again what the training came to this time
 */
public record Reproduction(Bundle original, Bundle again) {
  private static final List<String> CIRCUMSTANCES =
      List.of(
          "engine",
          "backend",
          "device",
          "threads",
          "machine/sortal",
          "machine/java",
          "machine/os",
          "machine/architecture",
          "machine/processors");

  /** What was different about the circumstances, each as name: then, now; nothing if they equal. */
  public List<String> circumstances() {
    List<String> differences = new ArrayList<>();
    for (String name : CIRCUMSTANCES) {
      compare(name, at(original, name), at(again, name), differences);
    }
    return differences;
  }

  /** Which settings were different, each as name: then, now; nothing if they equal. */
  public List<String> settings() {
    List<String> differences = new ArrayList<>();
    JsonNode then = original.provenance().path("settings");
    JsonNode now = again.provenance().path("settings");
    TreeSet<String> names = new TreeSet<>();
    then.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    // Which engine it was is one of the circumstances.
    names.remove("backend");
    names.forEach(name -> compare(name, then.path(name), now.path(name), differences));
    return differences;
  }

  private static JsonNode at(Bundle bundle, String name) {
    return bundle.provenance().at("/" + name);
  }

  private static void compare(String name, JsonNode then, JsonNode now, List<String> into) {
    if (!isSame(then, now)) {
      into.add(name + ": " + said(then) + ", now " + said(now));
    }
  }

  /** By what is written: a number of another type is the same number. */
  private static boolean isSame(JsonNode then, JsonNode now) {
    return then.isMissingNode() == now.isMissingNode() && then.toString().equals(now.toString());
  }

  private static String said(JsonNode value) {
    return value.isMissingNode()
        ? "not said"
        : value.isTextual() ? value.asText() : value.toString();
  }

  /** Whether the examples were the same, in the same order, by their fingerprints. */
  public boolean hasSameData() {
    return isSame(original.provenance().path("data"), again.provenance().path("data"));
  }

  /** Whether what was learned is the same to the bit: weights, encoders and labels. */
  public boolean isBitEqual() {
    return isComparable() && original.weights().equals(again.weights());
  }

  /**
   * Whether logits become labels in the same way; not if thresholds or the like were changed after
   * the training.
   */
  public boolean hasSameDecision() {
    return original.decision().equals(again.decision());
  }

  /** Whether both have the same network, labels and encoders, so that weights can be compared. */
  public boolean isComparable() {
    return original.network().equals(again.network())
        && original.labels().equals(again.labels())
        && original.positive() == again.positive()
        && haveSameEncoders();
  }

  private boolean haveSameEncoders() {
    for (int i = 0; i < original.encoders().size(); i++) {
      FittedEncoder one = original.encoders().get(i);
      FittedEncoder other = again.encoders().get(i);
      if (!one.settings().equals(other.settings())
          || !one.vocabulary().equals(other.vocabulary())) {
        return false;
      }
    }
    return true;
  }

  /**
   * The largest difference of two weights in the same place, and where.
   *
   * @param parameter the parameter that holds them
   * @param value their distance; NaN if one of them is not a number
   */
  public record Difference(String parameter, double value) {}

  /**
   * The largest difference of two weights in the same place.
   *
   * @throws IllegalStateException if the networks, labels or encoders differ
   */
  public Difference largestDifference() {
    if (!isComparable()) {
      throw new IllegalStateException(
          "Weights of different networks cannot be compared: ask isComparable() first.");
    }
    Weights then = original.weights();
    Weights now = again.weights();
    Difference largest = new Difference(then.names().iterator().next(), 0);
    for (String name : then.names()) {
      Tensor one = then.get(name);
      Tensor other = now.get(name);
      for (int i = 0; i < one.shape().size(); i++) {
        double difference = Math.abs((double) one.get(i) - other.get(i));
        boolean isWorse = difference > largest.value() || Double.isNaN(difference);
        if (isWorse && !Double.isNaN(largest.value())) {
          largest = new Difference(name, difference);
        }
      }
    }
    return largest;
  }

  /**
   * Whether weights differ by no more than that.
   *
   * @param tolerance at least 0; with 0 everything must be the same to the bit
   */
  public boolean isWithin(double tolerance) {
    return isBitEqual()
        || (tolerance > 0 && isComparable() && largestDifference().value() <= tolerance);
  }

  /** All that there is to say, for machines. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("bitEqual", isBitEqual());
    json.put("sameData", hasSameData());
    json.put("sameDecision", hasSameDecision());
    circumstances().forEach(json.putArray("circumstances")::add);
    settings().forEach(json.putArray("settings")::add);
    if (isComparable()) {
      Difference largest = largestDifference();
      json.put("largestDifference", largest.value()).put("parameter", largest.parameter());
    }
    json.set("then", figures(original));
    json.set("now", figures(again));
    return json;
  }

  private static ObjectNode figures(Bundle bundle) {
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    figures.put("epochs", bundle.history().epochs().size());
    figures.put("bestEpoch", bundle.history().bestEpoch());
    Epoch best = best(bundle);
    if (best != null) {
      put(figures, "loss", best.loss());
      put(figures, "validationLoss", best.validationLoss());
      put(figures, "validationAccuracy", best.validationAccuracy());
    }
    return figures;
  }

  private static void put(ObjectNode figures, String name, double value) {
    if (Double.isFinite(value)) {
      figures.put(name, value);
    }
  }

  private static @Nullable Epoch best(Bundle bundle) {
    return bundle.history().epochs().stream()
        .filter(epoch -> epoch.number() == bundle.history().bestEpoch())
        .findFirst()
        .orElse(null);
  }

  /** All that there is to say, for people: a line for each fact. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, "Data", hasSameData() ? "the same" : "not the same");
    circumstances().forEach(difference -> line(text, "Different", difference));
    settings().forEach(difference -> line(text, "Setting", difference));
    if (isBitEqual()) {
      line(text, "Weights", "the same to the bit");
    } else if (isComparable()) {
      Difference largest = largestDifference();
      line(
          text,
          "Weights",
          String.format(
              Locale.ROOT, "differ by at most %.3g, in %s", largest.value(), largest.parameter()));
    } else {
      line(text, "Weights", "of another network, other labels or another vocabulary");
    }
    line(text, "Decision", hasSameDecision() ? "the same" : "not the same");
    line(text, "Then", figures(original).toString());
    line(text, "Now", figures(again).toString());
    return text.toString();
  }

  private static void line(StringBuilder text, String what, String said) {
    text.append(String.format(Locale.ROOT, "%-10s %s\n", what, said));
  }
}
