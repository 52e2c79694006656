package dev.sortal.data;

import dev.sortal.format.Hashes;
import dev.sortal.format.RowCursor;
import dev.sortal.format.RowDraft;
import dev.sortal.format.RowFileWriter;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Training examples that are learned from in one pass and wait in a temporary file until everything
 * is learned; for one thread.
 *
 * <pre>{@code
 * try (SetDraft draft = cache.draft(encoders, false)) {
 *   examples.forEach(draft::add);
 *   StoredSet set = draft.finish(Labels.ordered(draft.labels()));
 * }
 * }</pre>
 */
public final class SetDraft implements AutoCloseable {
  private final SetCache cache;
  private final boolean severalLabels;
  private final List<Encoder.Drafting> encoders;
  private final RowDraft rows;
  private final MessageDigest digest = Hashes.sha256();
  private final Map<String, Integer> labels = new LinkedHashMap<>();
  private byte @Nullable [] finished;

  SetDraft(SetCache cache, List<Encoder> encoders, boolean severalLabels, RowDraft rows) {
    this.cache = cache;
    this.severalLabels = severalLabels;
    this.rows = rows;
    this.encoders = new ArrayList<>(encoders.stream().map(Encoder::draft).toList());
  }

  /**
   * Takes the next example in.
   *
   * @throws dev.sortal.error.DataException if it has no label, or several where one is expected, or
   *     an encoder cannot use it
   * @throws dev.sortal.error.SortalException if the temporary file cannot be written
   */
  public void add(Example example) {
    List<String> own = example.requireLabels();
    if (!severalLabels) {
      example.label();
    }
    int[] numbers = new int[own.size()];
    for (int i = 0; i < numbers.length; i++) {
      Integer known = labels.get(own.get(i));
      numbers[i] = known == null ? labels.size() : known;
      if (known == null) {
        labels.put(own.get(i), numbers[i]);
      }
    }
    KnownColumn.write(rows.column(0), numbers, example.weight());
    for (int i = 0; i < encoders.size(); i++) {
      encoders.get(i).add(example, rows.column(i + 1));
    }
    example.digest(digest);
    try {
      rows.endRow();
    } catch (IOException failure) {
      throw cache.unwritable(failure);
    }
  }

  /** The number of examples so far. */
  public int rows() {
    return rows.rows();
  }

  /** The different labels so far. */
  public Set<String> labels() {
    return labels.keySet();
  }

  /**
   * Ends the learning and gives the encoded examples, from a file of the cache if there is one.
   *
   * @param known all labels of the examples, in the order of the model
   * @throws dev.sortal.error.DataException if there is nothing to learn
   * @throws dev.sortal.error.SortalException if the file cannot be written
   */
  public StoredSet finish(Labels known) {
    finished = digest.digest();
    List<Encoder.Drafted> drafted = encoders.stream().map(Encoder.Drafting::finish).toList();
    // What was only needed to learn can go before the rows are read.
    encoders.clear();
    List<FittedEncoder> fitted = drafted.stream().map(Encoder.Drafted::encoder).toList();
    int[] numbers = labels.keySet().stream().mapToInt(known::index).toArray();
    return cache.stored(
        new SetCache.Content(finished, fitted, known, severalLabels),
        writer -> rows.forEach(row -> write(row, drafted, numbers, writer)));
  }

  private static void write(
      List<RowCursor> row, List<Encoder.Drafted> drafted, int[] numbers, RowFileWriter writer)
      throws IOException {
    KnownColumn.renumber(row.get(0), numbers, writer.column(0));
    for (int i = 0; i < drafted.size(); i++) {
      drafted.get(i).rows().write(row.get(i + 1), writer.column(i + 1));
    }
    writer.endRow();
  }

  /** SHA-256 over fields, labels and weight of each example in order, in hexadecimal digits. */
  public String sha256() {
    if (finished == null) {
      throw new IllegalStateException("The examples have no hash yet: call finish first.");
    }
    return HexFormat.of().formatHex(finished);
  }

  /** Deletes the temporary file. */
  @Override
  public void close() {
    rows.close();
  }
}
