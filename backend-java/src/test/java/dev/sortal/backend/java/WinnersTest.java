package dev.sortal.backend.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WinnersTest {
  @Test
  void are_ordered_by_channel_and_within_one_as_they_came() {
    Winners winners = new Winners();
    winners.add(5, 2, 0.5f);
    winners.clear();
    int[] channels = {2, 0, 2, 3, 0};
    for (int i = 0; i < channels.length; i++) {
      winners.add(i, channels[i], i);
    }

    int[] order = winners.byChannel(4);

    assertThat(Arrays.copyOf(order, winners.size())).containsExactly(1, 4, 0, 2, 3);
  }

  @Test
  void grow_as_needed() {
    Winners winners = new Winners();
    for (int i = 0; i < 1000; i++) {
      winners.add(i, 0, i * 2);
    }

    assertThat(winners.size()).isEqualTo(1000);
    assertThat(winners.vectors[999]).isEqualTo(999);
    assertThat(winners.gradients[999]).isEqualTo(1998);
    assertThat(winners.byChannel(1)[999]).isEqualTo(999);
  }
}
