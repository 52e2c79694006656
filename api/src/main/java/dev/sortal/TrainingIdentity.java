package dev.sortal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.FittedEncoder;
import dev.sortal.format.Hashes;
import dev.sortal.spec.Network;
import dev.sortal.spec.SpecJson;
import dev.sortal.spi.TrainingBackend;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** What a checkpoint says of the training that it is of, in an order in which people look. */
final class TrainingIdentity {
  private static final String BACKEND = "backend";

  private TrainingIdentity() {}

  /**
   * Everything that decides what comes of a training, but for the engine.
   *
   * @param provenance of what the training begins with: files of vectors, a classifier
   */
  static ObjectNode of(
      PipelineSettings settings, Prepared prepared, Network network, ObjectNode provenance) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode data = json.putObject("data");
    data.put("trainingRows", prepared.training().rows());
    data.put("validationRows", prepared.validation().rows());
    data.put("sha256", prepared.sha256());
    data.put("validationSha256", prepared.validationSha256());
    // Long files are visited in an order of their own.
    data.put("cached", settings.cache != null);
    ObjectNode pipeline = PipelineSettingsJson.write(settings);
    pipeline.remove(BACKEND);
    json.set("settings", pipeline);
    ArrayNode encoders = json.putArray("encoders");
    for (FittedEncoder encoder : prepared.encoders()) {
      ObjectNode one = encoders.addObject();
      one.set("settings", encoder.settings());
      one.put("vocabulary", sha256(encoder.vocabulary()));
      ObjectNode files = one.putObject("files");
      new TreeMap<>(encoder.files())
          .forEach((name, content) -> files.put(name, Hashes.sha256(content)));
    }
    json.set("network", SpecJson.write(network));
    for (String part : List.of("vectors", "continued")) {
      if (provenance.has(part)) {
        json.set(part, provenance.path(part));
      }
    }
    return json;
  }

  private static String sha256(List<String> vocabulary) {
    MessageDigest digest = Hashes.sha256();
    for (String entry : vocabulary) {
      byte[] bytes = entry.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** What a training runs on. */
  static ObjectNode engine(PipelineSettings settings, TrainingBackend backend) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("engine", backend.engine());
    json.put("device", settings.backend.execution().device().toString());
    json.put("threads", settings.backend.execution().threads());
    return json;
  }
}
