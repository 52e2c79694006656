package dev.sortal.text;

/**
 * Splits a text into tokens; stateless and safe for threads.
 *
 * <p>The kinds are fixed, since a saved classifier must tokenize as it did in training: {@link
 * Words}, {@link KerasWords}, {@link Characters} and {@link WholeText}.
 */
public sealed interface Tokenizer permits Words, KerasWords, Characters, WholeText {
  /** Hands the tokens of a text to the sink, in order. */
  void tokenize(String text, Sink sink);

  /** The name in a saved classifier. */
  String kind();

  /** Takes tokens as ranges of characters, so that none must become an object. */
  interface Sink {
    /** An array for at least that many characters, reused from text to text. */
    char[] buffer(int length);

    /** The next token, chars[start..end); valid until the call returns. */
    void token(char[] chars, int start, int end);
  }
}
