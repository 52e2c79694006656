package dev.sortal.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Makes one type of encoders again from what a saved classifier holds; found as a service, so that
 * other artifacts can add types.
 *
 * <p>{@link FittedEncoder#settings()} of such an encoder gives the type as {@code type}, and as
 * {@code artifact} what is to be put on the class path where the type is not found.
 *
 * <pre>{@code
 * # META-INF/services/dev.sortal.data.EncoderFormat
 * com.example.PhonemeFormat
 * }</pre>
 */
public interface EncoderFormat {
  /** The type in the settings of the encoders that it reads. */
  String type();

  /**
   * The encoder that gave these.
   *
   * @param settings its settings, which come from a file and are to be checked
   * @param vocabulary its vocabulary
   * @param files its files, by name
   * @throws IllegalArgumentException if they are not those of such an encoder; the message says
   *     what is wrong
   */
  FittedEncoder read(ObjectNode settings, List<String> vocabulary, Map<String, byte[]> files);
}
