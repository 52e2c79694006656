package dev.sortal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.DataException;
import dev.sortal.error.TrainingException;
import dev.sortal.search.Importance;
import dev.sortal.search.Outcome;
import dev.sortal.search.Plan;
import dev.sortal.search.Proposal;
import dev.sortal.search.Space;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run of a search: starts trials in the order of their numbers and takes their outcomes. */
final class SearchRun {
  /** A trial that is over, with its point. */
  private record Over(Search.Trial trial, Outcome outcome) {}

  private final SearchSettings search;
  private final TrialJudge judge;
  private final Space space;
  private final Plan plan;
  private final int size;
  private final TreeMap<Integer, Over> over = new TreeMap<>();
  private double earlierSeconds;
  private @Nullable TrialLog log;

  SearchRun(SearchSettings search, TrialJudge judge) {
    this.search = search;
    this.judge = judge;
    if (search.varied.isEmpty()) {
      throw new IllegalArgumentException(
          "There is nothing to search: expected settings to vary, got none. Add vary(..).");
    }
    this.space = new Space(search.varied.stream().map(SearchSettings.Varied::setting).toList());
    this.plan = search.method.plan(space, search.seed, search.pipeline.settings().epochs);
    this.size = search.trials == 0 ? plan.size() : Math.min(search.trials, plan.size());
    if (size == Integer.MAX_VALUE && search.budget == null) {
      throw new IllegalArgumentException(
          "The search would never end: expected trials(..) or budget(..) with "
              + search.method
              + ", got none.");
    }
    if (search.parallel > 1 && !search.pipeline.settings().listeners.isEmpty()) {
      throw new IllegalArgumentException(
          "Trials at once cannot tell listeners which of them they are: expected a pipeline"
              + " without listeners, got "
              + search.pipeline.settings().listeners.size()
              + ". Give the search a listener(..), or run one trial after the other.");
    }
  }

  Search.Result result() {
    boolean isInterrupted;
    if (search.log == null) {
      isInterrupted = run();
    } else {
      try (TrialLog file = new TrialLog(search.log, described())) {
        log = file;
        file.trials().forEach(this::readLine);
        isInterrupted = run();
      }
    }
    return result(isInterrupted);
  }

  private boolean run() {
    try (TrialRunner runner = TrialRunner.of(search.parallel)) {
      return run(runner);
    }
  }

  /** Starts trials and takes what they come to, until all are over; whether it was interrupted. */
  private boolean run(TrialRunner runner) {
    long start = System.nanoTime();
    int next = 0;
    while (true) {
      while (over.containsKey(next)) {
        next++;
      }
      boolean mayStart = next < size && isInBudget(start);
      if (!mayStart && runner.running() == 0) {
        return false;
      }
      int needed = mayStart ? plan.needs(next, search.parallel) : Integer.MAX_VALUE;
      if (runner.running() < search.parallel && prefix() >= needed) {
        int number = next;
        Proposal proposal = plan.propose(number, outcomes(needed));
        runner.start(() -> trial(number, proposal));
        next++;
      } else {
        try {
          take(runner.take());
        } catch (InterruptedException interrupt) {
          return true;
        }
      }
    }
  }

  private boolean isInBudget(long start) {
    double seconds = earlierSeconds + (System.nanoTime() - start) * 1e-9;
    return search.budget == null || seconds < search.budget.toNanos() * 1e-9;
  }

  /** How many of the first trials are over, without a gap. */
  private int prefix() {
    int count = 0;
    while (over.containsKey(count)) {
      count++;
    }
    return count;
  }

  private List<Outcome> outcomes(int count) {
    return over.headMap(count).values().stream().map(Over::outcome).toList();
  }

  private Pipeline pipeline(Proposal proposal) {
    Pipeline pipeline = search.applied(proposal.point());
    return proposal.epochs() == 0 ? pipeline : pipeline.epochs(proposal.epochs());
  }

