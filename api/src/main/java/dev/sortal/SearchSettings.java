package dev.sortal;

import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.search.Method;
import dev.sortal.search.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All that a search is told, in a form that is easy to copy with one thing changed. */
final class SearchSettings implements Cloneable {
  /** A setting that is varied. */
  record Varied(String name, Setting<?> setting) {}

  /** What puts values, given as places, into a pipeline. */
  interface Application {
    Pipeline apply(Pipeline pipeline, List<Double> point);
  }

  /** What is made best: one of the two functions is given. */
  record Objective(
      String name,
      boolean isMaximized,
      @Nullable ToDoubleFunction<Evaluation> figure,
      @Nullable ToDoubleFunction<MultiLabelEvaluation> labelFigure) {}

  Pipeline pipeline;
  List<Varied> varied = List.of();
  List<Application> applications = List.of();
  Method method = Method.tpe();

  /** 0 for as many as the method has. */
  int trials;

  @Nullable Duration budget;
  int parallel = 1;
  long seed = 42;
  @Nullable Path log;
  Objective objective;
  Consumer<Search.Trial> listener = trial -> {};

  SearchSettings(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.objective =
        pipeline.settings().severalLabels
            ? new Objective("micro F1", true, null, MultiLabelEvaluation::microF1)
            : new Objective("accuracy", true, Evaluation::accuracy, null);
  }

  @Override
  protected SearchSettings clone() {
    try {
      return (SearchSettings) super.clone();
    } catch (CloneNotSupportedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  void add(Varied one) {
    List<Varied> all = new ArrayList<>(varied);
    all.add(one);
    varied = List.copyOf(all);
  }

  void add(Application one) {
    List<Application> all = new ArrayList<>(applications);
    all.add(one);
    applications = List.copyOf(all);
  }

  /** The values at a point, by the names of the settings. */
  Map<String, Object> values(List<Double> point) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < varied.size(); i++) {
      values.put(varied.get(i).name(), varied.get(i).setting().at(point.get(i)));
    }
    return values;
  }

  /** The pipeline with the values at a point. */
  Pipeline applied(List<Double> point) {
    Pipeline changed = pipeline;
    for (Application application : applications) {
      changed = application.apply(changed, point);
    }
    return changed;
  }
}
