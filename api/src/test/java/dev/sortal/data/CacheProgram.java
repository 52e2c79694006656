package dev.sortal.data;

import dev.sortal.format.RowBytes;
import dev.sortal.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A process of its own that encodes a set into a cache: arguments are the folder, the number of
 * rows, and the row at which it stops for good with the file half written, or -1.
 */
final class CacheProgram {
  private CacheProgram() {}

  public static void main(String[] arguments) {
    int rows = Integer.parseInt(arguments[1]);
    int stop = Integer.parseInt(arguments[2]);
    StoredSet set = encode(Path.of(arguments[0]), rows, stop);
    System.out.println("done " + set.rows());
  }

  static StoredSet encode(Path folder, int rows, int stop) {
    Encoder encoder = new Stopping(Words.standard().maxLength(20), stop);
    try (SetDraft draft = SetCache.in(folder).draft(List.of(encoder), false)) {
      examples(rows).forEach(draft::add);
      return draft.finish(Labels.ordered(draft.labels()));
    }
  }

  static List<Example> examples(int rows) {
    Random random = new Random(17);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 12; word++) {
        text.append("w").append(random.nextInt(5000)).append(' ');
      }
      Example example = Example.text(text.toString()).labelled("class " + random.nextInt(3));
      examples.add(random.nextInt(4) == 0 ? example.weighted(random.nextDouble()) : example);
    }
    return examples;
  }

  /** An encoder that stops for good where it makes that row of a draft. */
  private record Stopping(Encoder encoder, int stop) implements Encoder {
    @Override
    public Fitting start() {
      return encoder.start();
    }

    @Override
    public Drafting draft() {
      Drafting drafting = encoder.draft();
      return new Drafting() {
        @Override
        public void add(Example example, RowBytes draft) {
          drafting.add(example, draft);
        }

        @Override
        public Drafted finish() {
          Drafted drafted = drafting.finish();
          int[] row = {0};
          return new Drafted(
              drafted.encoder(),
              (draft, stored) -> {
                if (row[0]++ == stop) {
                  System.out.println("half way");
                  Stream.generate(() -> 0).forEach(CacheProgram::ignore);
                }
                drafted.rows().write(draft, stored);
              });
        }
      };
    }
  }

  private static void ignore(int zero) {
    Thread.onSpinWait();
  }
}
