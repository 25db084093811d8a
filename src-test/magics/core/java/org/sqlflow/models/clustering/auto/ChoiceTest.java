package org.sqlflow.models.clustering.auto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.clustering.auto.Choice.Reason;
import org.sqlflow.models.metrics.GroupStability;

/** Of 800 rows in blobs: three of 200 rows that touch, five of 40 that lie apart. */
class ChoiceTest {
  private static final int ROWS = 800;

  /** All eight. */
  private static final IntUnaryOperator BLOBS = row -> row < 600 ? row / 200 : 3 + (row - 600) / 40;

  /** The small ones in the nearest large one. */
  private static final IntUnaryOperator LARGE = row -> Math.min(2, row / 200);

  /** As k-means has it: the small ones together, and a cut across a large one. */
  private static final IntUnaryOperator ACROSS = row -> row < 300 ? 0 : row < 600 ? 1 : 2;

  private final Try wide = of(Methods.DENSITY, 3, LARGE, 0.60, 0, 1);
  private final Try across = of(Methods.KMEANS, 3, ACROSS, 0.59, 0.02, 0.9);
  private final Try blobs = of(Methods.KMEANS, 8, BLOBS, 0.79, 0.002, 0.99);
  private final Try same = of(Methods.SPECTRAL, 8, BLOBS, 0.79, 0.002, 0.83);

  @Test
  void aGapThatOthersCutAcrossDecides() {
    Choice choice = among(List.of(wide, across));

    assertThat(choice.chosen()).isSameAs(wide);
    assertThat(choice.reason()).isEqualTo(Reason.GAPS);
  }

  @Test
  void moreGroupsThatMethodsOfEitherKindFindAreNotHiddenByIt() {
    Choice choice = among(List.of(wide, across, blobs, same));

    assertThat(choice.chosen()).isSameAs(blobs);
    assertThat(choice.reason()).isEqualTo(Reason.AGREED);
  }

  @Test
  void moreGroupsThatOneKindOfMethodFindsAreNoReason() {
    Try mixture = of(Methods.MIXTURE, 8, BLOBS, 0.79, 0.002, 0.99);

    assertThat(among(List.of(wide, across, blobs, mixture)).chosen()).isSameAs(wide);
  }

  @Test
  void moreGroupsOnWhichTheMethodsDifferAreNoReason() {
    Try others = of(Methods.SPECTRAL, 8, row -> row / 100, 0.79, 0.03, 0.83);

    assertThat(among(List.of(wide, across, blobs, others)).chosen()).isSameAs(wide);
  }

  @Test
  void moreGroupsThatAreLessStableAreNoReason() {
    Try weak = of(Methods.KMEANS, 8, BLOBS, 0.79, 0.002, 0.9);

    assertThat(among(List.of(wide, across, weak, same)).chosen()).isSameAs(wide);
  }

  @Test
  void aMethodWhoseGroupsAreNotFoundAgainHasNoVoice() {
    Try lost = of(Methods.MIXTURE, 8, row -> row / 100, 0.79, 0.03, 0.4);

    assertThat(among(List.of(wide, across, blobs, lost, same)).chosen()).isSameAs(blobs);
  }

  @Test
  void withoutGapsTheLargestNumberThatIsAsStableIsTaken() {
    Choice choice = among(List.of(across, of(Methods.KMEANS, 2, row -> 0, 0.4, 0.01, 0.93)));

    assertThat(choice.chosen()).isSameAs(across);
    assertThat(choice.reason()).isEqualTo(Reason.STABLE);
  }

  @Test
  void moreGroupsThatAreHighlyStableAndSeparateClearlyBetterAreTaken() {
    Try halves = of(Methods.KMEANS, 2, row -> row / 400, 0.45, 0.01, 0.98);
    Try better = separating(of(Methods.SPECTRAL, 8, BLOBS, 0.79, 0.002, 0.88), 0.18);

    Choice choice = among(List.of(halves, better));

    assertThat(choice.chosen()).isSameAs(better);
    assertThat(choice.reason()).isEqualTo(Reason.SEPARATED);
  }

  @Test
  void moreGroupsThatSeparateLittleBetterOrAreLessThanHighlyStableAreNoReason() {
    Try halves = of(Methods.KMEANS, 2, row -> row / 400, 0.45, 0.01, 0.98);
    Try little = separating(of(Methods.SPECTRAL, 8, BLOBS, 0.79, 0.002, 0.88), 0.16);
    Try weak = separating(of(Methods.SPECTRAL, 8, BLOBS, 0.79, 0.002, 0.84), 0.4);

    assertThat(among(List.of(halves, little)).chosen()).isSameAs(halves);
    assertThat(among(List.of(halves, weak)).chosen()).isSameAs(halves);
  }

  @Test
  void fewerGroupsThatMethodsOfBothKindsFindStay() {
    Try halves = of(Methods.KMEANS, 2, row -> row / 400, 0.45, 0.01, 0.98);
    Try sameHalves = of(Methods.SPECTRAL, 2, row -> row / 400, 0.45, 0.01, 0.98);
    Try better = separating(of(Methods.SPECTRAL, 8, BLOBS, 0.79, 0.002, 0.88), 0.4);

    assertThat(among(List.of(halves, sameHalves, better)).chosen()).isSameAs(halves);
  }

  @Test
  void withoutAnyStabilityTheNumberIsThatOfTheTest() {
    List<Try> tries = List.of(unmeasured(3, 0.2), unmeasured(8, 0.3), unmeasured(9, 0));

    Choice choice = Choice.among(tries, OptionalInt.of(3));

    assertThat(choice.chosen().clusters()).isEqualTo(3);
    assertThat(choice.reason()).isEqualTo(Reason.SEEN);
    assertThat(Choice.among(tries, OptionalInt.of(5)).chosen().clusters()).isEqualTo(8);
  }

  private static Choice among(List<Try> tries) {
    return Choice.among(tries, OptionalInt.empty());
  }

  private static Try unmeasured(int clusters, double separation) {
    return new Try(
        Methods.KMEANS, 0, clusters, grouping(BLOBS), 0.7, 0.01, separation, Optional.empty(), 1);
  }

  private static Try separating(Try one, double separation) {
    return new Try(
        one.method(),
        one.simplicity(),
        one.clusters(),
        one.found(),
        one.neighbours(),
        one.cut(),
        separation,
        one.stability(),
        one.seconds());
  }

  private static Try of(
      String method,
      int clusters,
      IntUnaryOperator groups,
      double neighbours,
      double cut,
      double stability) {
    double[] similarity = new double[clusters];
    Arrays.fill(similarity, stability);
    return new Try(
        method,
        Methods.names().indexOf(method),
        clusters,
        grouping(groups),
        neighbours,
        cut,
        0.1,
        Optional.of(new GroupStability(similarity)),
        1);
  }

  private static Method.Grouping grouping(IntUnaryOperator groups) {
    return new Method.Grouping(
        IntStream.range(0, ROWS).map(groups).toArray(), Map.of(), Double.NaN);
  }
}
