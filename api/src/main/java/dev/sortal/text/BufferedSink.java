package dev.sortal.text;

/**
 * A sink with a buffer that grows with the longest text, up to 65,536 characters; a longer one has
 * a buffer of its own, which is not kept. For one thread.
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
  private static final int LONGEST_KEPT = 1 << 16;

  private char[] buffer = new char[1024];

  @Override
  public final char[] buffer(int length) {
    if (length > LONGEST_KEPT) {
      return new char[length];
    }
    if (buffer.length < length) {
      buffer = new char[Math.min(length * 3 / 2, LONGEST_KEPT)];
    }
    return buffer;
  }
}
