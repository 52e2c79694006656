package dev.sortal.text;

/**
 * A sink with a buffer that grows with the longest text; for one thread.
 *
 * <pre>{@code
 * final class Counter extends BufferedSink {
 *   private int tokens;
 *
 *   @Override
 *   public void token(char[] chars, int start, int end) {
 *     tokens++;
 *   }
 * }
 * }</pre>
 */
public abstract class BufferedSink implements Tokenizer.Sink {
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private char[] buffer = new char[1024];

  @Override
  public final char[] buffer(int length) {
    if (buffer.length < length) {
      buffer = new char[(int) Math.max(length, Math.min(length * 3L / 2, LONGEST))];
    }
    return buffer;
  }
}
