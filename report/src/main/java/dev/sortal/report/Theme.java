package dev.sortal.report;

/**
 * Whether a picture is for a light or a dark page.
 *
 * <pre>{@code
 * Chart.learningCurve(history).writePng(Path.of("curve-dark.png"), Theme.DARK);
 * }</pre>
 */
public enum Theme {
  /** Dark ink on white. */
  LIGHT,
  /** Light ink on near black. */
  DARK
}
