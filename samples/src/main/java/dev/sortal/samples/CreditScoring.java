package dev.sortal.samples;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.features.Feature;
import dev.sortal.features.Features;
import dev.sortal.features.NumberFeature.Scale;
import dev.sortal.metrics.Evaluation;
import dev.sortal.tensor.SplitMix64;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells which loans will not be paid back, from numbers, categories and missing values.
 *
 * <p>The loans are made up by a formula, so that the best possible figures are known: with {@code z
 * = 0.4 + 1.6 * ln(loan / income) - 0.1 * years + purpose + housing + unstated}, a loan defaults
 * with probability {@code 1 / (1 + exp(-z))}. Every tenth applicant does not state the years of
 * employment, which adds 1 instead.
 */
public final class CreditScoring {
  private static final Map<String, Double> PURPOSES =
      Map.of("car", 0.0, "home", -0.7, "education", 0.3, "business", 1.0);
  private static final Map<String, Double> HOUSING =
      Map.of("owned", -0.5, "rented", 0.4, "free", 0.0);

  private CreditScoring() {}

  /**
   * A loan as it was asked for.
   *
   * @param example what the bank knows of it, and how it went
   * @param risk the probability of the formula
   */
  record Loan(Example example, double risk) {}

  /** Trains, and prints the figures of the network beside those of the formula itself. */
  public static void main(String[] arguments) {
    run(new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }

  /** Returns the figures of the network and of the formula. */
  static List<Evaluation> run(PrintStream out) {
    Split parts = examples(loans(6000, 1)).split(Split.random().train(0.85).validation(0.15));
    List<Loan> unseen = loans(2000, 2);

    Pipeline pipeline =
        Pipeline.of(
                Features.of(
                    Feature.number("age"),
                    Feature.number("income").log(),
                    Feature.number("loan").log(),
                    Feature.number("years").scale(Scale.QUANTILE),
                    Feature.category("purpose"),
                    Feature.category("housing")))
            .network(dense(32, RELU), dropout(0.1))
            .learningRate(0.003)
            .epochs(20)
            .patience(4)
            .positive("default");

    Evaluation formula = judge(unseen);
    try (Classifier classifier = pipeline.train(parts)) {
      Evaluation network = classifier.evaluate(examples(unseen));
      out.println(network);
      out.printf(
          Locale.ROOT,
          "ROC AUC %.3f, of the formula itself %.3f%n",
          network.rocAuc(),
          formula.rocAuc());
      Map<String, Object> applicant = new HashMap<>();
      applicant.put("age", 41);
      applicant.put("income", 52_000);
      applicant.put("loan", 9_000);
      applicant.put("years", null);
      applicant.put("purpose", "car");
      applicant.put("housing", "rented");
      out.println(applicant + " -> " + classifier.classify(Example.of(applicant)));
      return List.of(network, formula);
    }
  }

  private static Dataset examples(List<Loan> loans) {
    return Dataset.of(loans.stream().map(Loan::example).toList());
  }

  /** What somebody would reach who knew the formula. */
  private static Evaluation judge(List<Loan> loans) {
    Evaluation.Builder evaluation = Evaluation.builder(List.of("default", "paid"), 0);
    for (Loan loan : loans) {
      float risk = (float) loan.risk();
      evaluation.add(String.valueOf(loan.example().label()), new float[] {risk, 1 - risk});
    }
    return evaluation.build();
  }

  static List<Loan> loans(int count, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    List<Loan> loans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double income = Math.exp(10.4 + 0.5 * normal(random));
      double loan = Math.exp(9 + 0.7 * normal(random));
      int age = 20 + random.below(50);
      double years = random.uniform() * (age - 19);
      boolean isStated = random.below(10) > 0;
      String purpose = one(random, List.of("car", "home", "education", "business"));
      String housing = one(random, List.of("owned", "rented", "free"));
      double z =
          0.4
              + 1.6 * Math.log(loan / income)
              + (isStated ? -0.1 * years : 1)
              + PURPOSES.getOrDefault(purpose, 0.0)
              + HOUSING.getOrDefault(housing, 0.0);
      double risk = 1 / (1 + Math.exp(-z));
      Map<String, Object> fields = new HashMap<>();
      fields.put("age", age);
      fields.put("income", income);
      fields.put("loan", loan);
      fields.put("years", isStated ? years : null);
      fields.put("purpose", purpose);
      fields.put("housing", housing);
      String outcome = random.uniform() < risk ? "default" : "paid";
      loans.add(new Loan(Example.of(fields).labelled(outcome), risk));
    }
    return loans;
  }

  private static String one(SplitMix64 random, List<String> of) {
    return of.get(random.below(of.size()));
  }

  /** Box and Muller. */
  private static double normal(SplitMix64 random) {
    double radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
    return radius * Math.cos(2 * Math.PI * random.uniform());
  }
}
