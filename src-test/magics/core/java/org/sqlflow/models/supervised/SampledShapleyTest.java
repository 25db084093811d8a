package org.sqlflow.models.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.RegressionModel;

class SampledShapleyTest {
  /** Of three features: 2a + bc. */
  private record Product() implements RegressionModel {
    @Override
    public double[] estimate(Matrix rows) {
      double[] values = new double[rows.rows()];
      for (int row = 0; row < values.length; row++) {
        values[row] = 2 * rows.at(row, 0) + rows.at(row, 1) * rows.at(row, 2);
      }
      return values;
    }

    @Override
    public Estimator estimator() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> featureNames() {
      return List.of("a", "b", "c");
    }

    @Override
    public List<OutputColumn> outputs(String column, Set<String> extraOutputs) {
      return List.of();
    }

    @Override
    public List<ColumnVector> predict(Matrix rows, Set<String> extraOutputs) {
      return List.of();
    }

    @Override
    public Set<String> extraOutputs() {
      return Set.of();
    }

    @Override
    public ModelContent content() {
      return new ModelContent(null, Optional.empty());
    }
  }

  private static final Model MODEL = new Product();
  private static final Matrix ROWS = new Matrix(2, 3, new float[] {1, 2, 3, -1, 4, 5});

  private static double[][] of(int[] groups, Matrix background, int orders) {
    return new SampledShapley(MODEL, groups, background, orders, 7)
        .of(ROWS, new int[2], CancellationCheck.NONE);
  }

  @Test
  void featuresThatActTogetherShareWhatTheyAdd() {
    // By hand: from (0, 0, 0) to (1, 2, 3), a adds 2; b and c share 6 in both directions.
    double[] values = of(new int[] {0, 1, 2}, new Matrix(1, 3, new float[3]), 4)[0];

    assertThat(values).containsExactly(new double[] {2, 3, 3, 0}, within(1e-6));
  }

  @Test
  void featuresOfAGroupAreToldAsOne() {
    double[] values = of(new int[] {0, 1, 1}, new Matrix(1, 3, new float[3]), 1)[1];

    assertThat(values).containsExactly(new double[] {-2, 20, 0}, within(1e-6));
  }

  @Test
  void contributionsAddUpToThePrediction() {
    Matrix background = new Matrix(3, 3, new float[] {0, 1, 2, 5, 5, 5, -3, 0, 1});
    double[][] all = of(new int[] {0, 1, 2}, background, 5);

    double[] predicted = ((RegressionModel) MODEL).estimate(ROWS);
    for (int row = 0; row < all.length; row++) {
      assertThat(Arrays.stream(all[row]).sum()).isCloseTo(predicted[row], within(1e-6));
    }
    assertThat(of(new int[] {0, 1, 2}, background, 5)).isDeepEqualTo(all);
  }
}
