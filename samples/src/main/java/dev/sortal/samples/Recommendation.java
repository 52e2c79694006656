package dev.sortal.samples;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.features.Feature;
import dev.sortal.features.Features;
import dev.sortal.metrics.Evaluation;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.WholeText;
import dev.sortal.text.Words;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Recommends articles: the title, what the reader clicked on before and the place on the page in
 * one network, which tells how likely a click is.
 *
 * <p>The visits are made up. A reader has an interest in each of three topics, which sum to 1; a
 * title speaks of one topic, which only its words tell; a place catches the eye or does not. The
 * probability of a click is {@code 0.9 * interest in the topic}, halved at the bottom of the page.
 */
public final class Recommendation {
  private static final List<String> TOPICS = List.of("sports", "music", "travel");
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "sports", List.of("match", "coach", "league", "goal", "referee", "striker"),
          "music", List.of("album", "concert", "singer", "guitar", "chorus", "stage"),
          "travel", List.of("beach", "flight", "island", "hotel", "train", "harbour"));
  private static final List<String> OTHERS =
      List.of("the", "new", "last", "night", "best", "in", "summer", "old", "great");

  private Recommendation() {}

  /** Trains, prints the figures, and ranks articles for a reader. */
  public static void main(String[] arguments) {
    run(new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }

  /** Returns the figures on unseen visits. */
  static Evaluation run(PrintStream out) {
    Split parts = visits(6000, 1).split(Split.random().train(0.9).validation(0.1));

    Pipeline pipeline =
        Pipeline.of(
                Words.standard().field("title").maxLength(8),
                Features.of(
                        Feature.number("sports"), Feature.number("music"), Feature.number("travel"))
                    .name("clicks"),
                WholeText.of("place"))
            .network(
                parallel(
                    branch(from("title"), embedding(16), conv1d(16, 1, RELU), globalMaxPool()),
                    branch(from("clicks")),
                    branch(from("place"), embedding(4), flatten())),
                dense(32, RELU))
            .learningRate(0.005)
            .epochs(8)
            .patience(2)
            .positive("click");

    try (Classifier classifier = pipeline.train(parts)) {
      Evaluation evaluation = classifier.evaluate(visits(2000, 2));
      out.println(evaluation);

      Map<String, Double> reader = Map.of("sports", 0.1, "music", 0.2, "travel", 0.7);
      out.println("For a reader of " + reader + ":");
      List.of("a great match last night", "the new album", "an island with a harbour").stream()
          .map(title -> visit(title, reader, "top"))
          .sorted(
              Comparator.comparingDouble(visit -> -classifier.classify(visit).probability("click")))
          .forEach(
              visit ->
                  out.printf(
                      Locale.ROOT,
                      "  %.2f  %s%n",
                      classifier.classify(visit).probability("click"),
                      visit.textOf("title")));
      return evaluation;
    }
  }

  private static Example visit(String title, Map<String, Double> interests, String place) {
    Map<String, Object> fields = new HashMap<>(interests);
    fields.put("title", title);
    fields.put("place", place);
    return Example.of(fields);
  }

  static Dataset visits(int count, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    List<Example> visits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double first = random.uniform();
      double second = random.uniform() * (1 - first);
      List<Double> shares = List.of(first, second, 1 - first - second);
      int favourite = random.below(3);
      Map<String, Double> interests = new HashMap<>();
      for (int topic = 0; topic < 3; topic++) {
        interests.put(TOPICS.get(topic), shares.get((topic + favourite) % 3));
      }
      String topic = one(random, TOPICS);
      boolean isTop = random.below(2) == 0;
      double chance = 0.9 * interests.getOrDefault(topic, 0.0) * (isTop ? 1 : 0.5);
      Example visit = visit(title(random, topic), interests, isTop ? "top" : "bottom");
      visits.add(visit.labelled(random.uniform() < chance ? "click" : "pass"));
    }
    return Dataset.of(visits);
  }

  private static String title(SplitMix64 random, String topic) {
    StringBuilder title = new StringBuilder();
    int telling = random.below(4);
    for (int word = 0; word < 4; word++) {
      List<String> of = word == telling ? WORDS.getOrDefault(topic, OTHERS) : OTHERS;
      title.append(word == 0 ? "" : " ").append(one(random, of));
    }
    return title.toString();
  }

  private static String one(SplitMix64 random, List<String> of) {
    return of.get(random.below(of.size()));
  }
}
