package dev.sortal.features;

import dev.sortal.data.Example;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A field of texts of which each is a category.
 *
 * <p>One-hot: a number for each learned category, 1 for that of the example, and one more, the
 * first, for all others. Hashed: a number for each bucket, 1 for that on which the category falls,
 * so that nothing is learned and new categories have a place. A missing or empty text is 0
 * throughout.
 *
 * @param field the field
 * @param minCount how often a category must occur in training to be learned, at least 1
 * @param maxSize the most categories that are learned, the most frequent first, at least 1
 * @param buckets the number of buckets, 0 for one-hot
 */
public record CategoryFeature(String field, int minCount, int maxSize, int buckets)
    implements Feature {
  public CategoryFeature {
    if (minCount < 1 || maxSize < 1 || buckets < 0) {
      throw new IllegalArgumentException(
          "minCount and maxSize must be at least 1 and buckets at least 0, got "
              + minCount
              + ", "
              + maxSize
              + " and "
              + buckets
              + ".");
    }
  }

  /** This feature, learning only categories that occur that often; at least 1, the default. */
  public CategoryFeature minCount(int count) {
    return new CategoryFeature(field, count, maxSize, buckets);
  }

  /** This feature, learning at most that many categories; by default 1,000. */
  public CategoryFeature maxSize(int categories) {
    return new CategoryFeature(field, minCount, categories, buckets);
  }

  /** This feature in that many buckets. */
  public CategoryFeature hashed(int buckets) {
    return new CategoryFeature(field, minCount, maxSize, buckets);
  }

  @Override
  public Learning start() {
    return new CategoryLearning();
  }

  private final class CategoryLearning implements Learning {
    private final Map<String, Integer> counts = new HashMap<>();

    @Override
    public void add(Example example) {
      if (buckets == 0 && example.has(field)) {
        String category = example.textOf(field);
        if (!category.isEmpty()) {
          counts.merge(category, 1, Integer::sum);
        }
      }
    }

    @Override
    public FittedFeature finish() {
      if (buckets > 0) {
        return new FittedFeature.Hashed(CategoryFeature.this);
      }
      List<String> learned =
          counts.entrySet().stream()
              .filter(entry -> entry.getValue() >= minCount)
              .sorted(
                  Map.Entry.<String, Integer>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(maxSize)
              .map(Map.Entry::getKey)
              .toList();
      return new FittedFeature.OneHot(CategoryFeature.this, learned);
    }
  }
}
