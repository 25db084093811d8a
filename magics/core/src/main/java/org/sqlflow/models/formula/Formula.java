package org.sqlflow.models.formula;

import java.util.List;
import java.util.Optional;
import org.sqlflow.executor.Activation;

/**
 * How a model computes its prediction from encoded features, independent of any language. A new
 * kind is a record here, and the compiler names the languages that must handle it.
 */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Formula {
  /** How many numbers the model sees of a row. */
  int features();

  /** How many numbers of the model the formula contains, which measures its length. */
  long terms();

  /** How the distance of a row to a centre is measured. */
  enum Metric {
    EUCLIDEAN,
    /** The Euclidean distance of the row scaled to length 1; a row of zeros stays as it is. */
    COSINE,
    /** The sum of the absolute differences. */
    MANHATTAN
  }

  /**
   * A dense layer.
   *
   * @param weights {@code out x in}, row-major: those of a unit follow each other
   * @param biases of each unit
   */
  record Layer(float[] weights, float[] biases, Activation activation) {
    /** How many numbers it takes. */
    public int in() {
      return weights.length / biases.length;
    }

    /** How many numbers it makes. */
    public int out() {
      return biases.length;
    }
  }

  /**
   * The number of the nearest centre, from 0; the first of equals.
   *
   * @param encoder the layers that encode the features first; empty for none
   * @param features how many
   * @param centres {@code clusters x width}, row-major, of what the encoder makes
   */
  record NearestCentre(List<Layer> encoder, int features, Metric metric, float[] centres)
      implements Formula {
    /** How many numbers a centre has. */
    public int width() {
      return encoder.isEmpty() ? features : encoder.get(encoder.size() - 1).out();
    }

    /** How many centres there are. */
    public int clusters() {
      return centres.length / width();
    }

    @Override
    public long terms() {
      return terms(encoder) + centres.length;
    }

    private static long terms(List<Layer> layers) {
      return layers.stream().mapToLong(layer -> layer.weights().length + layer.out()).sum();
    }
  }

  /**
   * The number of the group j with the largest {@code peaks[j] - |W_j (x - mu_j)|^2 / 2}, from 0;
   * the first of equals.
   *
   * @param features how many
   * @param peaks of each group
   * @param means {@code groups x features}, row-major
   * @param diagonal whether a W is the diagonal of a matrix, else a lower triangle by rows
   * @param factors W of each group, or one for all
   */
  record LargestNormal(
      int features, double[] peaks, double[] means, boolean diagonal, double[] factors)
      implements Formula {
    /** How many numbers a W has. */
    public int size() {
      return diagonal ? features : features * (features + 1) / 2;
    }

    /** Whether all groups have the same W. */
    public boolean isShared() {
      return factors.length == size();
    }

    /** A value of the W of a group. */
    public double factor(int group, int row, int column) {
      int at = isShared() ? 0 : group * size();
      if (diagonal) {
        return row == column ? factors[at + row] : 0;
      }
      return column <= row ? factors[at + row * (row + 1) / 2 + column] : 0;
    }

    @Override
    public long terms() {
      return (long) peaks.length * (size() + features);
    }
  }

  /**
   * The groups of another formula by other numbers.
   *
   * @param groups gives numbers from 0
   * @param numbers what is shown of each
   */
  record Renumbered(Formula groups, List<Integer> numbers) implements Formula {
    @Override
    public int features() {
      return groups.features();
    }

    @Override
    public long terms() {
      return groups.terms() + numbers.size();
    }
  }

  /** Sums: one for a regression, one for each class for a classification. */
  sealed interface Sums extends Formula {
    /** How many there are. */
    int outputs();
  }

  /**
   * Weighted sums of the features.
   *
   * @param weights {@code outputs x features}, row-major
   * @param constants of each output
   */
  record Linear(int features, double[] weights, double[] constants) implements Sums {
    @Override
    public int outputs() {
      return constants.length;
    }

    @Override
    public long terms() {
      return weights.length + constants.length;
    }
  }

  /**
   * The sums of a network: {@code factor (dense + linear) + constant}.
   *
   * @param layers of the dense part, which end in sums
   * @param linear a layer of sums of the features beside them; empty for none
   */
  record Network(List<Layer> layers, Optional<Layer> linear, double factor, double constant)
      implements Sums {
    @Override
    public int features() {
      return layers.get(0).in();
    }

    @Override
    public int outputs() {
      return layers.get(layers.size() - 1).out();
    }

    @Override
    public long terms() {
      return NearestCentre.terms(layers) + NearestCentre.terms(linear.stream().toList());
    }
  }

  /**
   * Sums of the values that decision trees give a row. The features are compared in single
   * precision.
   *
   * @param constants of each output
   */
  record Trees(int features, List<Tree> trees, double[] constants) implements Sums {
    @Override
    public int outputs() {
      return constants.length;
    }

    @Override
    public long terms() {
      return constants.length + trees.stream().mapToLong(tree -> tree.root().nodes()).sum();
    }

    /** The sums of a row; NaN is a missing number. */
    public double[] of(float[] row) {
      double[] sums = constants.clone();
      for (Tree tree : trees) {
        Node at = tree.root();
        while (at instanceof Node.Split split) {
          float value = row[split.feature()];
          boolean isBelow = Float.isNaN(value) ? split.missing() : value < split.threshold();
          at = isBelow ? split.below() : split.others();
        }
        sums[tree.output()] += ((Node.Leaf) at).value();
      }
      return sums;
    }
  }

  /**
   * A decision tree.
   *
   * @param output the sum that it adds to
   */
  record Tree(int output, Node root) {}

  /** A part of a decision tree. */
  sealed interface Node {
    /** How many numbers it has. */
    long nodes();

    /** A value. */
    record Leaf(double value) implements Node {
      @Override
      public long nodes() {
        return 1;
      }
    }

    /**
     * Divides rows by whether a feature is less than a threshold.
     *
     * @param missing whether a missing number counts as less
     */
    record Split(int feature, float threshold, Node below, Node others, boolean missing)
        implements Node {
      @Override
      public long nodes() {
        return 1 + below.nodes() + others.nodes();
      }
    }
  }

  /**
   * The class of the largest sum, the first of equals; with one sum for two classes the second one
   * where the sum is above 0.
   *
   * @param classes in the order of the sums
   * @param literal how SQL writes them
   */
  record Likeliest(Sums sums, List<String> classes, Literal literal) implements Formula {
    /** How SQL writes a class. */
    public enum Literal {
      /** As it is: whole numbers and truth values. */
      PLAIN,
      DOUBLE,
      TEXT,
      DATE,
      TIMESTAMP
    }

    @Override
    public int features() {
      return sums.features();
    }

    @Override
    public long terms() {
      return sums.terms() + classes.size();
    }
  }

  /** The numbers that an encoder makes. */
  record Code(List<Layer> encoder) implements Formula {
    @Override
    public int features() {
      return encoder.get(0).in();
    }

    /** How many there are. */
    public int width() {
      return encoder.get(encoder.size() - 1).out();
    }

    @Override
    public long terms() {
      return NearestCentre.terms(encoder);
    }
  }
}