  /** Trains and judges; what this pipeline cannot do is an outcome, anything else is thrown. */
  private TrialRunner.Done trial(int number, Proposal proposal) throws InterruptedException {
    long start = System.nanoTime();
    double value = Double.NaN;
    String message = "";
    int epochs = proposal.epochs();
    try {
      Pipeline pipeline = pipeline(proposal).checkpointsInside("trial-" + (number + 1));
      epochs = pipeline.settings().epochs;
      value = judge.judge(pipeline);
      if (!Double.isFinite(value)) {
        message = search.objective.name() + " is " + value;
        value = Double.NaN;
      }
    } catch (TrainingException | IllegalArgumentException failure) {
      message = String.valueOf(failure.getMessage());
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new TrialRunner.Done(number, proposal, epochs, value, seconds, message);
  }

  private void take(TrialRunner.Done done) {
    Search.Trial trial =
        new Search.Trial(
            done.number() + 1,
            search.values(done.proposal().point()),
            done.epochs(),
            done.message().isEmpty() ? Search.State.FINISHED : Search.State.FAILED,
            done.value(),
            done.seconds(),
            done.message());
    add(trial, done.proposal().point());
    if (log != null) {
      ObjectNode line = TrialJson.write(trial);
      ArrayNode point = line.putArray("point");
      done.proposal().point().forEach(point::add);
      log.append(line);
    }
    search.listener.accept(trial);
  }

  private void add(Search.Trial trial, List<Double> point) {
    double loss = search.objective.isMaximized() ? -trial.value() : trial.value();
    over.put(trial.number() - 1, new Over(trial, new Outcome(point, loss)));
  }

  /** What must be the same for a search to go on from a log. */
  private ObjectNode described() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("method", search.method.toString());
    json.put("seed", search.seed);
    json.put("parallel", search.parallel);
    json.put(search.objective.isMaximized() ? "maximize" : "minimize", search.objective.name());
    ObjectNode settings = json.putObject("settings");
    search.varied.forEach(one -> settings.put(one.name(), one.setting().toString()));
    judge.describe(json);
    json.set("pipeline", PipelineSettingsJson.write(search.pipeline.settings()));
    return json;
  }

  private void readLine(JsonNode line) {
    try {
      List<Double> point = new ArrayList<>();
      line.path("point").forEach(place -> point.add(place.asDouble(Double.NaN)));
      List<Double> known = space.require(point);
      int number = line.path("trial").asInt();
      if (number < 1 || number > plan.size()) {
        throw new IllegalArgumentException("There is no trial " + line.path("trial") + ".");
      }
      double value = line.path("value").asDouble(Double.NaN);
      Search.State state =
          Search.State.valueOf(line.path("state").asText().toUpperCase(Locale.ROOT));
      Search.Trial trial =
          new Search.Trial(
              number,
              search.values(known),
              line.path("epochs").asInt(),
              state,
              value,
              line.path("seconds").asDouble(),
              line.path("message").asText());
      if (Double.isNaN(value) != (state == Search.State.FAILED)) {
        throw new IllegalArgumentException("A trial has a value unless it failed.");
      }
      earlierSeconds += trial.seconds() / search.parallel;
      add(trial, known);
    } catch (IllegalArgumentException failure) {
      throw new DataException(
          "The log "
              + search.log
              + " holds a line that is no trial of this search: "
              + line
              + ". "
              + failure.getMessage()
              + " Give the search another log.",
          failure);
    }
  }

  private Search.Result result(boolean isInterrupted) {
    List<Over> all = List.copyOf(over.headMap(size).values());
    Over best =
        all.stream()
            .filter(one -> !one.outcome().isFailed())
            .min(Comparator.comparingDouble(one -> one.outcome().loss()))
            .orElseThrow(() -> none(all, isInterrupted));
    List<Outcome> prefix = outcomes(Math.min(prefix(), size));
    List<Search.Trial> trials = new ArrayList<>();
    for (Over one : all) {
      boolean isPruned =
          !one.outcome().isFailed() && plan.isPruned(one.trial().number() - 1, prefix);
      trials.add(isPruned ? pruned(one.trial()) : one.trial());
    }
    Proposal proposal = new Proposal(best.outcome().point(), best.trial().epochs());
    return new Search.Result(
        search.objective.name(),
        pipeline(proposal),
        trials.get(all.indexOf(best)),
        trials,
        importance(all.stream().map(Over::outcome).toList()),
        isInterrupted);
  }

  private static Search.Trial pruned(Search.Trial trial) {
    return new Search.Trial(
        trial.number(),
        trial.settings(),
        trial.epochs(),
        Search.State.PRUNED,
        trial.value(),
        trial.seconds(),
        "others were better after as many epochs");
  }

  private Map<String, Double> importance(List<Outcome> outcomes) {
    List<Double> shares = Importance.of(space, outcomes, search.seed);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble((Integer i) -> -shares.get(i)));
    Map<String, Double> named = new LinkedHashMap<>();
    order.forEach(i -> named.put(search.varied.get(i).name(), shares.get(i)));
    return named;
  }

  private static TrainingException none(List<Over> all, boolean isInterrupted) {
    if (isInterrupted) {
      Thread.currentThread().interrupt();
      return new TrainingException("The search was interrupted before a trial was finished.");
    }
    return new TrainingException(
        "No trial of "
            + all.size()
            + " could be finished"
            + (all.isEmpty() ? "." : "; the first failed: " + all.get(0).trial().message()));
  }
}
