package dev.sortal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.util.Locale;

/** Trials of a search as JSON. */
final class TrialJson {
  private TrialJson() {}

  static ObjectNode write(Search.Trial trial) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("trial", trial.number());
    json.put("state", trial.state().name().toLowerCase(Locale.ROOT));
    json.set("value", number(trial.value()));
    json.put("seconds", trial.seconds());
    json.put("epochs", trial.epochs());
    ObjectNode settings = json.putObject("settings");
    trial.settings().forEach((name, value) -> settings.set(name, value(value)));
    if (!trial.message().isEmpty()) {
      json.put("message", trial.message());
    }
    return json;
  }

  private static ValueNode value(Object value) {
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof Integer number) {
      return JsonNodeFactory.instance.numberNode(number);
    }
    return value instanceof Boolean flag
        ? JsonNodeFactory.instance.booleanNode(flag)
        : JsonNodeFactory.instance.textNode(value.toString());
  }

  static ValueNode number(double value) {
    return Double.isFinite(value)
        ? JsonNodeFactory.instance.numberNode(value)
        : JsonNodeFactory.instance.nullNode();
  }
}
