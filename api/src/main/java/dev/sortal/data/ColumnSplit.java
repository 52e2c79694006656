package dev.sortal.data;

import dev.sortal.error.DataException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * A division by a field that names the part; capitals and white space around the name do not count.
 *
 * <pre>{@code
 * SplitRule rule = SplitRule.byColumn("fold").train("1", "2", "3").validation("4").test("5");
 * }</pre>
 *
 * @param field the field; every example must have it
 * @param names the part of each name, in lower case
 */
public record ColumnSplit(String field, Map<String, Part> names) implements SplitRule.Streaming {
  public ColumnSplit {
    names = Map.copyOf(names);
  }

  static ColumnSplit of(String field) {
    return new ColumnSplit(field, Map.of())
        .train("train", "training")
        .validation("validation", "valid", "val", "dev")
        .test("test", "testing");
  }

  /** This rule with these names for the training part, by default train and training. */
  public ColumnSplit train(String... values) {
    return with(Part.TRAIN, values);
  }

  /** This rule with these names for the validation part, by default validation, valid, val, dev. */
  public ColumnSplit validation(String... values) {
    return with(Part.VALIDATION, values);
  }

  /** This rule with these names for the test part, by default test and testing. */
  public ColumnSplit test(String... values) {
    return with(Part.TEST, values);
  }

  private ColumnSplit with(Part part, String... values) {
    Map<String, Part> changed = new LinkedHashMap<>(names);
    changed.values().removeIf(part::equals);
    for (String value : values) {
      Part other = changed.put(folded(value), part);
      if (other != null && other != part) {
        throw new IllegalArgumentException(
            "A name stands for one part, got \""
                + value
                + "\" for "
                + other
                + " and "
                + part
                + ".");
      }
    }
    return new ColumnSplit(field, changed);
  }

  @Override
  public Part part(Example example) {
    String name = Keys.of(example, field);
    Part part = names.get(folded(name));
    if (part == null) {
      throw new DataException(
          example.origin()
              + " cannot be assigned to a part: expected one of "
              + List.copyOf(new TreeSet<>(names.keySet()))
              + " in the field \""
              + field
              + "\", got \""
              + name
              + "\". Name it with train(...), validation(...) or test(...).");
    }
    return part;
  }

  private static String folded(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
