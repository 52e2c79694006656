package dev.sortal.profile;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.OptionalDouble;

/** A profile as JSON: the components of its records by name, and null for what is undefined. */
final class ProfileJson {
  private static final int SCHEMA = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.class, new Figure())
                  .addSerializer(Double.TYPE, new Figure())
                  .addSerializer(OptionalDouble.class, new Threshold()))
          .build();

  private ProfileJson() {}

  static ObjectNode of(DataProfile profile) {
    ObjectNode json = JSON.createObjectNode();
    json.put("schema", SCHEMA);
    json.setAll((ObjectNode) JSON.valueToTree(profile));
    ObjectNode classes = (ObjectNode) json.get("classes");
    classes.set("ratio", JSON.valueToTree(profile.classes().ratio()));
    classes.set("evenness", JSON.valueToTree(profile.classes().evenness()));
    return json;
  }

  private static void write(double value, JsonGenerator out) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeNull();
    }
  }

  private static final class Figure extends StdSerializer<Double> {
    private static final long serialVersionUID = 1;

    Figure() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      write(value, out);
    }
  }

  private static final class Threshold extends StdSerializer<OptionalDouble> {
    private static final long serialVersionUID = 1;

    Threshold() {
      super(OptionalDouble.class);
    }

    @Override
    public void serialize(OptionalDouble value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      write(value.orElse(Double.NaN), out);
    }
  }
}
