package dev.sortal.duplicates;

import dev.sortal.data.Example;
import dev.sortal.data.Fingerprint;
import dev.sortal.keys.Hash128;
import dev.sortal.text.BufferedSink;
import dev.sortal.text.Tokenizer;
import dev.sortal.text.Words;
import java.util.Map;
import java.util.TreeMap;

/**
 * Examples as 128 bits of the words of their texts and of their other fields: those that differ in
 * case, punctuation and white space only are the same. A text without words counts as it is.
 */
final class WordsKey extends BufferedSink {
  private static final Tokenizer WORDS = new Words(false);

  private final Fingerprint others = new Fingerprint();
  private final Hash128 hash = new Hash128();
  private int tokens;

  /** The hash of an example, without its labels; valid until the next. */
  Hash128 of(Example example) {
    Map<String, Object> fields = example.fields();
    hash.begin();
    (fields.size() < 2 ? fields : new TreeMap<>(fields)).forEach(this::addField);
    return hash.end();
  }

  private void addField(String name, Object value) {
    hash.add(name);
    tokens = 0;
    if (value instanceof String text) {
      WORDS.tokenize(text, this);
    }
    hash.add(tokens);
    if (tokens == 0) {
      Hash128 other = others.ofFields(Example.of(Map.of(name, value)));
      hash.add(other.high()).add(other.low());
    }
  }

  @Override
  public void token(char[] chars, int start, int end) {
    hash.add(chars, start, end);
    tokens++;
  }
}
