package dev.sortal.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.EncoderFormat;
import dev.sortal.data.FittedEncoder;
import dev.sortal.error.SortalException;
import dev.sortal.features.FittedFeatures;
import dev.sortal.image.FittedImages;
import dev.sortal.text.FittedHashedNgrams;
import dev.sortal.text.FittedHashedSubwords;
import dev.sortal.text.FittedTextEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The encoders of a bundle: settings in the manifest, vocabulary and files as entries.
 *
 * <p>The vocabulary of encoder i is {@code vocabulary-i.txt} (of the first {@code vocabulary.txt}),
 * its files are {@code encoder-i-name}.
 */
final class EncoderEntries {
  private static final String VOCABULARY = "vocabulary";
  private static final String FILES = "files";

  private EncoderEntries() {}

  /** Adds the settings of encoders to the manifest, and their entries. */
  static void write(List<FittedEncoder> encoders, ArrayNode manifest, Map<String, byte[]> entries) {
    for (int i = 0; i < encoders.size(); i++) {
      FittedEncoder encoder = encoders.get(i);
      String name = i == 0 ? "vocabulary.txt" : "vocabulary-" + i + ".txt";
      ObjectNode settings = encoder.settings().put(VOCABULARY, name);
      entries.put(name, VocabularyText.write(encoder.vocabulary()));
      Map<String, byte[]> files = new TreeMap<>(encoder.files());
      if (!files.isEmpty()) {
        ObjectNode names = settings.putObject(FILES);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          String entry = "encoder-" + i + "-" + file.getKey();
          names.put(file.getKey(), entry);
          entries.put(entry, file.getValue());
        }
      }
      manifest.add(settings);
    }
  }

  /**
   * The encoder of these settings.
   *
   * @param entry gives the content of an entry
   * @throws SortalException if nothing on the class path reads its type
   * @throws IllegalArgumentException if its settings are not as they must be
   */
  static FittedEncoder read(ObjectNode settings, Function<String, byte[]> entry) {
    List<String> vocabulary = VocabularyText.read(entry.apply(settings.path(VOCABULARY).asText()));
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> file : settings.path(FILES).properties()) {
      files.put(file.getKey(), entry.apply(file.getValue().asText()));
    }
    String type = settings.path("type").asText();
    return switch (type) {
      case FittedTextEncoder.TYPE -> FittedTextEncoder.read(settings, vocabulary);
      case FittedHashedSubwords.TYPE -> FittedHashedSubwords.read(settings, vocabulary, files);
      case FittedHashedNgrams.TYPE -> FittedHashedNgrams.read(settings, files);
      case FittedFeatures.TYPE -> FittedFeatures.read(settings);
      case FittedImages.TYPE -> FittedImages.read(settings);
      default -> format(type, settings).read(settings, vocabulary, files);
    };
  }

  private static EncoderFormat format(String type, ObjectNode settings) {
    ClassLoader own = EncoderFormat.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    for (ClassLoader loader : Arrays.asList(context == null ? own : context, own)) {
      for (EncoderFormat format : ServiceLoader.load(EncoderFormat.class, loader)) {
        if (format.type().equals(type)) {
          return format;
        }
      }
    }
    String artifact = settings.path("artifact").asText();
    throw new SortalException(
        "It has an encoder of type \""
            + type
            + "\", which nothing on the class path reads: expected text, subwords, ngrams,"
            + " features, images or a type of another artifact. "
            + (artifact.matches("[A-Za-z0-9._-]+:[A-Za-z0-9._-]+")
                ? "Add the artifact " + artifact + "."
                : "Add the artifact that has it."));
  }
}
