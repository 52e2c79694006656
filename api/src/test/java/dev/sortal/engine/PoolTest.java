package dev.sortal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoolTest {
  private final Pool<String> pool = new Pool<>(2);

  @Test
  void keeps_what_was_given_until_it_is_taken() {
    assertThat(pool.take()).isNull();
    assertThat(pool.give("a")).isTrue();
    assertThat(pool.take()).isEqualTo("a");
    assertThat(pool.take()).isNull();
  }

  @Test
  void keeps_no_more_than_it_is_for() {
    assertThat(pool.give("a")).isTrue();
    assertThat(pool.give("b")).isTrue();
    assertThat(pool.give("c")).isFalse();
    assertThat(pool.take()).isEqualTo("a");
    assertThat(pool.give("c")).isTrue();
    assertThat(pool.take()).isEqualTo("c");
    assertThat(pool.take()).isEqualTo("b");
    assertThat(pool.take()).isNull();
  }

  @Test
  void one_user_is_given_the_same_one_again_and_again() {
    pool.give("a");
    pool.give("b");
    for (int i = 0; i < 10; i++) {
      assertThat(pool.take()).isEqualTo("a");
      pool.give("a");
    }
  }
}
