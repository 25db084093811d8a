package org.sqlflow.magic;

import java.util.List;
import org.sqlflow.math.Parallel;
import org.sqlflow.models.neural.ThreadTrial;
import org.sqlflow.text.Text;

/** Information about the threads that trainings use on this machine. */
public final class ThreadCheck {
  /** The environment variable that limits the threads. */
  public static final String VARIABLE = Parallel.VARIABLE;

  private ThreadCheck() {}

  /**
   * How many threads are used, and with how many a small and a large network train fastest. Takes
   * about a second.
   *
   * @throws IllegalStateException if {@link #VARIABLE} is not a number
   */
  public static String finding() {
    String given = System.getenv().getOrDefault(VARIABLE, "").strip();
    if (!given.isEmpty() && !Parallel.isLimit(given)) {
      throw new IllegalStateException(VARIABLE + " is '" + given + "', which is ignored");
    }
    String used =
        Text.of(
            "%d of %d processors are used%s; ",
            Parallel.threads(),
            Runtime.getRuntime().availableProcessors(),
            given.isEmpty() ? "" : " (" + VARIABLE + ")");
    try {
      return used
          + Text.of(
              "measured: a network of 10-100-7 trains on %d, one of 784-500-10 on %d",
              ThreadTrial.of(10, List.of(100, 7)), ThreadTrial.of(784, List.of(500, 10)));
    } catch (LinkageError unusable) {
      return used + "not measured, since training does not work"; // another check says why
    }
  }
}
