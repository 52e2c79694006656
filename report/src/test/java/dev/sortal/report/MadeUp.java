package dev.sortal.report;

import dev.sortal.Dataset;
import dev.sortal.data.Example;
import dev.sortal.metrics.Evaluation;
import dev.sortal.profile.DataProfile;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Trainings, results and data sets to draw. */
final class MadeUp {
  private static final String[] CHINESE = {
    "财经新闻与股票市场", "房产", "教育", "科技与互联网", "社会", "时政", "体育", "游戏", "娱乐", "彩票"
  };

  private MadeUp() {}

  static History history(int epochs, boolean isValidated) {
    List<Epoch> all = new ArrayList<>();
    for (int i = 1; i <= epochs; i++) {
      double x = i / (double) Math.max(10, epochs);
      all.add(
          new Epoch(
              i,
              2.2 * Math.exp(-4 * x) + 0.05,
              1 - 0.6 * Math.exp(-4 * x),
              isValidated ? 2.3 * Math.exp(-4 * x) + 0.3 + 0.4 * x : Double.NaN,
              isValidated ? 0.9 - 0.6 * Math.exp(-4 * x) : Double.NaN,
              Double.NaN,
              Double.NaN,
              0.001 * Math.min(1, i / 3.0) * (1 - 0.9 * x),
              1,
              1000));
    }
    return new History(all, Math.max(1, epochs / 2), History.End.COMPLETED);
  }

  static History withGaps() {
    List<Epoch> all = new ArrayList<>(history(12, true).epochs());
    for (int i : new int[] {3, 4, 8}) {
      Epoch e = all.get(i);
      all.set(
          i,
          new Epoch(
              e.number(),
              e.loss(),
              e.accuracy(),
              Double.NaN,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              0.001,
              1,
              1));
    }
    return new History(all, 7, History.End.STOPPED_EARLY);
  }

  static List<String> chinese() {
    return List.of(CHINESE);
  }

  static List<String> intents(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                List.of(
                            "card_arrival",
                            "verify_my_identity",
                            "balance_not_updated_after_bank_transfer",
                            "top_up_failed",
                            "why",
                            "transfer_into_account_that_was_not_received_yet_by_anyone_at_all")
                        .get(i % 6)
                    + "_"
                    + i)
        .toList();
  }

  /** Answers of about that quality; the later a class, the rarer. */
  static Evaluation evaluation(List<String> labels, int rows, double skill) {
    SplitMix64 random = new SplitMix64(7);
    int classes = labels.size();
    Evaluation.Builder builder = Evaluation.builder(labels, classes > 1 ? 1 : 0);
    for (int row = 0; row < rows; row++) {
      int truth =
          Math.min((int) (random.uniform() * classes), (int) (random.uniform() * 1.6 * classes));
      double[] z = new double[classes];
      for (int i = 0; i < classes; i++) {
        z[i] = 2.5 * (random.uniform() + random.uniform() + random.uniform() - 1.5);
      }
      z[truth] += skill;
      z[(truth + 1) % classes] += skill / 2;
      double sum = 0;
      for (double one : z) {
        sum += Math.exp(one);
      }
      float[] p = new float[classes];
      for (int i = 0; i < classes; i++) {
        p[i] = (float) (Math.exp(z[i]) / sum);
      }
      builder.add(labels.get(truth), p);
    }
    return builder.build();
  }

  static DataProfile profile(List<String> labels, int rows) {
    SplitMix64 random = new SplitMix64(3);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      int length = 1 + (int) Math.exp(4 * random.uniform() * random.uniform() + 1);
      length = i == 5 ? 900 : length;
      String label = labels.get((int) (labels.size() * random.uniform() * random.uniform()));
      examples.add(Example.text("word" + i + " again".repeat(length)).labelled(label));
    }
    return Dataset.of(examples).profile();
  }
}
