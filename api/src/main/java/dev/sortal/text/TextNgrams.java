package dev.sortal.text;

/** The buckets of the n-grams of one text, in rising order; for one thread. */
final class TextNgrams {
  private final HashedNgrams encoder;
  private final NgramHashes hashes;
  private final TokenList tokens = new TokenList();
  private final IdList ofWords = new IdList();
  private final IdList ofCharacters = new IdList();
  private int all;
  private int cut;

  TextNgrams(HashedNgrams encoder) {
    this.encoder = encoder;
    this.hashes = new NgramHashes(encoder.buckets());
  }

  /** Takes the n-grams of a text in place of those before. */
  void read(String text) {
    tokens.fill(encoder.text().tokenizer(), text);
    all = tokens.count();
    cut = tokens.cut(encoder.text().maxLength(), encoder.text().truncation());
    ofWords.clear();
    ofCharacters.clear();
    if (!encoder.words().isNone() && tokens.count() > 0) {
      readWords();
    }
    if (!encoder.characters().isNone()) {
      int shortest = encoder.characters().shortest();
      int longest = encoder.characters().longest();
      for (int i = 0; i < tokens.count(); i++) {
        int start = tokens.start(i);
        hashes.characters(tokens.chars(), start, tokens.end(i), shortest, longest, ofCharacters);
      }
    }
    ofWords.sort();
    ofCharacters.sort();
  }

  private void readWords() {
    for (int length = encoder.words().shortest(); length <= encoder.words().longest(); length++) {
      int outside = encoder.marks() && length > 1 ? 1 : 0;
      for (int first = -outside; first + length <= tokens.count() + outside; first++) {
        hashes.words(tokens, first, length, ofWords);
      }
    }
    if (encoder.gaps()) {
      for (int first = 0; first + 2 < tokens.count(); first++) {
        hashes.gap(tokens, first, ofWords);
      }
    }
  }

  /** The buckets of the n-grams of words, one for each occurrence. */
  IdList ofWords() {
    return ofWords;
  }

  /** The buckets of the n-grams of characters, one for each occurrence. */
  IdList ofCharacters() {
    return ofCharacters;
  }

  /** The number of tokens of the whole text. */
  int tokens() {
    return all;
  }

  /** How many tokens were not read. */
  int cut() {
    return cut;
  }
}
