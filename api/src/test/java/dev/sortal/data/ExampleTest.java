package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.DataException;
import dev.sortal.format.Hashes;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleTest {
  private static final Example CUSTOMER =
      Example.of(Map.of("age", 41, "city", "Bern", "owner", true)).readFrom("people.csv", 7);

  @Test
  void fields_have_types() {
    assertThat(CUSTOMER.numberOf("age")).isEqualTo(41);
    assertThat(CUSTOMER.numberOf("owner")).isEqualTo(1);
    assertThat(CUSTOMER.textOf("city")).isEqualTo("Bern");
    assertThat(Example.image(Image.of(new byte[] {1})).imageOf("image"))
        .isEqualTo(Image.of(new byte[] {1}));
  }

  @Test
  void missing_values_leave_the_field_out() {
    Map<String, Object> values = new HashMap<>();
    values.put("age", Double.NaN);
    values.put("city", null);
    values.put("name", "");
    Example example = Example.of(values);
    assertThat(example.fields().keySet()).containsExactly("name");
    assertThat(example.numberOf("age")).isNaN();
    assertThat(CUSTOMER.with("age", null).has("age")).isFalse();
    assertThat(CUSTOMER.has("age")).isTrue();
  }

  @Test
  void a_field_of_another_type_is_named_with_its_origin() {
    assertThatThrownBy(CUSTOMER::text)
        .isInstanceOf(DataException.class)
        .hasMessage(
            "people.csv:7 cannot be used: expected a text in the field \"text\", got no such field"
                + " among [age, city, owner].");
    assertThatThrownBy(() -> CUSTOMER.numberOf("city"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "people.csv:7 cannot be used: expected a number in the field \"city\", got the text"
                + " \"Bern\".");
    assertThatThrownBy(() -> CUSTOMER.imageOf("age"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected an image")
        .hasMessageContaining("got 41.0");
  }

  @Test
  void a_value_of_no_known_type_is_refused() {
    assertThatThrownBy(() -> Example.of(Map.of("born", List.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"born\"");
  }

  @Test
  void several_labels_are_kept_once_each() {
    Example tagged = Example.text("a").labelled(Arrays.asList("x", "y", "x"));
    assertThat(tagged.labels()).containsExactly("x", "y");
    assertThatThrownBy(tagged::label)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[x, y]");
    assertThat(Example.text("a").labels()).isNull();
    assertThat(Example.text("a").labelled("x").labels()).containsExactly("x");
    assertThat(Example.text("a").labelled(List.of()).labels()).isEmpty();
  }

  @Test
  void equality_is_that_of_fields_labels_and_weight() {
    assertThat(CUSTOMER)
        .isEqualTo(Example.of(Map.of("owner", 1, "city", "Bern", "age", 41.0)))
        .isNotEqualTo(CUSTOMER.with("age", 42))
        .isNotEqualTo(CUSTOMER.labelled("good"))
        .isNotEqualTo(CUSTOMER.weighted(2))
        .hasSameHashCodeAs(Example.of(Map.of("owner", 1, "city", "Bern", "age", 41.0)));
    assertThat(Example.text("a")).isEqualTo(Example.of(Map.of("text", "a")));
  }

  @Test
  void examples_that_look_alike_have_fingerprints_of_their_own() {
    List<Example> alike =
        List.of(
            Example.of(Map.of("a", "b", "c", "d")),
            Example.of(Map.of("a", "b\0c\0d")),
            Example.of(Map.of("a", "bT:1:c")),
            Example.of(Map.of("a", "1.0")),
            Example.of(Map.of("a", 1.0)),
            Example.of(Map.of("a", 1.0)).labelled(List.of()),
            Example.of(Map.of("a", 1.0)).labelled("x"),
            Example.of(Map.of("a", 1.0)).labelled(List.of("x", "y")),
            Example.of(Map.of("a", 1.0)).labelled("x\0y"),
            Example.of(Map.of("a", 1.0)).weighted(2),
            Example.of(Map.of("a", Image.of(new byte[] {1}))),
            Example.of(Map.of("a", Image.of(new byte[] {2}))));
    assertThat(alike.stream().map(ExampleTest::fingerprint)).doesNotHaveDuplicates();
    assertThat(fingerprint(Example.text("a").labelled("x")))
        .isEqualTo(fingerprint(Example.of(Map.of("text", "a")).labelled("x")));
  }

  private static String fingerprint(Example example) {
    MessageDigest digest = Hashes.sha256();
    example.digest(digest);
    return HexFormat.of().formatHex(digest.digest());
  }
}
