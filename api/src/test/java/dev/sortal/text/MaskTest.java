package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  private static String personal(String text) {
    return Normalization.none().maskPersonalData().apply(text);
  }

  private static String mask(String text, Mask... kinds) {
    return Normalization.none().mask(kinds).apply(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write to jane.doe+x@mail.example.org.    | write to <email>.",
        "<a@b.de>,c_d@e-f.co.uk                   | <<email>>,<email>",
        "邮箱abc@example.com请联系                 | 邮箱<email>请联系",
        "münchen@straße.de                        | <email>",
        "(o'neil@example.ie)                      | (<email>)",
        "me@xn--bcher-kva.xn--p1ai                | <email>",
        "a@b.com.                                 | <email>."
      })
  void finds_addresses_of_mail(String text, String expected) {
    assertThat(personal(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user@host",
        "@name",
        "a@b.c",
        "a@1.2",
        "a.@b.de",
        "a@-b.de",
        "a@b..de",
        "5 @ 3.50 each",
        "@",
        "a@",
        "@@@",
        "twitter.com/@name"
      })
  void is_not_taken_in_by_what_is_no_address_of_mail(String text) {
    assertThat(personal(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "see http://a.example/x?y=1&z=(2).        | see <url>.",
        "(https://en.example.org/wiki/A_(b))      | (<url>)",
        "www.example.org, or HTTP://B.DE!         | <url>, or <url>!",
        "\"ftp://x.y/z\" www.x                    | \"<url>\" www.x",
        "网址http://a.cn/b，请看                   | 网址<url>，请看",
        "http://me@example.org/ x                 | <url> x",
        "awww.example.org http:// https://.       | awww.example.org http:// https://."
      })
  void finds_addresses_of_pages(String text, String expected) {
    assertThat(mask(text, Mask.URL, Mask.EMAIL)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "it cost $1,299.00 or 3.5%          | it cost $<number> or <number>%",
        "mp3 b2b 4k 10km 1st                | mp3 b2b 4k 10km 1st",
        "2024-01-15 10:30                   | <number>-<number>-<number> <number>:<number>",
        "第12章 ١٢٣                          | 第<number>章 <number>",
        "1'000 2. 3, 1,2a                   | <number> <number>. <number>, 1,2a"
      })
  void finds_numbers(String text, String expected) {
    assertThat(mask(text, Mask.NUMBER)).isEqualTo(expected);
  }

  /** Test numbers that the networks publish. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4111 1111 1111 1111",
        "4012-8888-8888-1881",
        "4222222222222",
        "5555 5555 5555 4444",
        "2223003122003222",
        "378282246310005",
        "3782 822463 10005",
        "30569309025904",
        "3056 930902 5904",
        "6011111111111117",
        "3530111333300000",
        "6759649826438453",
        "4111\u00a01111\u00a01111\u00a01111"
      })
  void finds_numbers_of_cards(String number) {
    assertThat(personal("card: " + number + ".")).isEqualTo("card: <card>.");
    assertThat(personal("12 " + number + " 05/27")).isEqualTo("12 <card> 05/27");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112", // fails Luhn
        "order 4111111111111110",
        "1234567890123452", // passes Luhn, of no issuer
        "41111111111111111111", // too long
        "411111111111", // too short
        "4111 11111111 1111", // no usual groups
        "4111-1111 1111-1111", // separators of two kinds
        "A4111111111111111",
        "4111111111111111B",
        "0.4111111111111111",
        "4111111111111111.5",
        "978-4111111111111111"
      })
  void is_not_taken_in_by_numbers_that_are_no_cards(String text) {
    assertThat(mask(text, Mask.CARD)).isEqualTo(text);
  }

  /** Examples of the registry of ISO 13616. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "GB29NWBK60161331926819",
        "gb29 nwbk 6016 1331 9268 19",
        "FR14 2004 1010 0505 0001 3M02 606",
        "NO9386011117947",
        "MT84MALT011000012345MTLCAST001S",
        "CH93-0076-2011-6238-5295-7"
      })
  void finds_numbers_of_accounts(String number) {
    assertThat(personal("to " + number + ", please")).isEqualTo("to <iban>, please");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE88370400440532013000", // check digits
        "DE8937040044053201300", // a digit less
        "DE893704004405320130000", // a digit more
        "XX89370400440532013000", // no country
        "XDE89370400440532013000",
        "DE89  3704 0044 0532 0130 00",
        "DE89"
      })
  void is_not_taken_in_by_what_is_no_account(String text) {
    assertThat(mask(text, Mask.IBAN)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from 192.168.0.1:8080              | from <ip>:8080",
        "10.0.0.0/8, 255.255.255.255.       | <ip>/8, <ip>.",
        "version 1.2.3.4                    | version <ip>",
        "[2001:db8::8a2e:370:7334]          | [<ip>]",
        "2001:0db8:0000:0000:0000:8a2e:0370:7334 | <ip>",
        "fe80::1%eth0 ::1 ::ffff:10.0.0.1   | <ip>%eth0 <ip> <ip>",
        "2001:db8:: is a net                | <ip> is a net"
      })
  void finds_addresses_of_the_internet(String text, String expected) {
    assertThat(personal(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3",
        "1.2.3.4.5",
        "v1.2.3.4",
        "1.2.3.4-beta",
        "1.2.3.256",
        "1.2.3.4a",
        "01.02.03.04",
        "12:30:45",
        "aa:bb:cc:dd:ee:ff",
        "std::cout",
        "ab::cd",
        "a::b",
        "::",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "2001:db8::12345",
        "score 3:2"
      })
  void is_not_taken_in_by_versions_times_and_names(String text) {
    assertThat(mask(text, Mask.IP)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+49 30 1234567",
        "+49 (0)30 123456-78",
        "+4917112345678",
        "+1 (555) 123-4567",
        "+1-555-123-4567",
        "+44 20 7946 0958",
        "+86 138 0013 8000",
        "0049 30 1234567",
        "(555) 123-4567",
        "555-123-4567",
        "555.234.4567",
        "1-800-234-5678",
        "030 12345678",
        "030/1234567",
        "(030) 1234567",
        "020 7946 0958",
        "01 23 45 67 89",
        "01.23.45.67.89",
        "0171-1234567"
      })
  void finds_numbers_of_telephones(String number) {
    assertThat(personal("call " + number + " now")).isEqualTo("call <phone> now");
    assertThat(personal("Tel." + number + ".")).isEqualTo("Tel.<phone>.");
    assertThat(personal("电话" + number + "，")).isEqualTo("电话<phone>，");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-01-15",
        "15.01.2024",
        "01.02.2024",
        "01/02/2024 10:30",
        "01-02-2024 1030",
        "2024-01-15T10:30:00+01:00",
        "10:30",
        "version 10.15.7",
        "0.123456789",
        "order 12345678901",
        "order 0123456789",
        "1234567890",
        "123-456-7890", // area codes begin with 2
        "978-0-306-40615-7",
        "0-306-40615-2",
        "12345-6789",
        "$1,234,567.89",
        "100 000 000",
        "+5",
        "5+12345678901",
        "3 + 4",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "555-123-45678",
        "A555-123-4567",
        "007 James"
      })
  void is_not_taken_in_by_dates_and_other_numbers(String text) {
    assertThat(mask(text, Mask.PHONE)).isEqualTo(text);
  }

  @Test
  void the_match_that_begins_first_wins() {
    assertThat(
            mask(
                "www.a.org/x@b.de 4111111111111111 10.0.0.1 7",
                Mask.URL,
                Mask.EMAIL,
                Mask.CARD,
                Mask.IP,
                Mask.NUMBER))
        .isEqualTo("<url> <card> <ip> <number>");
  }

  @Test
  void gives_the_same_object_where_nothing_is_found() {
    String text = "nothing here, on 2024-01-15";
    assertThat(personal(text)).isSameAs(text);
  }

  @Test
  void needs_to_know_what_to_look_for() {
    assertThatThrownBy(() -> Normalization.none().mask())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("expected some of [URL, EMAIL", "got none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "1 ",
        "1,",
        "1.",
        "1-",
        "0 ",
        "+",
        "+1 ",
        "(",
        "(1",
        "@",
        "a@",
        "a.",
        "a@a.",
        ".@",
        "www.",
        "www.a",
        "http://",
        "http://a)",
        "hwf",
        ":",
        "::",
        "a:",
        "1:",
        "1::",
        "f:1::",
        "DE89",
        "DE89 ",
        "DE89 3704 ",
        "4111 ",
        "4111-",
        "41111111111111112 ",
        "01 ",
        "(01) ",
        "00",
        "1.2.3.",
        "255.",
        " ",
        "\u00a0",
        "x",
        "é",
        "数",
        "\ud800"
      })
  void hostile_texts_take_time_in_proportion(String piece) {
    String hostile = piece.repeat(1_000_000 / piece.length()) + "a";
    Normalization all = Normalization.none().mask(Mask.values());
    Assertions.assertTimeout(Duration.ofSeconds(20), () -> all.apply(hostile));
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "4111111111111111",
            "DE89370400440532013000",
            "+49 30 1234567",
            "10.0.0.1",
            "::1",
            "a@b.de",
            "www.a.de",
            "http://x",
            "1",
            "0",
            " ",
            ".",
            "-",
            ":",
            "/",
            "(",
            ")",
            "+",
            "@",
            "a",
            "é",
            "数",
            "\ud83d\udc4d",
            "\ud800")
        .list()
        .ofMaxSize(25)
        .map(list -> String.join("", list));
  }

  @Property(tries = 2000)
  void what_is_found_lies_in_order_within_the_text(@ForAll("pieces") String text) {
    int from = 0;
    StringBuilder rest = new StringBuilder();
    for (Masking.Span span : new Masking(EnumSet.allOf(Mask.class)).find(text)) {
      assertThat(span.start()).isGreaterThanOrEqualTo(from);
      assertThat(span.end()).isGreaterThan(span.start()).isLessThanOrEqualTo(text.length());
      rest.append(text, from, span.start()).append(span.kind().placeholder());
      from = span.end();
    }
    assertThat(mask(text, Mask.values())).isEqualTo(rest.append(text.substring(from)).toString());
  }

  @Test
  void words_learn_a_placeholder_as_one_word() {
    for (TextEncoder words : List.of(Words.standard(), Words.withPunctuation())) {
      Encoder.Fitting fitting =
          words.normalize(Normalization.none().mask(Mask.EMAIL, Mask.NUMBER)).start();
      fitting.add(Example.text("email a@b.de 12x ab"));
      fitting.add(Example.text("(c@d.de)12"));
      assertThat(fitting.finish().encoder().vocabulary())
          .contains("<email>", "email", "<number>", "12x", "ab")
          .doesNotContain("number");
    }
    Encoder.Fitting fitting = Words.standard().start();
    fitting.add(Example.text("<EMAIL> <br> <email"));
    assertThat(fitting.finish().encoder().vocabulary())
        .containsExactly("<padding>", "<unknown>", "<email>", "br", "email");
  }

  @Test
  void a_report_says_what_is_where_but_never_which() throws JsonProcessingException {
    List<Example> examples =
        List.of(
            Example.text("a@b.de, c@d.de, +49 30 1234567").readFrom("data.csv", 2),
            Example.text("nothing").readFrom("data.csv", 3),
            Example.of(Map.of("text", "10.0.0.1", "title", "x@y.de", "age", 4))
                .readFrom("data.csv", 4));
    PersonalDataReport report = PersonalDataReport.of(examples::stream);
    assertThat(report.rows()).isEqualTo(3);
    assertThat(report.rowsWith()).isEqualTo(2);
    assertThat(report.count(Mask.EMAIL)).isEqualTo(3);
    assertThat(report.counts())
        .isEqualTo(
            Map.of(Mask.EMAIL, 3L, Mask.PHONE, 1L, Mask.IP, 1L, Mask.CARD, 0L, Mask.IBAN, 0L));
    assertThat(report.findings())
        .extracting(Object::toString)
        .containsExactly(
            "data.csv:2 text: 2 email",
            "data.csv:2 text: 1 phone",
            "data.csv:4 text: 1 ip",
            "data.csv:4 title: 1 email");
    assertThat(report.toString())
        .contains("2 of 3 rows hold personal data", "email    3")
        .doesNotContain("a@b.de");
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(report.toJson().toString()))
        .isEqualTo(
            json.readTree(
                """
                {"rows": 3, "rowsWith": 2,
                 "counts": {"email": 3, "iban": 0, "card": 0, "ip": 1, "phone": 1},
                 "findings": [
                  {"origin": "data.csv:2", "field": "text", "kind": "email", "count": 2},
                  {"origin": "data.csv:2", "field": "text", "kind": "phone", "count": 1},
                  {"origin": "data.csv:4", "field": "text", "kind": "ip", "count": 1},
                  {"origin": "data.csv:4", "field": "title", "kind": "email", "count": 1}]}
                """));
  }

  @Test
  void a_report_keeps_a_bounded_number_of_places_and_all_counts() {
    Example example = Example.text("a@b.de 1");
    PersonalDataReport report =
        PersonalDataReport.of(
            () -> Stream.generate(() -> example).limit(5000), Set.of(Mask.EMAIL, Mask.NUMBER));
    assertThat(report.count(Mask.NUMBER)).isEqualTo(5000);
    assertThat(report.findings()).hasSize(PersonalDataReport.MOST_FINDINGS);
  }
}
