package dev.sortal.text;

import dev.sortal.data.CleaningStep;
import dev.sortal.data.Example;

/**
 * Cleaning steps that go by the number of tokens of a text, as an encoder counts them.
 *
 * <pre>{@code
 * TextEncoder words = Words.standard();
 * Cleaning cleaning = Cleaning.standard().with(TokenLimit.dropFewerThan(3, words));
 * }</pre>
 */
public final class TokenLimit {
  private TokenLimit() {}

  /** Drops examples of fewer tokens, at least 1. */
  public static CleaningStep dropFewerThan(int tokens, TextEncoder encoder) {
    requirePositive(tokens);
    return CleaningStep.of(
        "text of fewer than " + tokens + " tokens",
        () -> {
          Counter counter = new Counter(encoder);
          return example -> counter.count(example) < tokens ? null : example;
        });
  }

  /** Drops examples of more tokens, at least 1. */
  public static CleaningStep dropMoreThan(int tokens, TextEncoder encoder) {
    requirePositive(tokens);
    return CleaningStep.of(
        "text of more than " + tokens + " tokens",
        () -> {
          Counter counter = new Counter(encoder);
          return example -> counter.count(example) > tokens ? null : example;
        });
  }

  private static void requirePositive(int tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException("tokens must be at least 1, got " + tokens + ".");
    }
  }

  /** Counts the tokens of one text after the other. */
  private static final class Counter extends BufferedSink {
    private final TextEncoder encoder;
    private int tokens;

    Counter(TextEncoder encoder) {
      this.encoder = encoder;
    }

    int count(Example example) {
      tokens = 0;
      encoder.tokenizer().tokenize(encoder.textOf(example), this);
      return tokens;
    }

    @Override
    public void token(char[] chars, int start, int end) {
      tokens++;
    }
  }
}
