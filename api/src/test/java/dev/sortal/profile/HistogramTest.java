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

  @Property(tries = 300)
  void bins_count_every_length_once_and_leave_at_most_a_hundredth_to_the_last(
      @ForAll @NotEmpty List<@IntRange(max = 4096) Integer> lengths) {
    Histogram histogram = new Histogram();
    lengths.forEach(histogram::add);
    int least = lengths.stream().mapToInt(n -> n).min().orElseThrow();
    int most = lengths.stream().mapToInt(n -> n).max().orElseThrow();
    List<TextProfile.Bin> bins = histogram.bins(least, most);
    assertThat(bins).hasSizeBetween(1, 41);
    int next = least;
    for (TextProfile.Bin bin : bins) {
      assertThat(bin.from()).isEqualTo(next);
      assertThat(bin.texts())
          .isEqualTo(lengths.stream().filter(n -> n >= bin.from() && n <= bin.to()).count());
      next = bin.to() + 1;
    }
    assertThat(bins.stream().mapToLong(TextProfile.Bin::texts).sum()).isEqualTo(lengths.size());
    int width = bins.get(0).to() - bins.get(0).from() + 1;
    assertThat(bins.stream().filter(bin -> bin.from() - least >= 40L * width)).hasSizeLessThan(2);
    if (bins.size() == 41) {
      assertThat(bins.get(40).texts()).isLessThanOrEqualTo(lengths.size() / 100);
    }
  }
}
