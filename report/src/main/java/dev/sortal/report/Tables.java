package dev.sortal.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Tables of a page: each with a caption, heads that say what they head, and room to scroll. */
final class Tables {
  private static final int LONGEST_VALUE = 2000;

  private final Html html;

  Tables(Html html) {
    this.html = html;
  }

  /** Opens a table with these heads; the first column is of texts, the others of numbers. */
  void open(String caption, String... heads) {
    html.open("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", caption);
    html.open("table").with("caption", caption).open("thead").open("tr");
    for (String head : heads) {
      html.with("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
  }

  /** A row whose first cell, perhaps a label of the user's, heads it. */
  void row(String head, String... cells) {
    html.open("tr").foreign("th", head, "scope", "row");
    for (String cell : cells) {
      html.with("td", cell);
    }
    html.close();
  }

  void close() {
    html.close().close().close();
  }

  /** A table of names and values. */
  void pairs(String caption, Map<String, String> values) {
    html.open("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", caption);
    html.open("table", "class", "pairs").with("caption", caption).open("tbody");
    values.forEach(
        (name, value) ->
            html.open("tr").foreign("th", name, "scope", "row").foreign("td", cut(value)).close());
    html.close().close().close();
  }

  /** Members by name, those of members by the names of both; lists of objects stay JSON. */
  static void flatten(String prefix, ObjectNode json, Map<String, String> into) {
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      String name = prefix + member.getKey();
      JsonNode value = member.getValue();
      if (value instanceof ObjectNode object && !object.isEmpty()) {
        flatten(name + ".", object, into);
      } else if (!value.isNull() && !value.isEmpty() || value.isValueNode() && !value.isNull()) {
        into.put(name, value.isValueNode() ? value.asText() : value.toString());
      }
    }
  }

  private static String cut(String value) {
    return value.length() <= LONGEST_VALUE
        ? value
        : value.substring(0, value.offsetByCodePoints(0, LONGEST_VALUE / 2)) + "\u2026";
  }
}
