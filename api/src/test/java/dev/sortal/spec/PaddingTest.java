package dev.sortal.spec;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PaddingTest {
  @Property(tries = 300)
  void windows_are_as_many_as_fit_between_the_padding(
      @ForAll Padding padding,
      @ForAll @IntRange(min = 1, max = 40) int length,
      @ForAll @IntRange(min = 1, max = 9) int size,
      @ForAll @IntRange(min = 1, max = 5) int stride) {
    int before = padding.before(length, size, stride);
    int after = padding.after(length, size, stride);
    int counted = 0;
    for (int start = -before; start + size <= length + after; start += stride) {
      counted++;
    }
    assertThat(padding.windows(length, size, stride)).isEqualTo(counted);
  }

  @Property(tries = 300)
  void same_gives_a_window_for_each_stride_and_pads_less_before(
      @ForAll @IntRange(min = 1, max = 40) int length,
      @ForAll @IntRange(min = 1, max = 9) int size,
      @ForAll @IntRange(min = 1, max = 5) int stride) {
    assertThat(Padding.SAME.windows(length, size, stride))
        .isEqualTo((int) Math.ceil(length / (double) stride));
    assertThat(Padding.SAME.after(length, size, stride) - Padding.SAME.before(length, size, stride))
        .isBetween(0, 1);
  }
}
