package dev.sortal.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;

class HistogramTest {
  @Property(tries = 300)
  void is_exact_up_to_4096(
      @ForAll @NotEmpty List<@IntRange(max = 4096) Integer> lengths,
      @ForAll @DoubleRange(min = 0.01, max = 1) double share,
      @ForAll @IntRange(max = 4096) int limit) {
    Histogram histogram = new Histogram();
    lengths.forEach(histogram::add);
    List<Integer> sorted = lengths.stream().sorted().toList();
    int place = Math.max(0, (int) Math.ceil(share * lengths.size() - 1e-9) - 1);
    assertThat(histogram.quantile(share)).isEqualTo(sorted.get(place));
    assertThat(histogram.longer(limit)).isEqualTo(lengths.stream().filter(n -> n > limit).count());
    assertThat(histogram.excess(limit))
        .isEqualTo(lengths.stream().mapToLong(n -> Math.max(0, n - limit)).sum());
  }

  @Property(tries = 1000)
  void rounds_longer_ones_up_by_little(@ForAll @IntRange(min = 4097) int length) {
    Histogram histogram = new Histogram();
    histogram.add(length);
    long rounded = histogram.quantile(1);
    assertThat(rounded).isBetween((long) length, (long) (length * (1 + 1 / 64.0)) + 1);
    assertThat(histogram.longer(4096)).isEqualTo(1);
  }
}
