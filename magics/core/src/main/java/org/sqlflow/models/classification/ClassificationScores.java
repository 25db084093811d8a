package org.sqlflow.models.classification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.metrics.CalibrationBin;
import org.sqlflow.models.metrics.Score;
import org.sqlflow.text.Text;
import org.sqlflow.text.Visible;

/**
 * How well classes were predicted, next to "always the most frequent class" of the same rows.
 *
 * @param scores in the order to show them
 * @param classes the names of the classes
 * @param confusion {@code confusion[actual][predicted]}: how many rows of each pair
 * @param notes sentences for the user: rows without a label, labels that are not a class, classes
 *     without rows
 * @param calibration whether probabilities come true: for two classes those of the second one, for
 *     more those of the predicted class; empty without probabilities
 */
public record ClassificationScores(
    List<Score> scores,
    List<String> classes,
    long[][] confusion,
    List<String> notes,
    List<CalibrationBin> calibration) {
  /** The name of the baseline in tables. */
  public static final String BASELINE = "most frequent class";

  /** Names of classes in a note. */
  private static final int LISTED = 5;

  /** Compares predictions without probabilities with labels. */
  public static ClassificationScores of(
      int[] actual, int[] predicted, List<String> classes, long missing) {
    return of(actual, predicted, Optional.empty(), classes, missing);
  }

  /**
   * Compares predictions with labels.
   *
   * @param actual the class of each row; negative where the label is missing or no class of the
   *     model
   * @param predicted the predicted class of each row
   * @param probabilities {@code rows x classes}, where there are any
   * @param missing rows without a label
   */
  public static ClassificationScores of(
      int[] actual,
      int[] predicted,
      Optional<Matrix> probabilities,
      List<String> classes,
      long missing) {
    long[][] confusion = new long[classes.size()][classes.size()];
    long unknown = -missing;
    for (int row = 0; row < actual.length; row++) {
      if (actual[row] < 0) {
        unknown++;
      } else {
        confusion[actual[row]][predicted[row]]++;
      }
    }
    List<String> notes = new ArrayList<>();
    if (missing > 0) {
      notes.add(Text.of("%,d of %,d rows have no label and are ignored.", missing, actual.length));
    }
    if (unknown > 0) {
      notes.add(
          Text.of(
              "%,d of %,d rows have a label that the model was not trained on and are ignored.",
              unknown, actual.length));
    }
    List<String> absent =
        IntStream.range(0, classes.size())
            .filter(code -> sum(confusion[code]) == 0)
            .mapToObj(code -> Visible.value(classes.get(code)))
            .toList();
    if (probabilities.isPresent() && !absent.isEmpty() && absent.size() < classes.size()) {
      notes.add(
          Text.of(
              "No row has the class %s, and AUC needs rows of each class: it is left empty, as"
                  + " scikit-learn does.",
              listed(absent)));
    }
    long[][] baseline = constant(confusion);
    List<Score> scores = new ArrayList<>();
    scores.addAll(
        List.of(
            score(
                "accuracy",
                confusion,
                baseline,
                ClassificationScores::accuracy,
                "0 to 1; share of rows whose class is predicted correctly"),
            score(
                "balanced accuracy",
                confusion,
                baseline,
                ClassificationScores::balancedAccuracy,
                "0 to 1; mean share of correct rows over the classes, however large they are"),
            score(
                "macro F1",
                confusion,
                baseline,
                ClassificationScores::macroF1,
                "0 to 1; mean over the classes of the harmonic mean of precision and recall")));
    scores.addAll(further(actual, predicted, probabilities, classes, baseline));
    return new ClassificationScores(
        List.copyOf(scores),
        List.copyOf(classes),
        confusion,
        List.copyOf(notes),
        probabilities.map(known -> calibration(actual, predicted, known)).orElse(List.of()));
  }

  private static String listed(List<String> names) {
    int more = names.size() - LISTED;
    return more > 0
        ? String.join(", ", names.subList(0, LISTED)) + Text.of(" or %,d more", more)
        : String.join(", ", names);
  }

  /** The same with fewer scores. */
  public ClassificationScores only(List<Score> chosen) {
    return new ClassificationScores(chosen, classes, confusion, notes, calibration);
  }

  /** Scores of the second class of two or over all classes, and those of probabilities. */
  private static List<Score> further(
      int[] actual,
      int[] predicted,
      Optional<Matrix> probabilities,
      List<String> classes,
      long[][] baseline) {
    int[] usual = new int[actual.length];
    float[] shares = new float[actual.length * classes.size()];
    Arrays.fill(usual, mostPredicted(baseline));
    double rows = sum(baseline);
    for (int at = 0; at < shares.length; at++) {
      shares[at] = (float) (sum(baseline[at % classes.size()]) / Math.max(1, rows));
    }
    Optional<Matrix> always = Optional.of(new Matrix(actual.length, classes.size(), shares));
    boolean isOne = classes.size() == 2;
    String one = isOne ? Visible.value(classes.get(1)) : "a class";
    String mean = isOne ? "" : ", mean over the classes";
    Map<ClassMetric, String> meanings = new LinkedHashMap<>();
    meanings.put(
        ClassMetric.PRECISION,
        "0 to 1; of the rows predicted as " + one + ", the share that is so" + mean);
    meanings.put(
        ClassMetric.RECALL,
        "0 to 1; of the rows that are " + one + ", the share that is predicted so" + mean);
    if (isOne) {
      meanings.put(ClassMetric.F1, "0 to 1; harmonic mean of precision and recall");
    }
    if (probabilities.isPresent()) {
      meanings.put(
          ClassMetric.AUC,
          "0.5 is chance, 1 is best; how often a row that is "
              + one
              + " has a higher probability of it than a row that is not"
              + mean);
      meanings.put(
          ClassMetric.LOG_LOSS,
          "from 0, lower is better; mean of -log of the actual class's probability");
    }
    List<Score> scores = new ArrayList<>();
    meanings.forEach(
        (metric, meaning) -> {
          double value = metric.of(actual, predicted, classes.size(), probabilities);
          double compared = metric.of(actual, usual, classes.size(), always);
          scores.add(
              new Score(
                  metric.title(),
                  defined(value),
                  defined(compared),
                  metric.higherIsBetter(),
                  meaning));
        });
    return scores;
  }

  private static OptionalDouble defined(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static int mostPredicted(long[][] constant) {
    int most = 0;
    for (long[] actual : constant) {
      for (int predicted = 0; predicted < actual.length; predicted++) {
        most = actual[predicted] > 0 ? predicted : most;
      }
    }
    return most;
  }

  private static List<CalibrationBin> calibration(
      int[] actual, int[] predicted, Matrix probabilities) {
    boolean isBinary = probabilities.columns() == 2;
    int[] rows = IntStream.range(0, actual.length).filter(row -> actual[row] >= 0).toArray();
    double[] chances = new double[rows.length];
    boolean[] isSo = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      int code = isBinary ? 1 : predicted[rows[i]];
      chances[i] = probabilities.at(rows[i], code);
      isSo[i] = actual[rows[i]] == code;
    }
    return CalibrationBin.ofProbabilities(chances, isSo);
  }

  private static Score score(
      String name,
      long[][] confusion,
      long[][] baseline,
      ToDoubleFunction<long[][]> measure,
      String meaning) {
    boolean any = sum(confusion) > 0;
    return new Score(
        name,
        any ? OptionalDouble.of(measure.applyAsDouble(confusion)) : OptionalDouble.empty(),
        any ? OptionalDouble.of(measure.applyAsDouble(baseline)) : OptionalDouble.empty(),
        true,
        meaning);
  }

  /** The confusion of predicting the most frequent class, the first of equals, for every row. */
  private static long[][] constant(long[][] confusion) {
    int most = 0;
    for (int actual = 1; actual < confusion.length; actual++) {
      most = sum(confusion[actual]) > sum(confusion[most]) ? actual : most;
    }
    long[][] constant = new long[confusion.length][confusion.length];
    for (int actual = 0; actual < confusion.length; actual++) {
      constant[actual][most] = sum(confusion[actual]);
    }
    return constant;
  }

  private static long sum(long... counts) {
    return Arrays.stream(counts).sum();
  }

  private static long sum(long[][] counts) {
    return Arrays.stream(counts).mapToLong(ClassificationScores::sum).sum();
  }

  private static double accuracy(long[][] confusion) {
    long correct = 0;
    for (int i = 0; i < confusion.length; i++) {
      correct += confusion[i][i];
    }
    return (double) correct / sum(confusion);
  }

  /** Over the classes that occur. */
  private static double balancedAccuracy(long[][] confusion) {
    double recalls = 0;
    int occurring = 0;
    for (int i = 0; i < confusion.length; i++) {
      long rows = sum(confusion[i]);
      recalls += rows == 0 ? 0 : (double) confusion[i][i] / rows;
      occurring += rows == 0 ? 0 : 1;
    }
    return recalls / occurring;
  }

  /** Over the classes that occur or are predicted, as scikit-learn has it. */
  private static double macroF1(long[][] confusion) {
    double total = 0;
    int counted = 0;
    for (int i = 0; i < confusion.length; i++) {
      long predicted = 0;
      for (long[] actual : confusion) {
        predicted += actual[i];
      }
      long both = sum(confusion[i]) + predicted;
      total += both == 0 ? 0 : 2.0 * confusion[i][i] / both;
      counted += both == 0 ? 0 : 1;
    }
    return total / counted;
  }
}
