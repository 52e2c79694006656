package dev.sortal.auto;

import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks at examples one by one and tells what they are like; for one thread.
 *
 * <pre>{@code
 * ExampleScan scan = new ExampleScan();
 * training.forEach(scan::add);
 * AutoProfile profile = scan.profile();
 * }</pre>
 */
public final class ExampleScan {
  private static final int MOST_TOKENS_OF_CATEGORIES = 4;
  private static final int SOME_CATEGORIES = 20;
  private static final int ROWS_OF_A_CATEGORY = 20;

  private final Map<String, TextScan> texts = new TreeMap<>();
  private final Set<String> numbers = new HashSet<>();
  private final Set<String> images = new HashSet<>();
  private final Set<String> labels = new HashSet<>();
  private int rows;

  /**
   * Looks at the next example.
   *
   * @throws DataException if it has no label
   */
  public void add(Example example) {
    rows++;
    labels.addAll(example.requireLabels());
    example
        .fields()
        .forEach(
            (name, value) -> {
              if (value instanceof String text) {
                texts.computeIfAbsent(name, field -> new TextScan()).add(text);
              } else {
                (value instanceof Number ? numbers : images).add(name);
              }
            });
  }

  /**
   * What they were like.
   *
   * <p>A field of texts is one of categories where there are others, none of its sampled texts has
   * more than four tokens, and few are different.
   *
   * @throws DataException if there is nothing to learn from
   */
  public AutoProfile profile() {
    if (rows > 0 && texts.isEmpty() && numbers.isEmpty() && images.isEmpty()) {
      throw new DataException(
          "There is nothing to learn from: expected fields of texts, numbers or images, got none"
              + " in "
              + rows
              + " examples.");
    }
    List<AutoProfile.TextField> fields = new ArrayList<>();
    List<String> categories = new ArrayList<>();
    texts.forEach(
        (name, scan) -> {
          if (isCategory(name, scan)) {
            categories.add(name);
          } else {
            fields.add(new AutoProfile.TextField(name, scan.unspaced(), scan.length()));
          }
        });
    List<String> onlyNumbers = numbers.stream().filter(name -> !texts.containsKey(name)).toList();
    return new AutoProfile(
        rows,
        labels.size(),
        fields,
        onlyNumbers.stream().sorted().toList(),
        categories,
        images.stream().sorted().toList());
  }

  private boolean isCategory(String name, TextScan scan) {
    boolean isAlone = texts.size() == 1 && numbers.isEmpty() && images.isEmpty();
    return !isAlone
        && !name.equals(Example.TEXT)
        && scan.longest() <= MOST_TOKENS_OF_CATEGORIES
        && scan.different() <= Math.max(SOME_CATEGORIES, rows / ROWS_OF_A_CATEGORY);
  }
}
