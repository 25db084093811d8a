package org.sqlflow.models.classification;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.metrics.NamedMetric;

/**
 * Scores of a classification, as scikit-learn defines them. Precision, recall and F1 are those of
 * the second class where there are two, else the mean over the classes ({@code average='macro'});
 * AUC of more than two classes is the mean of each against the others ({@code multi_class='ovr'}).
 */
public enum ClassMetric implements NamedMetric {
  ACCURACY("accuracy", true, false, "accuracy_score", "CategoricalAccuracy", "BinaryAccuracy"),
  BALANCED_ACCURACY("balanced accuracy", true, false, "balanced_accuracy_score"),
  PRECISION("precision", true, false, "precision_score"),
  RECALL("recall", true, false, "recall_score"),
  F1("F1", true, false, "f1_score"),
  AUC("AUC", true, true, "roc_auc_score"),
  LOG_LOSS("log loss", false, true, "logloss", "mlogloss", "CategoricalCrossentropy");

  /**
   * Probabilities are kept this far from 0 and 1, so that the logarithm is finite, as scikit-learn
   * does.
   */
  private static final double LEAST = Math.ulp(1.0);

  private final String title;
  private final boolean higherIsBetter;
  private final boolean byProbability;
  private final List<String> others;

  ClassMetric(String title, boolean higherIsBetter, boolean byProbability, String... others) {
    this.title = title;
    this.higherIsBetter = higherIsBetter;
    this.byProbability = byProbability;
    this.others = List.of(others);
  }

  /** The name in reports. */
  public String title() {
    return title;
  }

  @Override
  public String word() {
    return title.replace(' ', '_').toLowerCase(Locale.ROOT);
  }

  @Override
  public List<String> others() {
    return others;
  }

  /** Whether higher is better. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** Whether it needs probabilities. */
  public boolean byProbability() {
    return byProbability;
  }

  /** The metric of a name that this library, SQLFlow, scikit-learn or xgboost has for it. */
  public static Optional<ClassMetric> named(String word) {
    return NamedMetric.named(values(), word);
  }

  /** All words that {@link #named} knows. */
  public static List<String> words() {
    return NamedMetric.words(values());
  }

  /**
   * The score.
   *
   * @param actual the class of each row; rows with a negative one do not count
   * @param predicted the predicted class of each row
   * @param probabilities {@code rows x classes}, where there are any
   * @return NaN where it is not defined
   */
  public double of(int[] actual, int[] predicted, int classes, Optional<Matrix> probabilities) {
    if (byProbability) {
      return probabilities
          .map(known -> this == AUC ? auc(actual, known) : logLoss(actual, known))
          .orElse(Double.NaN);
    }
    long[][] confusion = new long[classes][classes];
    long rows = 0;
    long right = 0;
    for (int row = 0; row < actual.length; row++) {
      if (actual[row] >= 0) {
        rows++;
        right += actual[row] == predicted[row] ? 1 : 0;
        confusion[actual[row]][predicted[row]]++;
      }
    }
    if (rows == 0) {
      return Double.NaN;
    }
    return switch (this) {
      case ACCURACY -> (double) right / rows;
      case BALANCED_ACCURACY -> balanced(confusion);
      default -> ofClasses(confusion);
    };
  }

  /** The mean recall over the classes that occur. */
  private static double balanced(long[][] confusion) {
    return IntStream.range(0, confusion.length)
        .filter(code -> Arrays.stream(confusion[code]).sum() > 0)
        .mapToDouble(code -> (double) confusion[code][code] / Arrays.stream(confusion[code]).sum())
        .average()
        .orElse(Double.NaN);
  }

  /** Over the classes that occur or are predicted, as scikit-learn has it. */
  private double ofClasses(long[][] confusion) {
    if (confusion.length == 2) {
      return ofClass(confusion, 1);
    }
    return IntStream.range(0, confusion.length)
        .filter(code -> Arrays.stream(confusion[code]).sum() + predicted(confusion, code) > 0)
        .mapToDouble(code -> ofClass(confusion, code))
        .average()
        .orElse(Double.NaN);
  }

  private static long predicted(long[][] confusion, int code) {
    return Arrays.stream(confusion).mapToLong(row -> row[code]).sum();
  }

  /** Precision, recall or F1 of one class; 0 where there is nothing to divide by. */
  private double ofClass(long[][] confusion, int code) {
    double right = confusion[code][code];
    double actual = Arrays.stream(confusion[code]).sum();
    double found = predicted(confusion, code);
    double whole =
        switch (this) {
          case PRECISION -> found;
          case RECALL -> actual;
          default -> (found + actual) / 2;
        };
    return whole == 0 ? 0 : right / whole;
  }

  private static double logLoss(int[] actual, Matrix probabilities) {
    double sum = 0;
    long rows = 0;
    for (int row = 0; row < actual.length; row++) {
      if (actual[row] >= 0) {
        double own = probabilities.at(row, actual[row]);
        sum -= Math.log(Math.min(1 - LEAST, Math.max(LEAST, own)));
        rows++;
      }
    }
    return rows == 0 ? Double.NaN : sum / rows;
  }

  private static double auc(int[] actual, Matrix probabilities) {
    if (probabilities.columns() == 2) {
      return auc(actual, probabilities, 1);
    }
    double sum = 0;
    for (int code = 0; code < probabilities.columns(); code++) {
      sum += auc(actual, probabilities, code);
    }
    return sum / probabilities.columns();
  }

  /**
   * The AUC of a class against the others, by ranks; ties have their mean rank (Mann and Whitney
   * 1947).
   */
  private static double auc(int[] actual, Matrix probabilities, int code) {
    // The bits of floats from 0 up sort as the floats do, so longs can be sorted instead of
    // objects.
    long[] keys =
        IntStream.range(0, actual.length)
            .filter(row -> actual[row] >= 0)
            .mapToLong(
                row ->
                    (long) Float.floatToIntBits(probabilities.at(row, code)) << Integer.SIZE | row)
            .toArray();
    Arrays.sort(keys);
    int[] order = Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    double ranks = 0;
    long positives = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      long own = 0;
      while (to < order.length
          && probabilities.at(order[to], code) == probabilities.at(order[from], code)) {
        own += actual[order[to]] == code ? 1 : 0;
        to++;
      }
      ranks += own * (from + to + 1) / 2.0;
      positives += own;
      from = to;
    }
    double others = order.length - positives;
    return positives == 0 || others == 0
        ? Double.NaN
        : (ranks - positives * (positives + 1) / 2.0) / (positives * others);
  }
}
