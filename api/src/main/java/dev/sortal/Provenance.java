package dev.sortal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.DataException;
import dev.sortal.spec.SpecJson;
import dev.sortal.spi.Backend;
import dev.sortal.spi.Execution;
import dev.sortal.tracking.Machine;

/** What a saved classifier says of its training, so that it can be repeated. */
final class Provenance {
  private Provenance() {}

  /** Engine, versions, machine, all settings, and fingerprints of the examples. */
  static ObjectNode of(PipelineSettings settings, Backend backend, Prepared prepared) {
    Execution execution = settings.backend.execution();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("engine", backend.engine());
    json.put("backend", backend.name());
    json.put("device", execution.device().toString());
    json.put("threads", execution.threads());
    json.set("machine", SpecJson.write(Machine.here()));
    json.set("settings", PipelineSettingsJson.write(settings));
    ObjectNode data = json.putObject("data");
    data.put("trainingRows", prepared.training().rows());
    data.put("validationRows", prepared.validation().rows());
    data.put("sha256", prepared.sha256());
    data.put("validationSha256", prepared.validationSha256());
    return json;
  }

  /**
   * Refuses examples that are not those of the training that is to be repeated.
   *
   * @param provenance of the training that begins
   */
  static void requireExpected(PipelineSettings settings, ObjectNode provenance) {
    JsonNode expected = settings.expectedData;
    JsonNode got = provenance.path("data");
    if (expected == null || expected.toString().equals(got.toString())) {
      return;
    }
    throw new DataException(
        "The training cannot be repeated, since the examples are not those of then: expected "
            + said(expected)
            + ", got "
            + said(got)
            + ". Check that it is the same data, read by the same columns, cleaned and divided in"
            + " the same way.");
  }

  private static String said(JsonNode data) {
    return data.path("trainingRows").asInt()
        + " training rows ("
        + digits(data, "sha256")
        + ") and "
        + data.path("validationRows").asInt()
        + " validation rows ("
        + digits(data, "validationSha256")
        + ")";
  }

  /** As many digits of a hash as people compare. */
  private static String digits(JsonNode data, String name) {
    String hash = data.path(name).asText("no hash");
    return hash.length() > 12 ? hash.substring(0, 12) : hash;
  }
}
