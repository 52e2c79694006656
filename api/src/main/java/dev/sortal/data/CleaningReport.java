package dev.sortal.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What one pass of cleaning did.
 *
 * <pre>{@code
 * CleaningReport report = cleaning.report(dataset);
 * System.out.println(report.rowsIn() - report.rowsOut() + " rows dropped");
 * }</pre>
 *
 * @param rowsIn how many examples were read
 * @param rowsOut how many of them are left
 * @param steps what each step did, in order
 */
public record CleaningReport(long rowsIn, long rowsOut, List<Step> steps) {
  /**
   * What one step did.
   *
   * @param name its name: {@code empty text}
   * @param dropped how many examples it dropped
   * @param changed how many it relabelled
   */
  public record Step(String name, long dropped, long changed) {}

  public CleaningReport {
    steps = List.copyOf(steps);
  }

  /** Whether any example was dropped or changed. */
  public boolean isEmpty() {
    return steps.stream().allMatch(step -> step.dropped() == 0 && step.changed() == 0);
  }

  /** All of it, for machines. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rowsIn", rowsIn);
    json.put("rowsOut", rowsOut);
    ArrayNode array = json.putArray("steps");
    for (Step step : steps) {
      array
          .addObject()
          .put("name", step.name())
          .put("dropped", step.dropped())
          .put("changed", step.changed());
    }
    return json;
  }

  /** A line for all, and one for each step that did something. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    lines.append(rowsOut).append(" of ").append(rowsIn).append(" rows are left");
    for (Step step : steps) {
      if (step.dropped() > 0) {
        lines.append("\n  ").append(step.name()).append(": ").append(step.dropped());
        lines.append(" dropped");
      }
      if (step.changed() > 0) {
        lines.append("\n  ").append(step.name()).append(": ").append(step.changed());
        lines.append(" changed");
      }
    }
    return lines.toString();
  }
}
