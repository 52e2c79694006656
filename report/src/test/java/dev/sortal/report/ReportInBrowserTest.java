package dev.sortal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportInBrowserTest {
  @TempDir Path folder;

  private Browser browser() {
    Optional<Browser> browser = Browser.find(folder);
    assumeTrue(
        browser.isPresent(),
        "Skipped: no chromium or google-chrome on the path; name one with -Dsortal.chromium=FILE.");
    return browser.orElseThrow();
  }

  @Test
  void opens_with_no_network_no_violation_and_all_of_hostile_texts_as_text()
      throws IOException, InterruptedException {
    Browser browser = browser();
    Path page = folder.resolve("report.html");
    ReportTest.report(ReportTest.HOSTILE, 300, 100).write(page);
    Path log = folder.resolve("net.json");
    Browser.Visit visit = browser.open(page, "--dump-dom", "--log-net-log=" + log);
    assertThat(visit.console()).isEmpty();
    assertThat(visit.output())
        .contains("<h2>Model card</h2>", "<h2>Results</h2>", "<h2>Classes</h2>", "</html>")
        .contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;")
        .contains("kept: epoch 50", "Confusion matrix in percent of each label")
        .doesNotContain("<script", "<img", "<iframe", "<link");
    assertThat(visit.output().split("<svg", -1)).hasSize(10);
    assertThat(Files.readString(log)).contains("constants").doesNotContain("example.org");
  }

  @Test
  void a_page_that_loads_something_or_fails_is_noticed() throws IOException, InterruptedException {
    Browser browser = browser();
    Path page = folder.resolve("bad.html");
    Files.writeString(
        page,
        "<!DOCTYPE html><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">"
            + "<img src=\"http://example.org/x.png\"><p style=\"color:red\">text</p>");
    assertThat(browser.open(page, "--dump-dom").console()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void is_painted_in_the_theme_of_its_reader() throws IOException, InterruptedException {
    Browser browser = browser();
    Path page = folder.resolve("report.html");
    ReportTest.report(MadeUp.chinese(), 300, 10).write(page);
    for (Theme theme : Theme.values()) {
      Path picture = folder.resolve(theme + ".png");
      browser.open(
          page,
          "--screenshot=" + picture,
          "--window-size=1200,3000",
          "--blink-settings=preferredColorScheme=" + (theme == Theme.DARK ? 0 : 1));
      BufferedImage image = ImageIO.read(picture.toFile());
      assertThat(image.getRGB(2, 2) & 0xFFFFFF).isEqualTo(Ink.PAPER.rgb(theme));
      for (Ink ink : List.of(Ink.TEXT, Ink.BLUE, Ink.ORANGE, Ink.GRID)) {
        assertThat(pixels(image, ink.rgb(theme))).as("%s, %s", theme, ink).isGreaterThan(100);
      }
    }
  }

  private static int pixels(BufferedImage image, int color) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += (image.getRGB(x, y) & 0xFFFFFF) == color ? 1 : 0;
      }
    }
    return count;
  }
}
