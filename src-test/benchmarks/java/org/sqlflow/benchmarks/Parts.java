package org.sqlflow.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.sqlflow.kernel.display.DisplayParts;
import org.sqlflow.models.clustering.ClusterParts;
import org.sqlflow.syntax.TextParts;

/**
 * The small parts by JMH, each in a separate JVM with the kernel's flags. {@code --parts regex
 * --forks 3 --iterations 10 --milliseconds 1000}
 */
final class Parts {
  private static final List<Class<?>> ALL =
      List.of(TextParts.class, ReadingParts.class, ClusterParts.class, DisplayParts.class);

  private Parts() {}

  static Section run(Arguments arguments) throws IOException, RunnerException {
    int forks = arguments.number("forks", 1);
    int iterations = arguments.number("iterations", 5);
    TimeValue time = TimeValue.milliseconds(arguments.number("milliseconds", 300));
    String[] flags = Child.flags(KernelSettings.read().flags()).toArray(String[]::new);
    // Another user's lock in the temporary folder would stop this one.
    System.setProperty("jmh.ignoreLock", "true");
    Section section = new Section("Small parts, microseconds", "part", "here");
    for (Class<?> parts : ALL) {
      Options options =
          new OptionsBuilder()
              .include(parts.getName() + "\\..*(" + arguments.of("parts").orElse("") + ").*")
              .mode(Mode.AverageTime)
              .timeUnit(TimeUnit.MICROSECONDS)
              .forks(forks)
              .warmupIterations(iterations)
              .warmupTime(time)
              .measurementIterations(iterations)
              .measurementTime(time)
              .jvmArgs(flags)
              .verbosity(VerboseMode.SILENT)
              .shouldFailOnError(true)
              .build();
      try {
        new Runner(options).run().forEach(result -> row(section, result));
      } catch (NoBenchmarksException notAskedFor) {
        System.err.println("None of " + parts.getSimpleName() + " is asked for.");
      }
    }
    section.note(
        String.format(
            Locale.ROOT,
            "JMH: %d separate JVM for each, %d iterations of %s after as many for the warm-up. Mean"
                + " of an iteration: the median, and from the best to the worst.",
            forks,
            iterations,
            time));
    return section;
  }

  private static void row(Section section, RunResult result) {
    String method = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
    List<Double> means =
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .map(iteration -> iteration.getPrimaryResult().getScore())
            .toList();
    section.row(words(method), Samples.of(means).told());
  }

  /** A method's name as a phrase. */
  private static String words(String method) {
    return method
        .replaceAll("([A-Z]|[0-9]+)", " $1")
        .toLowerCase(Locale.ROOT)
        .replaceAll(" +", " ");
  }
}
