package dev.sortal.report;

/**
 * What a colour is for; each theme has one for it.
 *
 * <p>The inks of series are shades of the palette of Okabe and Ito ("Color Universal Design",
 * 2008), which people see as different with any kind of colour vision, made darker or lighter until
 * each has a contrast of at least 3 to 1 to its paper; texts have at least 4.5 to 1.
 */
enum Ink {
  PAPER(0xFFFFFF, 0x15181D),
  TEXT(0x1D2126, 0xE8EAED),
  MUTED(0x5B636E, 0xA3ABB6),
  GRID(0xE3E6EA, 0x2E343C),
  AXIS(0x8A929C, 0x6F7782),
  BLUE(0x0067A5, 0x5AB4EC),
  ORANGE(0xC75300, 0xF0A43A),
  GREEN(0x00805B, 0x35C99B),
  PURPLE(0x9C3D78, 0xE7A1CB),
  YELLOW(0x8F7400, 0xF0E442),
  GREY(0x4A4F57, 0xC3C8CE);

  private static final Ink[] SERIES = {BLUE, ORANGE, GREEN, PURPLE, YELLOW, GREY};

  private final int light;
  private final int dark;

  Ink(int light, int dark) {
    this.light = light;
    this.dark = dark;
  }

  /** The colour as 0xRRGGBB. */
  int rgb(Theme theme) {
    return theme == Theme.LIGHT ? light : dark;
  }

  /** The ink of a series by its place in a picture; there are as many as {@link #seriesCount}. */
  static Ink series(int index) {
    return SERIES[index % SERIES.length];
  }

  static int seriesCount() {
    return SERIES.length;
  }
}
