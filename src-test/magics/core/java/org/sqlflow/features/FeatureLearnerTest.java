package org.sqlflow.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.FeatureLearner.Learnt;

class FeatureLearnerTest {
  private static final double NULL = Double.NaN;

  private static Learnt learn(Scale scale, OnNull onNull, double[]... columns) {
    List<Feature> features =
        IntStream.range(0, columns.length)
            .<Feature>mapToObj(i -> NumericFeature.of("m" + (i + 1), false))
            .toList();
    FeatureSelection selection = new FeatureSelection(features, Set.of(), List.of());
    FeatureLearner learner = new FeatureLearner(selection, scale, onNull, Optional.empty());
    HeldBlocks blocks = new HeldBlocks(selection.reads());
    blocks.add(columns[0].length, List.of((Object[]) columns));
    return learner.learn(blocks);
  }

  @Test
  void standardScalingGivesMeanZeroAndDeviationOne() {
    Matrix matrix = learn(Scale.STANDARD, OnNull.ERROR, new double[] {1, 2, 3, 4}).matrix();

    // numpy: (x - x.mean()) / x.std()
    assertThat(matrix.values())
        .containsExactly(
            new float[] {-1.3416408f, -0.4472136f, 0.4472136f, 1.3416408f}, within(1e-6f));
  }

  @Test
  void minmaxScalingGivesZeroToOneAndRobustScalingTheQuartiles() {
    assertThat(learn(Scale.MINMAX, OnNull.ERROR, new double[] {2, 4, 6}).matrix().values())
        .containsExactly(0f, 0.5f, 1f);
    // scikit-learn: RobustScaler().fit_transform([[1], [2], [3], [4], [100]])
    assertThat(learn(Scale.ROBUST, OnNull.ERROR, new double[] {1, 2, 3, 4, 100}).matrix().values())
        .containsExactly(-1f, -0.5f, 0f, 0.5f, 48.5f);
    assertThat(learn(Scale.NONE, OnNull.ERROR, new double[] {2, 4, 6}).matrix().values())
        .containsExactly(2f, 4f, 6f);
  }

  @ParameterizedTest
  @EnumSource(Scale.class)
  void aConstantColumnStaysFinite(Scale scale) {
    for (float value : learn(scale, OnNull.ERROR, new double[] {7, 7, 7}).matrix().values()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void columnsFromTinyToHugeGetTheSameScale() {
    Learnt learnt =
        learn(
            Scale.STANDARD,
            OnNull.ERROR,
            new double[] {1e-6, 2e-6, 3e-6},
            new double[] {1e12 + 1, 1e12 + 2, 1e12 + 3});

    for (int row = 0; row < 3; row++) {
      assertThat(learnt.matrix().at(row, 0)).isCloseTo(learnt.matrix().at(row, 1), within(1e-4f));
    }
  }

  @Test
  void aMissingValueIsAnErrorThatCountsAndSaysWhatToDo() {
    assertThatThrownBy(
            () ->
                learn(
                    Scale.STANDARD,
                    OnNull.ERROR,
                    new double[] {1, 2, 3},
                    new double[] {1, NULL, Double.POSITIVE_INFINITY}))
        .isInstanceOf(FeatureException.class)
        .hasMessageContaining("m2 (2 of 3 rows)")
        .hasMessageContaining("train.on_null = skip")
        .hasMessageContaining("train.on_null = mean");
  }

  @Test
  void skipLeavesTheRowOutAndMeanPutsTheMeanInItsPlace() {
    double[] gap = {1, NULL, 3};

    Learnt skipped = learn(Scale.NONE, OnNull.SKIP, gap);
    assertThat(skipped.matrix().values()).containsExactly(1f, 3f);
    assertThat(skipped.skipped()).isOne();
    assertThat(skipped.encoding().encode(3, List.of(gap)).rowOf()).containsExactly(0, -1, 1);

    Learnt mean = learn(Scale.NONE, OnNull.MEAN, gap);
    assertThat(mean.matrix().values()).containsExactly(1f, 2f, 3f);
    assertThat(mean.encoding().encode(1, List.of(new double[] {NULL})).matrix().values())
        .containsExactly(2f);
  }

  @Test
  void anIntegerColumnWithItsOwnValueInEachRowIsLeftOutAsAKey() {
    List<Feature> features =
        List.of(NumericFeature.of("number", false), NumericFeature.of("count", false));
    FeatureSelection selection =
        new FeatureSelection(features, Set.of("number", "count"), List.of());
    FeatureLearner learner =
        new FeatureLearner(selection, Scale.NONE, OnNull.ERROR, Optional.empty());
    HeldBlocks blocks = new HeldBlocks(selection.reads());
    blocks.add(2, List.of(new double[] {1, 2}, new double[] {5, 5}));
    blocks.add(1, List.of(new double[] {3}, new double[] {6}));

    Learnt learnt = learner.learn(blocks);

    assertThat(learnt.encoding().columns()).containsExactly("count");
    assertThat(learnt.leftOut()).extracting(LeftOut::column).containsExactly("number");
    assertThat(learnt.matrix()).extracting(Matrix::rows, Matrix::columns).containsExactly(3, 1);
  }

  @Test
  void aBasesScalingIsKeptForTheSameColumns() {
    FeatureEncoding base =
        new FeatureEncoding(
            Scale.STANDARD, OnNull.ERROR, List.of(new NumericFeature("M1", false, 10, 10, 5)));
    FeatureSelection selection =
        new FeatureSelection(List.of(NumericFeature.of("m1", false)), Set.of(), List.of());
    FeatureLearner learner =
        new FeatureLearner(selection, Scale.MINMAX, OnNull.MEAN, Optional.of(base));
    HeldBlocks blocks = new HeldBlocks(selection.reads());
    blocks.add(2, List.of(new double[] {10, 20}));

    Learnt learnt = learner.learn(blocks);

    assertThat(learnt.matrix().values()).containsExactly(0f, 2f);
    assertThat(learnt.encoding().onNull()).isEqualTo(OnNull.MEAN);
  }

  @Test
  void noRowsAreAnError() {
    assertThatThrownBy(() -> learn(Scale.STANDARD, OnNull.ERROR, new double[] {}))
        .hasMessageContaining("the query gives no rows");
    assertThatThrownBy(() -> learn(Scale.STANDARD, OnNull.SKIP, new double[] {NULL, NULL}))
        .hasMessageContaining("every row has NULL");
  }
}
