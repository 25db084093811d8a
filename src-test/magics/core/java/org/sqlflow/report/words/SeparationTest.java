package org.sqlflow.report.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.clusters.ClusterJudgement.Comparison;
import org.sqlflow.models.clusters.ClusterJudgement.Reference;
import org.sqlflow.models.clusters.ClusterJudgement.Selection;

class SeparationTest {
  private static final Reference EVEN = new Reference(Reference.EVEN, 0.59, 0.61, 0.589, false);

  @Test
  void aModelOfAnEarlierVersionIsNotJudged() {
    assertThat(
            Separation.sentences(
                OptionalDouble.of(0.6), OptionalDouble.empty(), ClusterJudgement.UNKNOWN))
        .containsExactly(
            "The groups are well separated: silhouette 0.600 on the scaled features (1: well"
                + " separated, 0: overlapping).");
  }

  @Test
  void evenlySpreadRowsHoldNoGroups() {
    assertThat(words(0.589, EVEN, Comparison.NONE))
        .containsExactly(
            "These groups are cuts, not separate groups: silhouette 0.589 on the scaled features,"
                + " and as many evenly spread rows get 0.590.");
  }

  @Test
  void groupsThatEachColumnMakesByItselfAreToldFromCuts() {
    Reference steps = new Reference(Reference.OWN_SHAPES, 1, 1.02, 1, false);
    assertThat(words(1, steps, Comparison.NONE))
        .containsExactly(
            "These groups follow single columns, such as their few different or very large values,"
                + " and nothing beyond: silhouette 1.000 on the scaled features, and as many rows"
                + " without groups, but with columns of the same shapes, get 1.000.");
  }

  @Test
  void groupsAreCalledByHowFarTheyAreFromRowsWithoutGroups() {
    Reference reference = new Reference(Reference.NORMAL, 0.07, 0.09, 0.4, true);
    assertThat(words(0.4, reference, Comparison.NONE))
        .containsExactly(
            "The groups are well separated: silhouette 0.400 on the scaled features (1: well"
                + " separated); as many rows of one normal distribution get 0.070.");
    assertThat(words(0.1, reference, Comparison.NONE).get(0)).startsWith("The groups are slightly");
    assertThat(words(0.9, reference, Comparison.NONE).get(0)).startsWith("The groups are clearly");
  }

  @Test
  void aLeadWithinTheRangeOfChanceIsNotClear() {
    assertThat(words(0.605, EVEN, Comparison.NONE).get(0))
        .isEqualTo(
            "It is not clear whether these groups are separate: silhouette 0.605 on the scaled"
                + " features, and as many evenly spread rows get 0.590, by chance up to 0.610.");
  }

  @Test
  void kMeansIsBetterOnlyByBothWitnesses() {
    List<Long> even = List.of(60L, 40L);
    assertThat(words(0.4, EVEN, beside(even, -0.1, -0.05)).get(1))
        .isEqualTo(
            "Plain k-means puts 12 of the 100 rows into another group (its groups: 60; 40 rows) and"
                + " does better: its groups are more compact (silhouette), and more neighbours"
                + " share a group. Compare with TO TRAIN kmeans.");
    assertThat(words(0.4, EVEN, beside(even, -0.1, 0.05)).get(1)).contains("no clear difference");
    assertThat(words(0.4, EVEN, beside(even, -0.012, -0.05)).get(1)).doesNotContain("does better");
    assertThat(words(0.4, EVEN, beside(even, 0, 0.05)).get(1)).contains("does worse");
    assertThat(words(0.4, EVEN, beside(List.of(90L, 10L), -0.3, -0.05)).get(1))
        .endsWith("not because it separates the others better.");
  }

  private static Comparison beside(List<Long> sizes, double silhouette, double neighbours) {
    return new Comparison(sizes, List.of(50L, 50L), 12, 0.5, silhouette, 0.01, neighbours, 0.01);
  }

  @Test
  void badgesAndSentencesFollowOneVerdict() {
    Reference cut = new Reference(Reference.EVEN, 0.59, 0.61, 0.589, false);
    ClusterJudgement given =
        new ClusterJudgement(cut, Comparison.NONE).with(new Selection(false, 0.95, 0.9));
    assertThat(badges(given)).containsExactly("cuts, not separate groups");
    assertThat(sentence(given)).startsWith("These groups are cuts");

    ClusterJudgement tested =
        new ClusterJudgement(cut, Comparison.NONE).with(new Selection(true, 0.95, 0.9));
    assertThat(badges(tested)).containsExactly("touching", "highly stable");
    assertThat(sentence(tested)).startsWith("These groups touch: silhouette 0.589");

    ClusterJudgement weak =
        new ClusterJudgement(cut, Comparison.NONE).with(new Selection(false, 0.5, 0.2));
    assertThat(badges(weak))
        .containsExactly("cuts, not separate groups", "not all are found again");
  }

  /** autoCluster compared with k-means by stability, too: a second verdict would contradict it. */
  @Test
  void whatAutoClusterChoseIsNotComparedWithKMeansAgain() {
    Comparison better = beside(List.of(60L, 40L), -0.1, -0.05);
    ClusterJudgement alone = new ClusterJudgement(EVEN, better);
    assertThat(badges(alone)).contains("k-means does better");
    assertThat(badges(alone.with(new Selection(true, 0.9, 0.8))))
        .containsExactly("touching", "stable");
  }

  @Test
  void gapsThatKMeansCutsThroughMakeTheModelBetterInTheBadgeToo() {
    ClusterJudgement judgement =
        new ClusterJudgement(
            EVEN,
            beside(List.of(60L, 40L), -0.2, -0.05),
            new ClusterJudgement.Gaps(0.001, 0.05, 0.02, true));
    assertThat(badges(judgement)).containsExactly("divided by gaps", "better than k-means");
  }

  private static List<String> badges(ClusterJudgement judgement) {
    List<String> all =
        Separation.badges(2, OptionalDouble.of(0.589), OptionalDouble.empty(), judgement);
    assertThat(all.get(0)).isEqualTo("2 groups");
    return all.subList(1, all.size());
  }

  private static String sentence(ClusterJudgement judgement) {
    return Separation.sentences(OptionalDouble.of(0.589), OptionalDouble.empty(), judgement).get(0);
  }

  private static List<String> words(double silhouette, Reference reference, Comparison beside) {
    return Separation.sentences(
        OptionalDouble.of(silhouette),
        OptionalDouble.empty(),
        new ClusterJudgement(reference, beside));
  }
}
