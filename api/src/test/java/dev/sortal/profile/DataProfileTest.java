package dev.sortal.profile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.Dataset;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.data.Image;
import dev.sortal.error.DataException;
import dev.sortal.metrics.Columns;
import dev.sortal.text.Characters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataProfileTest {
  private static Dataset dataset(String part, String... rows) {
    List<Example> examples = new ArrayList<>();
    for (String row : rows) {
      int colon = row.indexOf(':');
      Example example =
          Example.text(row.substring(colon + 1)).readFrom(part + ".csv", examples.size() + 2);
      examples.add(colon == 0 ? example : example.labelled(row.substring(0, colon)));
    }
    return Dataset.of(examples);
  }

  private final Split split =
      new Split(
          dataset(
              "train",
              "体育:中国队 赢了",
              "体育:中国队 赢了",
              "体育:中国队,赢了!",
              "finance:the bank of the river",
              "finance:",
              "体育:the bank of the River",
              ":no label here"),
          dataset("validation", "体育:of the river bank"),
          dataset(
              "test", "finance:the bank", "art:new words 中国队", "finance:The bank of the river?"));

  @Test
  void counts_rows_classes_and_duplicates() {
    DataProfile profile = split.profile();
    assertThat(profile.rows()).isEqualTo(7);
    assertThat(profile.classes().counts())
        .containsExactly(new ClassBalance.Count("体育", 4), new ClassBalance.Count("finance", 2));
    assertThat(profile.classes().unlabelled()).isEqualTo(1);
    assertThat(profile.classes().ratio()).isEqualTo(2);
    // -(2/3 ld 2/3 + 1/3 ld 1/3), of at most 1 bit
    assertThat(profile.classes().evenness()).isEqualTo(0.918296, within(1e-6));
    assertThat(profile.duplicates()).isEqualTo(new DataProfile.Duplicates(1, 1, 0, 7));
    assertThat(profile.conflicts().texts()).isEqualTo(1);
    assertThat(profile.conflicts().rows()).isEqualTo(2);
  }

  @Test
  void measures_lengths_vocabulary_and_scripts() {
    TextProfile text = requireNonNull(split.train().profile().text());
    assertThat(text.tokens()).isEqualTo(5 * 3 + 5 + 5 + 3);
    assertThat(text.lengths()).isEqualTo(new TextProfile.Lengths(0, 28 / 7.0, 5, 5, 5, 5, 5));
    assertThat(text.recommendedLength()).isEqualTo(8);
    assertThat(text.words()).isEqualTo(5 + 4 + 3);
    assertThat(text.wordsOnce()).isEqualTo(3);
    assertThat(text.growth()).containsExactly(new TextProfile.Growth(7, 12));
    assertThat(text.scripts()).extracting(TextProfile.Script::name).containsExactly("LATIN", "HAN");
    // 17 letters twice and 11, by 15 characters
    assertThat(text.scripts().get(1).share()).isEqualTo(15 / (15.0 + 17 + 17 + 11), within(1e-12));
  }

  @Test
  void says_what_limits_of_length_cut() {
    String[] rows = new String[100];
    for (int i = 0; i < 100; i++) {
      rows[i] = "a:" + "w ".repeat(i + 1);
    }
    TextProfile text = requireNonNull(dataset("a", rows).profile().text());
    assertThat(text.lengths()).isEqualTo(new TextProfile.Lengths(1, 50.5, 50, 90, 95, 99, 100));
    assertThat(text.recommendedLength()).isEqualTo(104);
    assertThat(text.cuts())
        .contains(new TextProfile.Cut(64, 0.36, 36 * 37 / 2 / 5050.0))
        .contains(new TextProfile.Cut(104, 0, 0));
  }

  @Test
  void the_vocabulary_is_counted_on_the_way() {
    String[] rows = new String[12_000];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = "a:word" + i / 4 + " common";
    }
    TextProfile text = requireNonNull(dataset("a", rows).profile().text());
    assertThat(text.growth())
        .containsExactly(
            new TextProfile.Growth(1_000, 251),
            new TextProfile.Growth(10_000, 2_501),
            new TextProfile.Growth(12_000, 3_001));
    assertThat(text.wordsOnce()).isZero();
  }

  @Test
  void compares_the_parts() {
    DataProfile profile = split.profile();
    assertThat(profile.heldOut())
        .extracting(
            HeldOut::part,
            HeldOut::rows,
            HeldOut::tokens,
            HeldOut::unknownTokens,
            HeldOut::rareTokens,
            HeldOut::unknownLabels)
        .containsExactly(
            tuple("validation", 1L, 4L, 0L, 0L, List.of()),
            tuple("test", 3L, 12L, 2L, 0L, List.of("art")));
    assertThat(profile.heldOut().get(1).outOfVocabulary()).isEqualTo(2 / 12.0);
    assertThat(requireNonNull(profile.leakage()).overlaps().get(1).equal()).isEqualTo(1);
    assertThat(split.train().profile().leakage()).isNull();
  }

  @Test
  void lengths_can_be_counted_in_other_tokens() {
    TextProfile text =
        requireNonNull(
            Split.of(dataset("a", "x:ab cd", "x:e"), Dataset.of(List.of()))
                .profile(Profiling.standard().tokenizer(new Characters(false)))
                .text());
    assertThat(text.lengths().most()).isEqualTo(5);
  }

  @Test
  void describes_numbers_categories_and_images() {
    Example one = Example.of(Map.of("age", 41, "city", "Bern")).labelled("good");
    Example other = Example.of(Map.of("age", 20)).labelled("bad");
    Example third = Example.of(Map.of("age", 20, "face", Image.of(new byte[] {1}))).labelled("bad");
    DataProfile profile = Dataset.of(List.of(one, other, third)).profile();
    assertThat(profile.text()).isNull();
    assertThat(profile.fields())
        .containsExactly(
            new FieldProfile("age", FieldProfile.Kind.NUMBER, 3, 0, 2, 20, 27, 41),
            new FieldProfile("city", FieldProfile.Kind.TEXT, 1, 2, 1, 4, 4, 4),
            new FieldProfile(
                "face", FieldProfile.Kind.IMAGE, 1, 2, 1, Double.NaN, Double.NaN, Double.NaN));
    assertThat(profile.toString()).contains("age", "number", "city", "face");
    assertThat(Dataset.of(List.of(one, one.with("city", 3))).profile().fields().get(1).kind())
        .isEqualTo(FieldProfile.Kind.MIXED);
  }

  @Test
  void the_table_fits_80_columns_and_is_aligned_whatever_the_script() {
    String table = split.profile().toString();
    assertThat(table.lines()).allMatch(line -> Columns.width(line) <= 80);
    assertThat(table)
        .contains(
            """
            rows                  7
            unlabelled            1
            classes               2   largest by smallest 2, evenness 0.918
            duplicates            1   equal; 1 more in words, 0 nearly
            conflicts             1   texts with more than one label, in 2 rows

            class          rows    share
            体育              4   57.1 %
            finance           2   28.6 %
            """)
        .contains(
            """
            empty or blank: 1 rows
              train.csv:6
            """)
        .contains(
            """
            test: 3 rows, 16.7 % of the tokens do not occur in train
              labels that do not occur in train: art
              1 occur in train (0 with another label), 0 more nearly
              test.csv:4              train.csv:5             The bank of the river?
            """);
  }

  @Test
  void the_json_has_a_schema_and_null_for_what_is_undefined() throws IOException {
    JsonNode json = new ObjectMapper().readTree(split.profile().toJson());
    assertThat(json.path("schema").asInt()).isEqualTo(1);
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "schema",
            "rows",
            "classes",
            "duplicates",
            "conflicts",
            "text",
            "findings",
            "fields",
            "labelErrors",
            "heldOut",
            "leakage");
    assertThat(json.at("/classes/counts/0/label").asText()).isEqualTo("体育");
    assertThat(json.at("/classes/ratio").asDouble()).isEqualTo(2);
    assertThat(json.at("/text/cuts/0/length").asInt()).isEqualTo(8);
    assertThat(json.at("/findings/0/kind").asText()).isEqualTo("EMPTY");
    assertThat(json.at("/findings/0/rows/0/origin").asText()).isEqualTo("train.csv:6");
    assertThat(json.at("/heldOut/1/unknownTokens").asInt()).isEqualTo(2);
    assertThat(json.at("/leakage/threshold").asDouble()).isEqualTo(0.9);
    assertThat(json.at("/leakage/overlaps/1/pairs/0/other").asText()).isEqualTo("train.csv:5");
    assertThat(json.at("/labelErrors").isNull()).isTrue();

    JsonNode without =
        new ObjectMapper()
            .readTree(
                Split.of(dataset("a", ":x"), dataset("b", ":x"))
                    .profile(Profiling.standard().near(0))
                    .toJson());
    assertThat(without.at("/classes/ratio").isNull()).isTrue();
    assertThat(without.at("/leakage/threshold").isNull()).isTrue();
  }

  @Test
  void refuses_what_is_out_of_range_and_what_is_empty() {
    assertThatThrownBy(() -> Profiling.standard().near(0.3))
        .hasMessage("near must be a similarity in [0.5, 1], or 0 for none, got 0.3.");
    assertThatThrownBy(() -> Profiling.standard().sample(-1)).hasMessageContaining("got -1");
    assertThatThrownBy(() -> Dataset.of(List.of()).profile())
        .isInstanceOf(DataException.class)
        .hasMessage("There is nothing to profile: expected examples, got none.");
  }
}
