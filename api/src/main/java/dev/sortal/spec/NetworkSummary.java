package dev.sortal.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table that {@link Network#summary()} prints. */
final class NetworkSummary {
  private NetworkSummary() {}

  static String of(Network network) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"Layer", "Output shape", "Parameters"});
    for (Input input : network.inputs()) {
      rows.add(new String[] {"input " + input.name(), inputShape(input), ""});
    }
    long total = 0;
    long trainable = 0;
    for (Node node : network.nodes()) {
      long own = 0;
      for (Parameter parameter : node.parameters()) {
        own += parameter.shape().size();
        trainable += parameter.trainable() ? parameter.shape().size() : 0;
      }
      total += own;
      rows.add(new String[] {node.path(), node.output().toString(), number(own)});
    }
    int[] widths = new int[3];
    for (String[] row : rows) {
      for (int i = 0; i < 3; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    String line = "-".repeat(widths[0] + widths[1] + widths[2] + 4) + "\n";
    for (int i = 0; i < rows.size(); i++) {
      String[] row = rows.get(i);
      String cells =
          pad(row[0], widths[0], false)
              + "  "
              + pad(row[1], widths[1], false)
              + "  "
              + pad(row[2], widths[2], true);
      text.append(cells.stripTrailing()).append('\n');
      if (i == 0) {
        text.append(line);
      }
    }
    text.append(line);
    text.append("Parameters: ").append(number(total));
    if (trainable != total) {
      text.append(" (trainable: ").append(number(trainable)).append(')');
    }
    return text.append('\n').toString();
  }

  private static String inputShape(Input input) {
    if (input instanceof Input.Tokens tokens) {
      return "[" + tokens.length() + "] of " + number(tokens.vocabulary()) + " ids";
    }
    if (input instanceof Input.Bags bags) {
      String positions = bags.positions() == 0 ? "[]" : "[" + bags.positions() + "]";
      return positions + " bags of " + number(bags.vocabulary()) + " ids";
    }
    return ((Input.Values) input).shape().toString();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String pad(String text, int width, boolean right) {
    String blanks = " ".repeat(width - text.length());
    return right ? blanks + text : text + blanks;
  }
}
