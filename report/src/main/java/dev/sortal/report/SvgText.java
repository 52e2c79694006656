package dev.sortal.report;

import dev.sortal.report.Scene.Anchor;
import dev.sortal.report.Scene.Box;
import dev.sortal.report.Scene.Dash;
import dev.sortal.report.Scene.Dot;
import dev.sortal.report.Scene.Line;
import dev.sortal.report.Scene.Mark;
import dev.sortal.report.Scene.Point;
import dev.sortal.report.Scene.Text;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scene as SVG: texts stay texts, colours are classes, of which a style sheet gives the colours
 * of both themes.
 */
final class SvgText {
  static final String FONTS =
      "system-ui,\"Segoe UI\",Roboto,\"Noto Sans\",\"Helvetica Neue\",Arial,\"Noto Sans CJK SC\","
          + "\"Microsoft YaHei\",\"PingFang SC\",sans-serif";

  private final StringBuilder out = new StringBuilder(4096);

  private SvgText() {}

  /** An SVG file; with no theme it follows that of the page or the desktop. */
  static String file(Scene scene, String title, String description, @Nullable Theme theme) {
    SvgText svg = new SvgText();
    svg.open(scene, title, description, " xmlns=\"http://www.w3.org/2000/svg\"");
    svg.out.append("<style>").append(styles(used(scene), theme)).append("</style>\n");
    svg.box(new Box(0, 0, scene.width(), scene.height(), Ink.PAPER, 1, ""));
    svg.content(scene);
    return svg.out.toString();
  }

  /** An element of an HTML page that has {@link #styles()}. */
  static String inline(Scene scene, String title, String description) {
    SvgText svg = new SvgText();
    svg.open(scene, title, description, "");
    svg.content(scene);
    return svg.out.toString();
  }

  /** The rules of all colours, in both themes. */
  static String styles() {
    return styles(EnumSet.allOf(Ink.class), null);
  }

  private static String styles(Set<Ink> inks, @Nullable Theme theme) {
    String text = "text{font-family:" + FONTS + "}\n";
    if (theme != null) {
      return text + colors(inks, theme);
    }
    return text
        + colors(inks, Theme.LIGHT)
        + "@media screen and (prefers-color-scheme:dark){\n"
        + colors(inks, Theme.DARK)
        + "}\n";
  }

  private static String colors(Set<Ink> inks, Theme theme) {
    StringBuilder rules = new StringBuilder();
    for (Ink ink : inks) {
      String color = String.format(Locale.ROOT, "#%06X", ink.rgb(theme));
      rules.append(
          String.format(
              Locale.ROOT, ".f-%1$s{fill:%2$s}.s-%1$s{stroke:%2$s;fill:none}\n", name(ink), color));
    }
    return rules.toString();
  }

  private static Set<Ink> used(Scene scene) {
    Set<Ink> inks = EnumSet.of(Ink.PAPER);
    for (Mark mark : scene.marks()) {
      if (mark instanceof Box box) {
        inks.add(box.ink());
      } else if (mark instanceof Dot dot) {
        inks.add(dot.ink());
      } else if (mark instanceof Line line) {
        inks.add(line.ink());
      } else if (mark instanceof Text text) {
        inks.add(text.ink());
      }
    }
    return inks;
  }

  private static String name(Ink ink) {
    return ink.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void open(Scene scene, String title, String description, String namespace) {
    String width = number(scene.width());
    String height = number(scene.height());
    out.append("<svg").append(namespace);
    attribute("width", width);
    attribute("height", height);
    attribute("viewBox", "0 0 " + width + " " + height);
    attribute("role", "img");
    attribute("aria-label", title + ". " + description);
    out.append(">\n");
  }

  private void content(Scene scene) {
    scene.marks().forEach(this::mark);
    out.append("</svg>\n");
  }

  private void mark(Mark mark) {
    if (mark instanceof Box box) {
      box(box);
    } else if (mark instanceof Line line) {
      line(line);
    } else if (mark instanceof Dot dot) {
      dot(dot);
    } else if (mark instanceof Text text) {
      text(text);
    }
  }

  private void box(Box box) {
    out.append("<rect");
    attribute("x", number(box.x()));
    attribute("y", number(box.y()));
    attribute("width", number(box.width()));
    attribute("height", number(box.height()));
    attribute("class", "f-" + name(box.ink()));
    if (box.opacity() < 1) {
      attribute("fill-opacity", number(box.opacity()));
    }
    close("rect", box.note());
  }

  private void line(Line line) {
    StringBuilder points = new StringBuilder();
    for (Point point : line.points()) {
      points.append(points.isEmpty() ? "" : " ");
      points.append(number(point.x())).append(',').append(number(point.y()));
    }
    out.append("<polyline");
    attribute("points", points.toString());
    attribute("class", "s-" + name(line.ink()));
    attribute("stroke-width", number(line.width()));
    if (line.dash() != Dash.SOLID) {
      StringBuilder lengths = new StringBuilder();
      for (float length : line.dash().lengths()) {
        lengths.append(lengths.isEmpty() ? "" : " ").append(number(length));
      }
      attribute("stroke-dasharray", lengths.toString());
    }
    close("polyline", "");
  }

  private void dot(Dot dot) {
    out.append("<circle");
    attribute("cx", number(dot.x()));
    attribute("cy", number(dot.y()));
    attribute("r", number(dot.radius()));
    attribute("class", "f-" + name(dot.ink()));
    close("circle", dot.note());
  }

  private void text(Text text) {
    out.append("<text");
    attribute("x", number(text.x()));
    attribute("y", number(text.y()));
    attribute("font-size", number(text.size()));
    attribute("class", "f-" + name(text.ink()));
    if (text.anchor() != Anchor.START) {
      attribute("text-anchor", text.anchor().name().toLowerCase(Locale.ROOT));
    }
    if (text.isBold()) {
      attribute("font-weight", "600");
    }
    if (text.angle() != 0) {
      attribute(
          "transform",
          "rotate(" + -text.angle() + " " + number(text.x()) + " " + number(text.y()) + ")");
    }
    out.append('>');
    note(text.note());
    out.append(Markup.escape(text.text())).append("</text>\n");
  }

  private void close(String element, String note) {
    if (note.isEmpty()) {
      out.append("/>\n");
    } else {
      out.append('>');
      note(note);
      out.append("</").append(element).append(">\n");
    }
  }

  private void note(String note) {
    if (!note.isEmpty()) {
      out.append("<title>").append(Markup.escape(note)).append("</title>");
    }
  }

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("=\"").append(Markup.escape(value)).append('"');
  }

  /** With two decimals at most, the same in every locale. */
  private static String number(double value) {
    long hundredths = Math.round(value * 100);
    return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
  }
}
