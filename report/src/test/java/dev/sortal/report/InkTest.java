package dev.sortal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InkTest {
  /**
   * What people without one kind of cones see of linear red, green and blue: Machado, Oliveira and
   * Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
   * severity 1.
   */
  private static final List<double[][]> VISIONS =
      List.of(
          new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
          new double[][] {
            {0.152286, 1.052583, -0.204868},
            {0.114503, 0.786281, 0.099216},
            {-0.003882, -0.048116, 1.051998}
          },
          new double[][] {
            {0.367322, 0.860646, -0.227968},
            {0.280085, 0.672501, 0.047413},
            {-0.011820, 0.042940, 0.968881}
          },
          new double[][] {
            {1.255528, -0.076749, -0.178779},
            {-0.078411, 0.930809, 0.147602},
            {0.004733, 0.691367, 0.303900}
          });

  @ParameterizedTest
  @EnumSource(Theme.class)
  void texts_and_lines_stand_out_from_the_paper_as_wcag_asks(Theme theme) {
    int paper = Ink.PAPER.rgb(theme);
    assertThat(contrast(Ink.TEXT.rgb(theme), paper)).isGreaterThan(7);
    assertThat(contrast(Ink.MUTED.rgb(theme), paper)).isGreaterThan(4.5);
    assertThat(contrast(Ink.AXIS.rgb(theme), paper)).isGreaterThan(3);
    for (int i = 0; i < Ink.seriesCount(); i++) {
      assertThat(contrast(Ink.series(i).rgb(theme), paper))
          .as("%s", Ink.series(i))
          .isGreaterThan(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void numbers_of_a_matrix_stand_out_from_their_cells(Theme theme) {
    for (Ink cell : List.of(Ink.BLUE, Ink.ORANGE)) {
      for (double opacity = MatrixChart.FAINTEST; opacity <= MatrixChart.FULLEST; opacity += 0.01) {
        int ground = mixed(cell.rgb(theme), Ink.PAPER.rgb(theme), opacity);
        int text = Ink.TEXT.rgb(theme);
        assertThat(contrast(text, ground)).as("%s at %.2f", cell, opacity).isGreaterThan(4.5);
      }
    }
  }

  private static int mixed(int over, int under, double opacity) {
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      double value = opacity * (over >> shift & 255) + (1 - opacity) * (under >> shift & 255);
      mixed |= (int) Math.round(value) << shift;
    }
    return mixed;
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void the_first_four_series_differ_for_every_kind_of_colour_vision(Theme theme) {
    for (double[][] vision : VISIONS) {
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < i; j++) {
          assertThat(distance(Ink.series(i).rgb(theme), Ink.series(j).rgb(theme), vision))
              .as("%s and %s", Ink.series(i), Ink.series(j))
              .isGreaterThan(10);
        }
      }
    }
  }

  /** WCAG 2.1: (L1 + 0.05) / (L2 + 0.05). */
  private static double contrast(int a, int b) {
    double first = luminance(a);
    double second = luminance(b);
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static double luminance(int rgb) {
    double[] linear = linear(rgb);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }

  private static double[] linear(int rgb) {
    double[] linear = new double[3];
    for (int i = 0; i < 3; i++) {
      double value = (rgb >> (16 - 8 * i) & 255) / 255.0;
      linear[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
    return linear;
  }

  /** CIE76: the distance in L*a*b*, of which 2.3 is just noticeable. */
  private static double distance(int a, int b, double[][] vision) {
    double[] first = lab(a, vision);
    double[] second = lab(b, vision);
    return Math.sqrt(
        Math.pow(first[0] - second[0], 2)
            + Math.pow(first[1] - second[1], 2)
            + Math.pow(first[2] - second[2], 2));
  }

  private static double[] lab(int rgb, double[][] vision) {
    double[] seen = new double[3];
    double[] linear = linear(rgb);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        seen[i] += vision[i][j] * linear[j];
      }
      seen[i] = Math.max(0, Math.min(1, seen[i]));
    }
    double x = (0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505;
    double y = 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2];
    double z = (0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089;
    return new double[] {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
  }

  private static double f(double t) {
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116.0;
  }
}
