package dev.sortal.data;

import dev.sortal.format.Hashes;
import dev.sortal.keys.Hash128;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Examples as 128 bits, by which equal ones are found; reused from one example to the next.
 *
 * <p>All fields count, in the order of their names: texts as they are, numbers by their bits,
 * images by their content. Weight and origin do not count. Not thread-safe.
 *
 * <pre>{@code
 * Fingerprint fingerprint = new Fingerprint();
 * Hash128 hash = fingerprint.of(example);
 * boolean isNew = seen.add(hash.high(), hash.low());
 * }</pre>
 */
public final class Fingerprint {
  private final Hash128 hash = new Hash128();

  /** The hash of the fields and the labels, whose order does not count; valid until the next. */
  public Hash128 of(Example example) {
    addFields(example);
    addLabels(example);
    return hash.end();
  }

  /** The hash of the fields without the labels; valid until the next. */
  public Hash128 ofFields(Example example) {
    addFields(example);
    return hash.end();
  }

  /** The hash of the labels, whose order does not count; valid until the next. */
  public Hash128 ofLabels(Example example) {
    hash.begin();
    addLabels(example);
    return hash.end();
  }

  private void addLabels(Example example) {
    List<String> labels = example.labels();
    if (labels == null) {
      hash.add(-1);
      return;
    }
    hash.add(labels.size());
    (labels.size() < 2 ? labels : labels.stream().sorted().toList()).forEach(hash::add);
  }

  private void addFields(Example example) {
    hash.begin();
    Map<String, Object> fields = example.fields();
    (fields.size() < 2 ? fields : new TreeMap<>(fields)).forEach(this::addField);
  }

  private void addField(String name, Object value) {
    hash.add(name);
    if (value instanceof String text) {
      hash.add('t').add(text);
    } else if (value instanceof Double number) {
      hash.add('n').add(Double.doubleToLongBits(number));
    } else if (value instanceof Image image) {
      MessageDigest digest = Hashes.sha256();
      image.digest(digest);
      hash.add('i').add(digest.digest());
    } else {
      throw new IllegalStateException("No field of an example is a " + value.getClass() + ".");
    }
  }
}
