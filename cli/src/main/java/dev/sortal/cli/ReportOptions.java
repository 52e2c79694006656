package dev.sortal.cli;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Split;
import dev.sortal.report.Report;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A report of a classifier and what it says that only a person knows. */
final class ReportOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where to write a report: an HTML file that needs nothing else.")
  @Nullable Path report;

  @Option(names = "--title", paramLabel = "TEXT", description = "The title of the report.")
  @Nullable String title;

  @Option(
      names = "--intended-use",
      paramLabel = "TEXT",
      description = "What the classifier is for, for the model card of the report.")
  @Nullable String intendedUse;

  @Option(
      names = "--known-limits",
      paramLabel = "TEXT",
      description = "What it is not for and where it fails, for the model card.")
  @Nullable String limits;

  @Option(names = "--without-texts", description = "Leave texts of examples out of the report.")
  boolean withoutTexts;

  /** Refuses what a report would say where none is asked for, before any work is done. */
  void requireConsistent() {
    if (report == null
        && (title != null || intendedUse != null || limits != null || withoutTexts)) {
      throw new ParameterException(
          spec.commandLine(),
          "--title, --intended-use, --known-limits and --without-texts go with --report FILE.");
    }
  }

  /**
   * Writes the report, if one is asked for.
   *
   * @param test what the classifier is judged with
   * @param parts whose profile is shown, or null for none
   */
  void write(Classifier classifier, Path model, Dataset test, @Nullable Split parts) {
    if (report == null) {
      return;
    }
    Report page =
        Report.of(classifier)
            .title(title == null ? String.valueOf(model.getFileName()) : title)
            .test(test);
    page = intendedUse == null ? page : page.intendedUse(intendedUse);
    page = limits == null ? page : page.limits(limits);
    page = withoutTexts ? page.withoutTexts() : page;
    page = parts == null ? page : page.profile(parts.profile());
    page.write(report);
  }
}
