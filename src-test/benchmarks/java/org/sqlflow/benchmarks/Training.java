package org.sqlflow.benchmarks;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.sqlflow.models.neural.TrainingSteps;
import org.sqlflow.models.neural.TrainingSteps.Shape;

/** Seconds of a pass of training, beside PyTorch and DL4J's own step. */
final class Training {
  private Training() {}

  /** A pass of pre-training, for both shapes on one and two threads. */
  static Section preTraining(Arguments arguments) {
    Peers peers = new Peers(arguments);
    Section section =
        new Section(
            "Pre-training, seconds a pass",
            "network",
            "threads",
            "here",
            "bar",
            "the matrix products alone",
            "PyTorch",
            "DL4J's MultiLayerNetwork");
    for (String name : List.of("large", "small")) {
      Shape shape = Shape.of(name);
      int passes = name.equals("large") ? arguments.number("passes", 4) : 3 * 5;
      TrainingSteps steps = new TrainingSteps(shape);
      for (int threads : List.of(1, 2)) {
        Samples here = on(threads, () -> steps.preTraining(2, passes));
        section.row(
            shape.toString(),
            String.valueOf(threads),
            here.told(),
            bar(name, threads),
            on(threads, () -> steps.products(1, passes)).told(),
            Peers.cell(peers.ask(threads, "train", name, passes)),
            Peers.cell(peers.askJava(threads, "dl4j", name, "2")));
      }
    }
    section.note(
        "Batches of 256, Adam here and in both peers. The products are those of OpenBLAS here, cut"
            + " as here. DL4J runs with OMP_WAIT_POLICY=PASSIVE. "
            + Peers.POLICIES_NOTE);
    return section;
  }

  /** A pass of clustering, and a renewal of its target. */
  static Section clustering(Arguments arguments) {
    Peers peers = new Peers(arguments);
    Section section =
        new Section("Clustering (DEC), seconds", "what", "threads", "here", "bar", "PyTorch");
    Shape shape = Shape.of("small");
    TrainingSteps steps = new TrainingSteps(shape);
    for (int threads : List.of(1, 2)) {
      String count = String.valueOf(threads);
      section.row(
          "a pass, encoder and centres: " + shape,
          count,
          on(threads, () -> steps.clustering(3, 11, false)).told(),
          "0.34",
          Peers.cell(peers.ask(threads, "dec", "small", 5)));
      section.row(
          "a pass, reconstruction in the loss too",
          count,
          on(threads, () -> steps.clustering(3, 11, true)).told(),
          "",
          "");
      section.row(
          "renewing the target of all rows",
          count,
          on(threads, () -> steps.renewal(3, 11)).told(),
          "0.10",
          Peers.cell(peers.ask(threads, "renewal", "small", 11)));
    }
    section.note(Peers.POLICIES_NOTE);
    return section;
  }

  private static String bar(String shape, int threads) {
    if (shape.equals("small")) {
      return "0.34";
    }
    return threads == 1 ? "3.6" : "2.4";
  }

  private static Samples on(int threads, Supplier<Samples> measure) {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(measure::get).join();
    } finally {
      pool.shutdown();
    }
  }
}
