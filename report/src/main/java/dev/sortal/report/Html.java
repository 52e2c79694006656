package dev.sortal.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A page in the making: all that is not an element of this class's making is escaped.
 *
 * <p>There is no way to write markup but by these methods, so that no label or text of a user can
 * become any. For one thread.
 */
final class Html {
  private final StringBuilder out = new StringBuilder(1 << 16);
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  Html open(String element, String... attributes) {
    start(element, attributes);
    open.push(element);
    return this;
  }

  /** Closes the element that was opened last. */
  Html close() {
    String element = open.pop();
    out.append("</").append(element).append('>');
    if (!element.equals("td") && !element.equals("th") && !element.equals("bdi")) {
      out.append('\n');
    }
    return this;
  }

  /** An element that holds nothing and is not closed. */
  Html empty(String element, String... attributes) {
    start(element, attributes);
    out.append('\n');
    return this;
  }

  private void start(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(Markup.escape(attributes[i + 1])).append('"');
    }
    out.append('>');
  }

  Html text(String text) {
    out.append(Markup.escape(text));
    return this;
  }

  /** An element with a text. */
  Html with(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** An element with a text of the user's, whose direction of writing stays its own. */
  Html foreign(String element, String text, String... attributes) {
    return open(element, attributes).open("bdi").text(text).close().close();
  }

  /** A picture with a caption, which scrolls where the page is narrower. */
  Html chart(Chart chart) {
    open("figure");
    open("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", chart.title());
    out.append(chart.inline());
    close();
    return with("figcaption", chart.description()).close();
  }

  /** The rules of the page, which the writer of a report knows to be harmless. */
  Html style(String rules) {
    out.append("<style>").append(rules).append("</style>\n");
    return this;
  }

  String page() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Elements were not closed: " + open);
    }
    return "<!DOCTYPE html>\n" + out;
  }
}
