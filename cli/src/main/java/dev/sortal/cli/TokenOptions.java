package dev.sortal.cli;

import dev.sortal.data.Encoder;
import dev.sortal.text.Bigrams;
import dev.sortal.text.Characters;
import dev.sortal.text.KerasWords;
import dev.sortal.text.Normalization;
import dev.sortal.text.TextAugmentation;
import dev.sortal.text.TextEncoder;
import dev.sortal.text.Words;
import dev.sortal.tokenizers.Subwords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How texts become tokens. */
final class TokenOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--tokenizer",
      paramLabel = "KIND",
      description =
          "words, punctuation (words and all that can be seen beside them), characters, keras (as"
              + " its Tokenizer), or a tokenizer.json; by default words.")
  String tokenizer = "words";

  @Option(
      names = "--bigrams",
      paramLabel = "WHERE",
      description =
          "Pairs of Chinese, Japanese, Korean and Thai characters: instead of the characters, or"
              + " beside them; by default none.")
  @Nullable String bigrams;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "Tokens that are read of a text; by default 100.")
  int maxLength = 100;

  @Option(
      names = "--normalize",
      split = ",",
      paramLabel = "STEP",
      description =
          "What is done to texts first, in training and in prediction: html,nfkc,control,"
              + "whitespace,lowercase,accents,personal, or url,email,number to put placeholders.")
  List<String> normalize = new ArrayList<>();

  /** An encoder of a field, altering words of training texts like that. */
  Encoder encoder(String field, TextAugmentation augmentation) {
    if (tokenizer.toLowerCase(Locale.ROOT).endsWith(".json")) {
      boolean isPlain = normalize.isEmpty() && augmentation.mask() == 0 && augmentation.swap() == 0;
      if (!isPlain || bigrams != null) {
        throw new ParameterException(
            spec.commandLine(),
            "A tokenizer.json says itself what is done to texts: expected no --normalize,"
                + " --bigrams, --word-dropout or --word-swap beside it.");
      }
      return Subwords.file(Path.of(tokenizer)).maxLength(maxLength).field(field);
    }
    return words()
        .field(field)
        .maxLength(maxLength)
        .normalize(Normalization.of(normalize))
        .augment(augmentation);
  }

  private TextEncoder words() {
    TextEncoder words =
        switch (tokenizer) {
          case "words" -> Words.standard();
          case "punctuation" -> Words.withPunctuation();
          case "characters" -> Characters.standard();
          case "keras" -> KerasWords.standard();
          default ->
              throw new ParameterException(
                  spec.commandLine(),
                  "--tokenizer must be words, punctuation, characters, keras or a tokenizer.json,"
                      + " got \""
                      + tokenizer
                      + "\".");
        };
    if (bigrams == null) {
      return words;
    }
    return words.bigrams(
        switch (bigrams) {
          case "instead" -> Bigrams.INSTEAD;
          case "beside" -> Bigrams.BESIDE;
          default ->
              throw new ParameterException(
                  spec.commandLine(),
                  "--bigrams must be instead or beside, got \"" + bigrams + "\".");
        });
  }
}
