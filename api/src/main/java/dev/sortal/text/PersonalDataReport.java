package dev.sortal.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.Example;
import dev.sortal.data.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How much personal data the texts of a data set hold, and where, but never which.
 *
 * <pre>{@code
 * PersonalDataReport report = PersonalDataReport.of(dataset::examples);
 * System.out.println(report);                       // a table
 * report.findings().forEach(System.out::println);   // reviews.csv:17 text: 2 email
 * }</pre>
 *
 * @param rows how many examples were read
 * @param rowsWith how many of them hold some
 * @param counts how often each kind was found, in the order of {@link Mask}
 * @param findings the first {@link #MOST_FINDINGS} places
 */
public record PersonalDataReport(
    long rows, long rowsWith, Map<Mask, Long> counts, List<Finding> findings) {
  /** The kinds that identify a person: e-mail, IBAN, card, IP address, telephone. */
  public static final Set<Mask> KINDS =
      Collections.unmodifiableSet(
          EnumSet.of(Mask.EMAIL, Mask.IBAN, Mask.CARD, Mask.IP, Mask.PHONE));

  /** How many places are kept. */
  public static final int MOST_FINDINGS = 1000;

  /**
   * Something that was found, without what it is.
   *
   * @param origin where the example was read: {@code reviews.csv:17}
   * @param field the field that holds it
   * @param kind what it is
   * @param count how often it is there
   */
  public record Finding(String origin, String field, Mask kind, int count) {
    @Override
    public String toString() {
      return origin + " " + field + ": " + count + " " + kind.word();
    }
  }

  public PersonalDataReport {
    counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    findings = List.copyOf(findings);
  }

  /** Looks in every text field of every example for what identifies a person. */
  public static PersonalDataReport of(Source source) {
    return of(source, KINDS);
  }

  /** Looks in every text field of every example for these kinds. */
  public static PersonalDataReport of(Source source, Set<Mask> kinds) {
    Counting counting = new Counting(kinds);
    try (Stream<Example> examples = source.open()) {
      examples.forEachOrdered(counting::add);
    }
    return new PersonalDataReport(
        counting.rows, counting.rowsWith, counting.counts, counting.findings);
  }

  /** One pass over a source. */
  private static final class Counting {
    private final Masking masking;
    private final Map<Mask, Long> counts = new EnumMap<>(Mask.class);
    private final List<Finding> findings = new ArrayList<>();
    private long rows;
    private long rowsWith;

    Counting(Set<Mask> kinds) {
      this.masking = new Masking(kinds);
      masking.kinds().forEach(kind -> counts.put(kind, 0L));
    }

    void add(Example example) {
      rows++;
      boolean[] any = {false};
      example
          .fields()
          .forEach(
              (field, value) -> {
                if (value instanceof String text) {
                  any[0] |= add(example, field, text);
                }
              });
      rowsWith += any[0] ? 1 : 0;
    }

    private boolean add(Example example, String field, String text) {
      Map<Mask, Integer> here = new EnumMap<>(Mask.class);
      masking.find(text).forEach(span -> here.merge(span.kind(), 1, Integer::sum));
      here.forEach(
          (kind, count) -> {
            counts.merge(kind, (long) count, Long::sum);
            if (findings.size() < MOST_FINDINGS) {
              findings.add(new Finding(example.origin(), field, kind, count));
            }
          });
      return !here.isEmpty();
    }
  }

  /** How often that kind was found. */
  public long count(Mask kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** All of it, for machines. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rows", rows);
    json.put("rowsWith", rowsWith);
    ObjectNode kinds = json.putObject("counts");
    counts.forEach((kind, count) -> kinds.put(kind.word(), count));
    ArrayNode places = json.putArray("findings");
    for (Finding finding : findings) {
      places
          .addObject()
          .put("origin", finding.origin())
          .put("field", finding.field())
          .put("kind", finding.kind().word())
          .put("count", finding.count());
    }
    return json;
  }

  /** A table of the counts. */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    table.append(rowsWith).append(" of ").append(rows).append(" rows hold personal data");
    counts.forEach(
        (kind, count) ->
            table.append(String.format(Locale.ROOT, "\n  %-8s %d", kind.word(), count)));
    return table.toString();
  }
}
