package dev.sortal.report;

import java.util.Locale;

/** The style sheet of a report: both themes, screens of any width, paper. */
final class PageStyle {
  private static final String RULES =
      """
      html{background:var(--paper);color:var(--text);font:16px/1.5 FONTS}
      main{max-width:1180px;margin:0 auto;padding:1.5rem}
      h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem}
      h2{font-size:1.35rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--grid)}
      h3{font-size:1.05rem;margin:1.25rem 0 .25rem}
      p{margin:.4rem 0;max-width:75ch}
      h1,p,th,td,li,blockquote{overflow-wrap:anywhere}
      .tiles{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0}
      .tiles div{border:1px solid var(--grid);border-radius:.5rem;padding:.5rem 1rem}
      .tiles dt{color:var(--muted);font-size:.85rem}
      .tiles dd{margin:0;font-size:1.4rem;font-weight:600}
      .scroll{overflow-x:auto;max-width:100%}
      table{border-collapse:collapse;margin:1rem 0;font-size:.92rem;font-variant-numeric:tabular-nums}
      caption{text-align:left;font-weight:600;padding:.25rem 0}
      th,td{padding:.25rem .75rem;border-bottom:1px solid var(--grid);text-align:right;min-width:4rem}
      th[scope=row],thead th:first-child{text-align:left;font-weight:400;max-width:24rem}
      thead th{color:var(--muted);font-weight:600;vertical-align:bottom}
      .pairs td{text-align:left;max-width:50rem}
      .pairs th{color:var(--muted)}
      .figures{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start}
      .figures figure{max-width:100%}
      figure{margin:1rem 0}
      .figures figcaption{max-width:420px}
      figcaption{color:var(--muted);font-size:.85rem;max-width:75ch;overflow-wrap:anywhere}
      svg{display:block}
      pre{font-size:.85rem;line-height:1.35}
      .errors li{margin:.9rem 0}
      .answer{margin:0}
      .origin{color:var(--muted);font-size:.85rem}
      blockquote{margin:.25rem 0;padding:.25rem .75rem;border-left:3px solid var(--axis);white-space:pre-wrap;max-width:90ch}
      a:focus-visible,.scroll:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
      @media print{
      main{max-width:none;padding:0}
      .scroll{overflow:visible}
      svg{max-width:100%;height:auto;max-height:24cm}
      figure,tr,li{break-inside:avoid}
      h2,h3,caption{break-after:avoid}
      }
      """;

  private PageStyle() {}

  static String rules() {
    return ":root{color-scheme:light dark;"
        + variables(Theme.LIGHT)
        + "}\n@media screen and (prefers-color-scheme:dark){:root{"
        + variables(Theme.DARK)
        + "}}\n"
        + RULES.replace("FONTS", SvgText.FONTS)
        + SvgText.styles();
  }

  private static String variables(Theme theme) {
    StringBuilder variables = new StringBuilder();
    for (Ink ink : new Ink[] {Ink.PAPER, Ink.TEXT, Ink.MUTED, Ink.GRID, Ink.AXIS, Ink.BLUE}) {
      variables.append(
          String.format(
              Locale.ROOT, "--%s:#%06X;", ink.name().toLowerCase(Locale.ROOT), ink.rgb(theme)));
    }
    return variables.toString();
  }
}
