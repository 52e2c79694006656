package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordTableTest {
  private static int add(WordTable table, String word) {
    char[] chars = ("<" + word + ">").toCharArray();
    return table.add(chars, 1, chars.length - 1);
  }

  private static int find(WordTable table, String word) {
    return table.find(word.toCharArray(), 0, word.length());
  }

  @Property(tries = 300)
  void numbers_words_by_first_appearance(@ForAll List<String> words) {
    WordTable table = new WordTable();
    List<String> distinct = new ArrayList<>();
    for (String word : words) {
      if (!distinct.contains(word)) {
        assertThat(find(table, word)).isEqualTo(WordTable.ABSENT);
        distinct.add(word);
      }
      assertThat(add(table, word)).isEqualTo(distinct.indexOf(word));
      assertThat(find(table, word)).isEqualTo(distinct.indexOf(word));
    }
    assertThat(table.size()).isEqualTo(distinct.size());
    for (int i = 0; i < distinct.size(); i++) {
      assertThat(table.word(i)).isEqualTo(distinct.get(i));
    }
  }

  @Test
  void grows_with_the_words() {
    WordTable table = new WordTable();
    for (int i = 0; i < 100_000; i++) {
      assertThat(add(table, "word" + i)).isEqualTo(i);
    }
    for (int i = 0; i < 100_000; i++) {
      assertThat(find(table, "word" + i)).isEqualTo(i);
    }
    assertThat(find(table, "word")).isEqualTo(WordTable.ABSENT);
  }

  @Test
  void holds_a_word_longer_than_all_before() {
    WordTable table = new WordTable();
    String word = "x".repeat(1_000_000);
    add(table, "a");
    add(table, word);
    add(table, "b");
    assertThat(table.word(1)).isEqualTo(word);
    assertThat(table.word(2)).isEqualTo("b");
  }

  @Test
  void is_not_slowed_down_by_words_of_one_hash_code() {
    WordTable table = new WordTable();
    assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < 1 << 17; i++) {
            StringBuilder word = new StringBuilder();
            for (int bit = 0; bit < 17; bit++) {
              word.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            assertThat(add(table, word.toString())).isEqualTo(i);
          }
        });
  }
}
