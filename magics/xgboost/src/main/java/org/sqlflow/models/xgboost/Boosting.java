package org.sqlflow.models.xgboost;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Parallel;
import org.sqlflow.models.Blame;
import org.sqlflow.models.ModelException;

/** XGBoost's library, with the errors and types of SQLFlow. Only methods of this class load it. */
final class Boosting implements AutoCloseable {
  private static final String FORMAT = "ubj";

  /** XGBoost's parameter. */
  static final String THREADS = "nthread";

  /** With fewer values, a second thread saves no time. */
  private static final long WORTH_THREADS = 200_000;

  private final Booster booster;
  private Optional<FirstRounds.Shape> shape = Optional.empty();

  private Boosting(Booster booster) {
    this.booster = booster;
  }

  /**
   * How many threads some rows are worth. XGBoost synchronizes them many times for each tree, and a
   * thread that waits spins: with few rows, or on a busy machine, one is faster than two.
   */
  static int threads(Matrix rows) {
    return (long) rows.rows() * rows.columns() < WORTH_THREADS ? 1 : Parallel.threads();
  }

  /** Something that XGBoost may refuse. */
  @FunctionalInterface
  private interface Call<T> {
    T run() throws XGBoostError, IOException;
  }

  private static <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (XGBoostError refused) {
      String reason = firstLine(refused.getMessage());
      // Which labels an objective takes is known to XGBoost alone, and its words begin with that.
      throw reason.startsWith("label ")
          ? new ModelException("XGBoost: " + reason, new Blame.Label())
          : new ModelException("XGBoost: " + reason);
    } catch (IOException broken) {
      throw new ModelException("XGBoost: " + broken.getMessage());
    } catch (NoClassDefFoundError missing) {
      throw new ModelException(
          "XGBoost is not installed ("
              + missing.getMessage()
              + "): put the jars of xgboost4j_2.12, kryo-shaded, minlog, objenesis and"
              + " commons-logging on the class path, and restart");
    } catch (LinkageError missing) {
      throw new ModelException(
          "XGBoost's native library does not start here ("
              + missing.getMessage()
              + "). On Linux it needs libgomp, on macOS libomp (brew install libomp)");
    }
  }

  /** XGBoost adds the stack of its C++ code. */
  private static String firstLine(String message) {
    return message == null
        ? "no reason given"
        : message
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("Stack trace"))
            .findFirst()
            .orElse("")
            .replaceFirst("^\\[[0-9:]+\\] \\S+: ", "")
            .strip();
  }

  /** Rows as XGBoost has them. Closing frees its memory. */
  static final class Rows implements AutoCloseable {
    private final DMatrix matrix;

    private Rows(DMatrix matrix) {
      this.matrix = matrix;
    }

    /** Copies rows; NaN is a missing value. */
    static Rows of(Matrix rows) {
      return call(
          () -> new Rows(new DMatrix(rows.values(), rows.rows(), rows.columns(), Float.NaN)));
    }

    /** The same with labels, and weights where they are not all 1. */
    static Rows of(Matrix rows, float[] labels, Optional<float[]> weights) {
      Rows all = of(rows);
      try {
        return call(
            () -> {
              all.matrix.setLabel(labels);
              if (weights.isPresent()) {
                all.matrix.setWeight(weights.get());
              }
              return all;
            });
      } catch (RuntimeException refused) {
        all.close();
        throw refused;
      }
    }

    @Override
    public void close() {
      matrix.dispose();
    }
  }

  /** A model without any round yet. */
  static Boosting begin(Map<String, Object> parameters, Rows training) {
    return call(
        () -> new Boosting(XGBoost.train(training.matrix, parameters, 0, Map.of(), null, null)));
  }

  /** Reads a stored model. */
  static Boosting read(byte[] bytes) {
    return call(() -> new Boosting(XGBoost.loadModel(bytes)));
  }

  /** A stored model with its first rounds, to which others are added. */
  static Boosting further(Map<String, Object> parameters, byte[] bytes, int rounds) {
    return call(
        () -> {
          Booster stored = XGBoost.loadModel(bytes);
          byte[] first;
          try {
            first = FirstRounds.of(stored.toByteArray("json"), rounds);
          } finally {
            stored.dispose();
          }
          Booster begun = XGBoost.loadModel(first);
          begun.setParams(parameters);
          return new Boosting(begun);
        });
  }

  /** How many threads it uses. */
  void useThreads(int threads) {
    call(
        () -> {
          booster.setParam(THREADS, threads);
          return null;
        });
  }

  /** One more round. */
  void update(Rows training, int round) {
    call(
        () -> {
          booster.update(training.matrix, round);
          return null;
        });
  }

  /** The score of each of some rows after a round. */
  double[] scores(List<Rows> rows, int round) {
    String line =
        call(
            () ->
                booster.evalSet(
                    rows.stream().map(one -> one.matrix).toArray(DMatrix[]::new),
                    rows.stream().map(one -> "x" + rows.indexOf(one)).toArray(String[]::new),
                    round));
    String[] parts = line.split("\t");
    double[] scores = new double[rows.size()];
    for (int i = 0; i < scores.length; i++) {
      String number = parts[i + 1].substring(parts[i + 1].lastIndexOf(':') + 1);
      scores[i] =
          switch (number.toLowerCase(Locale.ROOT)) {
            case "nan", "-nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(number);
          };
    }
    return scores;
  }

  /**
   * The predictions by the first rounds.
   *
   * @return for each row one number, or one for each class
   */
  float[][] predict(Matrix rows, int rounds) {
    if (shape().isTrees()) {
      // As they are: a sixth less time than by a copy in the library's memory.
      return call(
          () ->
              booster.inplace_predict(
                  rows.values(), rows.rows(), rows.columns(), Float.NaN, new int[] {0, rounds}));
    }
    try (Rows own = Rows.of(rows)) {
      return call(() -> booster.predict(own.matrix, false, rounds));
    }
  }

  /**
   * What each feature adds to the sums by the first rounds: exact Shapley values (Lundberg et al.
   * 2020).
   *
   * @return for each row, for each output, a number for each feature and then the base value
   */
  float[][] contributions(Matrix rows, int rounds) {
    try (Rows own = Rows.of(rows)) {
      return call(() -> booster.predictContrib(own.matrix, limit(rounds)));
    }
  }

  /**
   * The sums by the first rounds, before any link.
   *
   * @return for each row one number, or one for each class
   */
  float[][] sums(Matrix rows, int rounds) {
    try (Rows own = Rows.of(rows)) {
      return call(() -> booster.predict(own.matrix, true, limit(rounds)));
    }
  }

  /** How many trees of each class there are in the first rounds: what the library is asked for. */
  private int limit(int rounds) {
    return Math.multiplyExact(rounds, shape().parallelTrees());
  }

  /** What it is made of, which does not change. */
  FirstRounds.Shape shape() {
    if (shape.isEmpty()) {
      shape = Optional.of(call(() -> FirstRounds.shape(booster.toByteArray("json"))));
    }
    return shape.get();
  }

  /** Each tree as JSON, in the order in which they were learned. */
  List<String> trees() {
    return List.of(call(() -> booster.getModelDump("", false, "json")));
  }

  /** The model as XGBoost stores it. */
  byte[] bytes() {
    return call(() -> booster.toByteArray(FORMAT));
  }

  @Override
  public void close() {
    booster.dispose();
  }
}
