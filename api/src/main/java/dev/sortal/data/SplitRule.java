package dev.sortal.data;

import java.util.List;

/**
 * How examples are divided into training, validation and test part; an immutable value.
 *
 * <table>
 * <caption>The rules</caption>
 * <tr><th>rule</th><th>decides by</th><th>streams</th><th>stable when rows are appended</th></tr>
 * <tr><td>{@link #random()}</td><td>chance, exactly stratified</td><td>no</td><td>no</td></tr>
 * <tr><td>{@link #hashed()}</td><td>a hash of the text or of a field</td><td>yes</td><td>yes</td></tr>
 * <tr><td>{@link #grouped}</td><td>a field whose examples stay together</td><td>no</td><td>no</td></tr>
 * <tr><td>{@link #byTime}</td><td>age: the newest are the test part</td><td>no</td><td>no</td></tr>
 * <tr><td>{@link #testFrom}</td><td>age: fixed dates</td><td>yes</td><td>yes</td></tr>
 * <tr><td>{@link #byColumn}</td><td>a field that names the part</td><td>yes</td><td>yes</td></tr>
 * </table>
 *
 * <p>What training and validation leave is the test part. Each example is in exactly one part.
 *
 * <pre>{@code
 * SplitRule rule = SplitRule.random().train(0.8).validation(0.1).seed(42);
 * SplitRule byCustomer = SplitRule.grouped("customer").train(0.7).validation(0.15);
 * }</pre>
 */
public sealed interface SplitRule
    permits SplitRule.Streaming, RandomSplit, GroupedSplit, TimeSplit {
  /** The side that an example falls on. */
  enum Part {
    TRAIN,
    VALIDATION,
    TEST
  }

  /**
   * The part of each example, in their order.
   *
   * @throws dev.sortal.error.DataException if an example cannot be assigned; the message names it
   */
  List<Part> assign(List<Example> examples);

  /** A rule that needs to see only one example at a time, so that the parts can be streamed. */
  sealed interface Streaming extends SplitRule permits HashedSplit, ColumnSplit, DatedSplit {
    /**
     * The part of an example.
     *
     * @throws dev.sortal.error.DataException if it cannot be assigned; the message names it
     */
    Part part(Example example);

    @Override
    default List<Part> assign(List<Example> examples) {
      return examples.stream().map(this::part).toList();
    }
  }

  /** Random and stratified: 80 % training, 10 % validation, 10 % test, seed 42. */
  static RandomSplit random() {
    return new RandomSplit(Shares.STANDARD, 42);
  }

  /** By a hash of the text: 80 % training, 10 % validation, 10 % test, seed 42. */
  static HashedSplit hashed() {
    return new HashedSplit(null, Shares.STANDARD, 42);
  }

  /** All examples of equal value in a field on one side; 80, 10 and 10 %, seed 42. */
  static GroupedSplit grouped(String field) {
    return new GroupedSplit(field, Shares.STANDARD, 42);
  }

  /** By a field that holds dates or numbers; the oldest 80 % training, the newest 10 % test. */
  static TimeSplit byTime(String field) {
    return new TimeSplit(field, Shares.STANDARD);
  }

  /** By a field that holds dates or numbers: the examples from that one on are the test part. */
  static DatedSplit testFrom(String field, String time) {
    return DatedSplit.of(field, time);
  }

  /** By a field that says {@code train}, {@code validation} or {@code test}. */
  static ColumnSplit byColumn(String field) {
    return ColumnSplit.of(field);
  }
}
