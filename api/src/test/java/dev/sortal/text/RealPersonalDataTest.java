package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.data.CsvFile;
import dev.sortal.data.RowSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in real texts was read one by one. */
class RealPersonalDataTest {
  /** The folder shared/data beside a checkout, which most have not. */
  private static PersonalDataReport report(String set) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared").resolve("data").resolve(set);
      if (Files.isDirectory(folder)) {
        return PersonalDataReport.of(RowSource.of(CsvFile.csv(folder.resolve("train.csv"))));
      }
    }
    Assumptions.abort("Skipped: there is no folder shared/data/" + set + " beside the checkout.");
    throw new AssertionError();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mr", "trec", "banking77", "thucnews_titles"})
  void nothing_is_found_where_nothing_is(String set) {
    PersonalDataReport report = report(set);
    assertThat(report.rows()).isGreaterThan(5000);
    assertThat(report.rowsWith()).isZero();
  }

  /** One of the addresses is none: a sentence goes on without a space. */
  @Test
  void messages_hold_telephone_numbers_and_addresses() {
    PersonalDataReport report = report("sms_spam");
    assertThat(report.count(Mask.PHONE)).isEqualTo(26);
    assertThat(report.count(Mask.EMAIL)).isEqualTo(6);
    assertThat(report.count(Mask.CARD) + report.count(Mask.IBAN) + report.count(Mask.IP)).isZero();
    assertThat(report.findings()).allMatch(finding -> finding.origin().startsWith("train.csv:"));
  }
}
