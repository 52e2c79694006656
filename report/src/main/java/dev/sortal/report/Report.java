package dev.sortal.report;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.format.AtomicFile;
import dev.sortal.metrics.Bootstrap;
import dev.sortal.metrics.LabelEvaluation;
import dev.sortal.profile.DataProfile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All about a trained classifier on one page; an immutable value.
 *
 * <p>An HTML file that needs nothing else: no network, no script, pictures inside, in the light or
 * dark theme of its reader, and for paper. It shows settings, data, history, figures with
 * intervals, pictures, every class, the errors that the classifier was surest of, and a model card
 * with where it comes from, whose part about purpose and limits is the user's to write. What is not
 * given is left out.
 *
 * <pre>{@code
 * Report.of(classifier)
 *     .title("Film reviews")
 *     .test(parts.test())
 *     .profile(parts.profile())
 *     .intendedUse("Sorting English film reviews for an editor who reads each.")
 *     .limits("Not for other texts or languages; irony is often missed.")
 *     .write(Path.of("report.html"));
 * }</pre>
 */
public final class Report {
  private static final int MOST_ERRORS = 50;

  /** What a report shows, in a form that is easy to copy with one changed. */
  static final class Content implements Cloneable {
    final Origin origin;
    String title = "Classifier";
    @Nullable String description;
    @Nullable String intendedUse;
    @Nullable String limits;
    @Nullable LabelEvaluation<?> evaluation;
    @Nullable DataProfile profile;
    @Nullable ConfidentErrors errors;
    Bootstrap bootstrap = Bootstrap.standard();
    boolean hasTexts = true;

    Content(Origin origin) {
      this.origin = origin;
    }

    @Override
    protected Content clone() {
      try {
        return (Content) super.clone();
      } catch (CloneNotSupportedException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  private final @Nullable Classifier classifier;
  private final Content content;

  private Report(@Nullable Classifier classifier, Content content) {
    this.classifier = classifier;
    this.content = content;
  }

  /** A report of a classifier, which must stay open until {@link #test} was called. */
  public static Report of(Classifier classifier) {
    return new Report(classifier, new Content(Origin.of(classifier)));
  }

  /** For tests: a report of a classifier that is told of. */
  static Report of(Origin origin) {
    return new Report(null, new Content(origin));
  }

  private Report with(Consumer<Content> change) {
    Content copy = content.clone();
    change.accept(copy);
    return new Report(classifier, copy);
  }

  /** With a title, by default "Classifier". */
  public Report title(String title) {
    return with(c -> c.title = title);
  }

  /** With a few sentences on what this is. */
  public Report description(String text) {
    return with(c -> c.description = text);
  }

  /** With what the classifier is for, for whom, and how its answers are to be used. */
  public Report intendedUse(String text) {
    return with(c -> c.intendedUse = text);
  }

  /** With what it is not for, where it fails, and whom that may hurt. */
  public Report limits(String text) {
    return with(c -> c.limits = text);
  }

  /** With figures and pictures of a result. */
  public Report evaluation(LabelEvaluation<?> evaluation) {
    return with(c -> c.evaluation = evaluation);
  }

  /** With wrong answers to look at. */
  public Report errors(ConfidentErrors errors) {
    return with(c -> c.errors = errors);
  }

  /**
   * With the result on labelled examples, and of a classifier of one label an example with the 50
   * errors that it was surest of; it classifies them now.
   *
   * @throws dev.sortal.error.DataException if an example has no label, or there is none
   */
  public Report test(Dataset examples) {
    if (classifier == null) {
      throw new IllegalStateException("There is no classifier to test.");
    }
    if (classifier.severalLabels()) {
      return evaluation(classifier.evaluateLabels(examples));
    }
    return evaluation(classifier.evaluate(examples))
        .errors(ConfidentErrors.of(classifier, examples, MOST_ERRORS));
  }

  /** With what the data is like. */
  public Report profile(DataProfile profile) {
    return with(c -> c.profile = profile);
  }

  /** With intervals of other resamples than {@link Bootstrap#standard()}. */
  public Report bootstrap(Bootstrap bootstrap) {
    return with(c -> c.bootstrap = bootstrap);
  }

  /** Without any text of an example, where these are not for every reader of the report. */
  public Report withoutTexts() {
    return with(c -> c.hasTexts = false);
  }

  /**
   * Writes the page.
   *
   * @throws dev.sortal.error.SortalException if the file cannot be written
   */
  public void write(Path file) {
    String page = new ReportPage(content).html();
    AtomicFile.write(file, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
  }
}
