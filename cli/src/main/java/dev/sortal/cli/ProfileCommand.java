package dev.sortal.cli;

import dev.sortal.Dataset;
import dev.sortal.Split;
import dev.sortal.profile.DataProfile;
import dev.sortal.profile.Profiling;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Describes labelled rows before anything is learned from them. */
@Command(
    name = "profile",
    description =
        "Describes data before training: classes, duplicates, lengths, vocabulary, rows and labels"
            + " that look wrong, and test rows that occur in the training rows.",
    customSynopsis = "sortal profile --data DATA [--test DATA] [OPTIONS]",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ProfileCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "Training rows: a file, a quoted pattern of files, or a folder of classes.")
  String data;

  @Option(
      names = "--test",
      paramLabel = "DATA",
      description = "Rows to judge with, which are looked for among the training rows.")
  @Nullable String test;

  @Mixin DataOptions columns;

  @Option(
      names = "--near",
      paramLabel = "SIMILARITY",
      description =
          "From which similarity on two rows are nearly equal, 0.5 to 1, or 0 not to look for such;"
              + " by default 0.9.")
  double near = 0.9;

  @Option(
      names = "--sample",
      paramLabel = "ROWS",
      description =
          "How many rows wrong labels are looked for among, 0 for none; by default 50000.")
  int sample = 50_000;

  @Option(names = "--seed", paramLabel = "N", description = "By default 42.")
  long seed = 42;

  @Option(names = "--json", description = "Print one JSON object on standard output.")
  boolean json;

  @Override
  public Integer call() {
    Profiling settings = Profiling.standard().near(near).sample(sample).seed(seed);
    Dataset held = test == null ? Dataset.of(List.of()) : columns.readTest(test);
    DataProfile profile = Split.of(columns.read(data), held).profile(settings);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? profile.toJson() + "\n" : profile.toString());
    out.flush();
    return 0;
  }
}
