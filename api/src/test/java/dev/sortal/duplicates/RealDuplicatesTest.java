package dev.sortal.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Cleaning;
import dev.sortal.Dataset;
import dev.sortal.Split;
import dev.sortal.data.CleaningStep;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The near ones were counted by comparing all pairs of sets of pairs of words. */
class RealDuplicatesTest {
  /** The folder shared/data beside a checkout, which most have not. */
  private static Split data(String set) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared").resolve("data").resolve(set);
      if (Files.isDirectory(folder)) {
        return Split.of(
            Dataset.csv(folder.resolve("train.csv")), Dataset.csv(folder.resolve("test.csv")));
      }
    }
    Assumptions.abort("Skipped: there is no folder shared/data/" + set + " beside the checkout.");
    throw new AssertionError();
  }

  private static int dropped(Dataset dataset, CleaningStep step) {
    return dataset.toList().size() - dataset.clean(Cleaning.none().with(step)).toList().size();
  }

  @Test
  void banking77_has_25_test_texts_in_train() {
    Split split = data("banking77");
    Leakage.Overlap overlap = split.leakage(NearDuplicates.atLeast(0.8)).overlaps().get(0);
    assertThat(overlap.equal()).isEqualTo(25);
    assertThat(overlap.exact()).isEqualTo(7);
    assertThat(overlap.equal() + overlap.near()).isEqualTo(7 + 107);
    // 31 texts occur before in words, one of them with another label.
    assertThat(dropped(split.train(), EqualWords.standard())).isEqualTo(30);
    assertThat(split.train().conflicts().texts()).isEqualTo(1);
    assertThat(dropped(split.train(), CleaningStep.dropDuplicates())).isEqualTo(4);
    assertThat(split.withoutLeakage(Leakage.From.HELD_OUT).test().toList()).hasSize(3080 - 25);
  }

  @Test
  void trec_has_11_test_texts_in_train_and_76_duplicates() {
    Split split = data("trec");
    Leakage.Overlap overlap = split.leakage(NearDuplicates.atLeast(0.8)).overlaps().get(0);
    assertThat(overlap.equal()).isEqualTo(11);
    assertThat(overlap.otherLabel()).isEqualTo(1);
    assertThat(overlap.near()).isZero();
    assertThat(dropped(split.train(), EqualWords.standard())).isEqualTo(76);
  }

  @Test
  void sms_spam_has_duplicates_inside_and_none_across() {
    Split split = data("sms_spam");
    Leakage.Overlap overlap = split.leakage(NearDuplicates.atLeast(0.8)).overlaps().get(0);
    assertThat(overlap.equal()).isZero();
    assertThat(overlap.near()).isEqualTo(33);
    // Without words there are two texts, ":)" and ":-) :-)"; they are not taken for equal.
    assertThat(dropped(split.train(), EqualWords.standard())).isEqualTo(358);
    assertThat(dropped(split.train(), CleaningStep.dropDuplicates())).isEqualTo(337);
  }
}
