package dev.sortal.text;

import dev.sortal.spec.Side;

/**
 * Exactly the tokens of Keras's legacy {@code Tokenizer}, for models that replace a Keras script.
 *
 * <p>Lower case as Python's {@code str.lower}; each of {@code !"#$%&()*+,-./:;<=>?@[\]^_`{|}~}, tab
 * and newline becomes a space; a token is what lies between spaces (U+0020 only). There is no id
 * for unknown words unless asked for: they are dropped. Words are numbered from 1, with {@link
 * TextEncoder#withUnknown()} from 2. {@link TextEncoder#maxSize} is Keras's {@code num_words}: it
 * counts id 0.
 *
 * <p>One thing differs: half of a surrogate pair, which no text file holds, becomes U+FFFD.
 *
 * <pre>{@code
 * TextEncoder encoder = KerasWords.standard().maxSize(20_000).maxLength(100);
 * }</pre>
 */
public record KerasWords() implements Tokenizer {
  /** The separators among the characters below 64: a bit for each. */
  private static final long LOW_SEPARATORS = bits("\t\n !\"#$%&()*+,-./:;<=>?", 0);

  /** The separators among the characters from 64 to 127. */
  private static final long HIGH_SEPARATORS = bits("@[\\]^_`{|}~", 64);

  private static long bits(String characters, int first) {
    return characters.chars().mapToLong(c -> 1L << (c - first)).reduce(0, (a, b) -> a | b);
  }

  /** An encoder as in the usual script: at most 100 tokens, padded and cut at the beginning. */
  public static TextEncoder standard() {
    return TextEncoder.of(new KerasWords()).withoutUnknown().padding(Side.PRE).truncation(Side.PRE);
  }

  @Override
  public String kind() {
    return "keras-words";
  }

  @Override
  public void tokenize(String text, Sink sink) {
    String expanded = LowerCase.expand(text);
    int length = expanded.length();
    char[] chars = sink.buffer(length);
    expanded.getChars(0, length, chars, 0);
    LowerCase.apply(chars, length);
    Surrogates.replaceLone(chars, length);
    int i = 0;
    while (i < length) {
      if (separates(chars[i])) {
        i++;
        continue;
      }
      int start = i++;
      while (i < length && !separates(chars[i])) {
        i++;
      }
      sink.token(chars, start, i);
    }
  }

  private static boolean separates(char c) {
    if (c < 64) {
      return (LOW_SEPARATORS >>> c & 1) != 0;
    }
    return c < 128 && (HIGH_SEPARATORS >>> (c - 64) & 1) != 0;
  }
}
