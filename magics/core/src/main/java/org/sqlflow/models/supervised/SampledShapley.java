package org.sqlflow.models.supervised;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Shuffle;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.RegressionModel;

/**
 * An approximation of what each feature adds to a prediction, for any model: Shapley values by
 * sampled orders of the features (Strumbelj and Kononenko 2014), each order also backwards. From a
 * random row of the background, features take the explained row's values one after the other; what
 * the prediction changes by is the feature's. The sum over the features is exact: the prediction
 * less the mean of the drawn background rows. The error of a feature falls with the root of the
 * number of orders.
 *
 * @param model of classes or numbers
 * @param groups for each of the model's features the group that it counts for, from 0
 * @param background rows that represent "the feature is not known"
 * @param orders how many orders are drawn for each row; each is used in both directions
 */
@SuppressWarnings("ArrayRecordComponent")
public record SampledShapley(Model model, int[] groups, Matrix background, int orders, long seed) {
  /** Probabilities are kept this far from 0 and 1. */
  private static final double LEAST = 1e-6;

  /** Numbers of a block of rows that are predicted at a time. */
  private static final int BLOCK = 1 << 20;

  /** Whether it can explain a model. */
  public static boolean suits(Model model) {
    return model instanceof RegressionModel
        || (model instanceof ClassificationModel classes
            && classes
                .probabilities(new Matrix(0, classes.featureNames().size(), new float[0]))
                .isPresent());
  }

  /**
   * What each group of features adds.
   *
   * @param codes of each row the class that is explained
   * @return for each row a value for each group, then the base value
   */
  public double[][] of(Matrix rows, int[] codes, CancellationCheck cancellation) {
    int count = IntStream.of(groups).max().orElse(-1) + 1;
    double[][] all = new double[rows.rows()][count + 1];
    int perRow = 2 * orders * (count + 1);
    int step = Math.max(1, BLOCK / Math.max(1, perRow * rows.columns()));
    for (int from = 0; from < all.length; from += step) {
      cancellation.checkCancelled();
      block(rows, codes, from, Math.min(all.length, from + step), count, all);
    }
    return all;
  }

  private void block(Matrix rows, int[] codes, int from, int to, int count, double[][] into) {
    int width = rows.columns();
    int perOrder = count + 1;
    float[] values = new float[(to - from) * 2 * orders * perOrder * width];
    int[][] drawn = new int[(to - from) * 2 * orders][];
    int at = 0;
    for (int row = from; row < to; row++) {
      SplittableRandom random = new SplittableRandom(seed + 31L * row);
      for (int order = 0; order < orders; order++) {
        int[] forwards = IntStream.range(0, count).toArray();
        Shuffle.shuffle(forwards, random);
        int start = random.nextInt(background.rows());
        for (int direction = 0; direction < 2; direction++) {
          int[] own =
              direction == 0
                  ? forwards
                  : IntStream.range(0, count).map(i -> forwards[count - 1 - i]).toArray();
          drawn[at] = own;
          fill(values, at * perOrder * width, rows, row, start, own);
          at++;
        }
      }
    }
    double[] outputs = outputs(new Matrix(at * perOrder, width, values), codes, from, perOrder);
    for (int i = 0; i < at; i++) {
      double[] own = into[from + i / (2 * orders)];
      for (int place = 0; place < count; place++) {
        int output = i * perOrder + place;
        own[drawn[i][place]] += (outputs[output + 1] - outputs[output]) / (2 * orders);
      }
      own[count] += outputs[i * perOrder] / (2 * orders);
    }
  }

  /** The background row, then with one group of the explained row more each. */
  private void fill(float[] values, int at, Matrix rows, int row, int start, int[] order) {
    int width = rows.columns();
    System.arraycopy(background.values(), start * width, values, at, width);
    for (int place = 0; place < order.length; place++) {
      int next = at + (place + 1) * width;
      System.arraycopy(values, next - width, values, next, width);
      for (int c = 0; c < width; c++) {
        if (groups[c] == order[place]) {
          values[next + c] = rows.at(row, c);
        }
      }
    }
  }

  private double[] outputs(Matrix rows, int[] codes, int from, int perOrder) {
    if (model instanceof RegressionModel numbers) {
      return numbers.estimate(rows);
    }
    if (model instanceof ClassificationModel classes) {
      Matrix probabilities =
          classes
              .probabilities(rows)
              .orElseThrow(() -> new ModelException("the model gives no probabilities"));
      ToDoubleFunction<Float> odds =
          share -> {
            double known = Math.min(1 - LEAST, Math.max(LEAST, share));
            return Math.log(known / (1 - known));
          };
      double[] outputs = new double[rows.rows()];
      for (int row = 0; row < outputs.length; row++) {
        int code = codes[from + row / (2 * orders * perOrder)];
        outputs[row] = odds.applyAsDouble(probabilities.at(row, code));
      }
      return outputs;
    }
    throw new ModelException("the model predicts neither classes nor numbers");
  }
}
