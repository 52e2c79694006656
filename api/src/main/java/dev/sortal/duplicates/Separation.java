package dev.sortal.duplicates;

import dev.sortal.data.Example;
import dev.sortal.data.Source;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The examples of one part that do not occur in others, as a source that finds them anew whenever
 * it is opened. Labels do not count.
 *
 * <pre>{@code
 * Source train = Separation.keepingOthers(all, List.of(test), NearDuplicates.atLeast(0.9));
 * }</pre>
 */
public final class Separation {
  private static final Logger LOG = LoggerFactory.getLogger(Separation.class);

  private Separation() {}

  /**
   * For a part that is larger than the others, which are kept in memory and temporary files while
   * it streams by.
   *
   * @param near what counts as nearly equal, or null if only equal ones count
   */
  public static Source keepingOthers(
      Source part, List<Source> others, @Nullable NearDuplicates near) {
    return () -> {
      Marks marks = new Marks(near);
      return filtered(part, marks, () -> others.forEach(marks::addAll), marks::contains);
    };
  }

  /**
   * For a part that is smaller than the others, and is itself kept in memory and temporary files
   * while they stream by.
   *
   * @param near what counts as nearly equal, or null if only equal ones count
   */
  public static Source keepingPart(
      Source part, List<Source> others, @Nullable NearDuplicates near) {
    return () -> {
      Marks marks = new Marks(near);
      return filtered(
          part,
          marks,
          () -> {
            marks.addAll(part);
            others.forEach(marks::markAll);
          },
          example -> marks.find(example) != null);
    };
  }

  private static Stream<Example> filtered(
      Source part, Marks marks, Runnable preparation, Predicate<Example> isElsewhere) {
    try {
      preparation.run();
      long[] removed = {0};
      return part.open()
          .filter(
              example -> {
                boolean isLeft = !isElsewhere.test(example);
                removed[0] += isLeft ? 0 : 1;
                return isLeft;
              })
          .onClose(() -> LOG.info("Removed {} examples that occur in another part", removed[0]))
          .onClose(marks::close);
    } catch (RuntimeException | Error failure) {
      try (marks) {
        throw failure;
      }
    }
  }
}
