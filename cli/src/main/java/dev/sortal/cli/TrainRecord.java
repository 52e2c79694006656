package dev.sortal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.bundle.Bundle;
import dev.sortal.error.BundleException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The words of {@code sortal train} in a saved classifier, without paths: what is needed to read
 * the same rows again.
 */
final class TrainRecord {
  private static final String COMMAND = "command";
  private static final String OPTIONS = "options";
  private static final String CACHED = "cached";

  private static final String TESTED = "tested";
  private static final String CONTINUED = "continued";

  /** Beside all options that are paths. */
  private static final Set<String> NOT_RECORDED =
      Set.of("--data", "--test", "--json", "--replay", "--old-test");

  private TrainRecord() {}

  /** A trained classifier with the words by which it was trained. */
  static Bundle write(Bundle bundle, ParseResult words) {
    ObjectNode provenance = bundle.provenance().deepCopy();
    ObjectNode command = provenance.putObject(COMMAND);
    ArrayNode options = command.putArray(OPTIONS);
    for (OptionSpec option : new LinkedHashSet<>(words.matchedOptions())) {
      boolean isLeftOut =
          option.type() == Path.class || NOT_RECORDED.contains(option.longestName());
      if (!isLeftOut && !isFileOfTokenizer(option)) {
        write(option, options);
      }
    }
    command.put(CACHED, words.hasMatchedOption("--cache"));
    command.put(TESTED, words.hasMatchedOption("--test"));
    command.put(CONTINUED, words.hasMatchedOption("--continue"));
    return bundle.withProvenance(provenance);
  }

  /** The file itself is in the bundle. */
  private static boolean isFileOfTokenizer(OptionSpec option) {
    return option.longestName().equals("--tokenizer")
        && option.stringValues().get(0).toLowerCase(Locale.ROOT).endsWith(".json");
  }

  private static void write(OptionSpec option, ArrayNode options) {
    boolean isFlag = option.arity().max() == 0;
    if (isFlag) {
      options.add(option.longestName());
    } else {
      // As they were parsed: values that stood with commas between them stand alone.
      option.stringValues().forEach(value -> options.add(option.longestName() + "=" + value));
    }
  }

  /**
   * The command that trained a classifier, reading other files.
   *
   * @param data the training rows
   * @param cache where encoded rows go if they did then
   * @return null if it was not trained by a command
   */
  static @Nullable TrainCommand read(Bundle bundle, String data, String cache) {
    JsonNode command = bundle.provenance().path(COMMAND);
    if (!command.path(OPTIONS).isArray()) {
      return null;
    }
    List<String> words = new ArrayList<>();
    command.path(OPTIONS).forEach(option -> words.add(option.asText()));
    words.addAll(List.of("--data", data, "--out", "none"));
    if (command.path(CACHED).asBoolean()) {
      words.addAll(List.of("--cache", cache));
    }
    if (command.path(CONTINUED).asBoolean()) {
      words.addAll(List.of("--continue", "none"));
    }
    if (command.path(TESTED).asBoolean()) {
      // Whether there were rows to judge with decided what was held back; they are not read again.
      words.addAll(List.of("--test", data));
    }
    TrainCommand train = new TrainCommand();
    try {
      new CommandLine(train)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs(words.toArray(String[]::new));
    } catch (ParameterException failure) {
      throw new BundleException(
          "The classifier says of its command what this version does not know: expected options of"
              + " sortal train, got "
              + command.path(OPTIONS)
              + ". "
              + failure.getMessage(),
          failure);
    }
    return train;
  }
}
