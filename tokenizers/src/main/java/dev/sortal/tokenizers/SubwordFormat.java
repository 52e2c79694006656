package dev.sortal.tokenizers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.EncoderFormat;
import dev.sortal.data.FittedEncoder;
import java.util.List;
import java.util.Map;

/** Makes {@link Subwords} of a saved classifier again; found as a service. */
public final class SubwordFormat implements EncoderFormat {
  /** For the service loader. */
  public SubwordFormat() {}

  @Override
  public String type() {
    return FittedSubwords.TYPE;
  }

  @Override
  public FittedEncoder read(
      ObjectNode settings, List<String> vocabulary, Map<String, byte[]> files) {
    return FittedSubwords.read(settings, vocabulary, files);
  }
}
