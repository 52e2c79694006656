package dev.sortal.search;

import dev.sortal.tensor.SplitMix64;
import java.util.List;

/** Points drawn evenly and independently of each other. */
public record RandomDraws() implements Method {
  private static final long PURPOSE = 0x7A9D;

  /** The point that a trial of that number draws. */
  static List<Double> draw(Space space, long seed, int number) {
    return space.draw(new SplitMix64(SplitMix64.derive(seed + PURPOSE, number)));
  }

  @Override
  public Plan plan(Space space, long seed, int epochs) {
    return new Plan() {
      @Override
      public int size() {
        return Integer.MAX_VALUE;
      }

      @Override
      public int needs(int number, int parallel) {
        return 0;
      }

      @Override
      public Proposal propose(int number, List<Outcome> earlier) {
        return new Proposal(draw(space, seed, number), 0);
      }
    };
  }
}
