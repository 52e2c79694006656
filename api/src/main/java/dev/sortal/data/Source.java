package dev.sortal.data;

import java.util.stream.Stream;

/**
 * Where examples come from; each {@link #open()} reads them anew, in the same order.
 *
 * <pre>{@code
 * Source source = () -> rows.stream().map(row -> Example.text(row.text()).labelled(row.topic()));
 * }</pre>
 */
@FunctionalInterface
public interface Source {
  /**
   * Begins to read; the caller closes the stream.
   *
   * @throws dev.sortal.error.DataException here or while streaming, naming file and line
   */
  Stream<Example> open();
}
