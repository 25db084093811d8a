package org.sqlflow.models.clustering.mixture;

import java.util.Arrays;
import org.sqlflow.data.Matrix;

/**
 * Some rows by columns, with their likelihood under a mixture; in logarithms, so that rows far from
 * every group keep their order. Used by one thread.
 */
final class MixtureBlock {
  /** Rows of a block, few enough that a column of each stays in the cache. */
  static final int ROWS = 128;

  private final Mixture mixture;
  private final double[] logPeaks;

  /** {@code columns[c * ROWS + i]}. */
  private final double[] columns;

  /** The rows less the mean of one group, as {@link #columns}. */
  private final double[] differences;

  private final double[] sums = new double[ROWS];

  /** {@code squares[j * ROWS + i]}: squared Mahalanobis distances to each group's mean. */
  private final double[] squares;

  /** {@code shares[j * ROWS + i]}: the share of each group in a row. */
  private final double[] shares;

  private final double[] logLikelihoods = new double[ROWS];
  private int count;

  MixtureBlock(Mixture mixture) {
    this.mixture = mixture;
    this.logPeaks = new double[mixture.groups()];
    Arrays.setAll(logPeaks, mixture::logPeak);
    this.columns = new double[mixture.width() * ROWS];
    this.differences = new double[columns.length];
    this.squares = new double[mixture.groups() * ROWS];
    this.shares = new double[squares.length];
  }

  /** Takes the rows {@code from} to before {@code to}, at most {@link #ROWS}. */
  void take(Matrix rows, int from, int to) {
    int width = mixture.width();
    count = to - from;
    float[] values = rows.values();
    for (int i = 0; i < count; i++) {
      int at = (from + i) * width;
      for (int c = 0; c < width; c++) {
        columns[c * ROWS + i] = values[at + c];
      }
    }
  }

  /** Computes how likely the rows are: {@link #shares} and {@link #logLikelihood} from then on. */
  void expect() {
    for (int j = 0; j < mixture.groups(); j++) {
      differ(j);
      square(j);
    }
    for (int j = 0; j < mixture.groups(); j++) {
      for (int i = 0; i < ROWS; i++) {
        shares[j * ROWS + i] = logPeaks[j] - squares[j * ROWS + i] / 2;
      }
    }
    for (int i = 0; i < count; i++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < mixture.groups(); j++) {
        largest = Math.max(largest, shares[j * ROWS + i]);
      }
      double sum = 0;
      for (int j = 0; j < mixture.groups(); j++) {
        double share = Math.exp(shares[j * ROWS + i] - largest);
        shares[j * ROWS + i] = share;
        sum += share;
      }
      for (int j = 0; j < mixture.groups(); j++) {
        shares[j * ROWS + i] /= sum;
      }
      logLikelihoods[i] = largest + Math.log(sum);
    }
  }

  /** Assigns each row to one group. */
  void assign(int[] groups, int from) {
    Arrays.fill(shares, 0);
    for (int i = 0; i < count; i++) {
      shares[groups[from + i] * ROWS + i] = 1;
    }
  }

  /** Sets {@link #differences} to the rows less a group's mean. */
  private void differ(int group) {
    for (int c = 0; c < mixture.width(); c++) {
      double mean = mixture.means()[group * mixture.width() + c];
      for (int at = c * ROWS; at < (c + 1) * ROWS; at++) {
        differences[at] = columns[at] - mean;
      }
    }
  }

  /** {@code |W (x - mu)|^2}. */
  private void square(int group) {
    int at = mixture.factorAt(group);
    int own = group * ROWS;
    Arrays.fill(squares, own, own + ROWS, 0);
    boolean diagonal = mixture.covariance() == Covariance.DIAGONAL;
    for (int a = 0; a < mixture.width(); a++) {
      Arrays.fill(sums, 0);
      for (int b = diagonal ? a : 0; b <= a; b++, at++) {
        double factor = mixture.factors()[at];
        int column = b * ROWS;
        for (int i = 0; i < ROWS; i++) {
          sums[i] += factor * differences[column + i];
        }
      }
      for (int i = 0; i < ROWS; i++) {
        squares[own + i] += sums[i] * sums[i];
      }
    }
  }

  /**
   * Adds the rows, by their shares, to the sums of each group, measured from the mixture's means.
   */
  void addTo(MixtureSums into) {
    for (int j = 0; j < mixture.groups(); j++) {
      double weight = 0;
      for (int i = 0; i < count; i++) {
        weight += shares[j * ROWS + i];
      }
      if (weight > 0) {
        into.weights[j] += weight;
        differ(j);
        addTo(into, j);
      }
    }
  }

  private void addTo(MixtureSums into, int group) {
    int width = mixture.width();
    int at = mixture.factorAt(group);
    boolean diagonal = mixture.covariance() == Covariance.DIAGONAL;
    for (int a = 0; a < width; a++) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sums[i] = shares[group * ROWS + i] * differences[a * ROWS + i];
        sum += sums[i];
      }
      into.moves[group * width + a] += sum;
      for (int b = diagonal ? a : 0; b <= a; b++, at++) {
        into.products[at] += dot(sums, b * ROWS);
      }
    }
  }

  /** Four sums at a time: the order is fixed, and the processor need not wait for each sum. */
  private double dot(double[] weighted, int column) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      first += weighted[i] * differences[column + i];
      second += weighted[i + 1] * differences[column + i + 1];
      third += weighted[i + 2] * differences[column + i + 2];
      fourth += weighted[i + 3] * differences[column + i + 3];
    }
    for (; i < count; i++) {
      first += weighted[i] * differences[column + i];
    }
    return first + second + (third + fourth);
  }

  int count() {
    return count;
  }

  /** The logarithm of the density at a row. */
  double logLikelihood(int i) {
    return logLikelihoods[i];
  }

  /** The group that most of a row belongs to; the first of equals. */
  int group(int i) {
    int best = 0;
    for (int j = 1; j < mixture.groups(); j++) {
      best = shares[j * ROWS + i] > shares[best * ROWS + i] ? j : best;
    }
    return best;
  }

  /** The share of a group in a row, from 0 to 1. */
  double share(int i, int group) {
    return shares[group * ROWS + i];
  }

  /** The Mahalanobis distance of a row to a group's mean. */
  double distance(int i, int group) {
    return Math.sqrt(squares[group * ROWS + i]);
  }
}
