package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.clusters.ClusterJudgement.Comparison;
import org.sqlflow.models.clusters.ClusterJudgement.Reference;
import org.sqlflow.models.clusters.ClusterJudgement.Selection;
import org.sqlflow.models.clusters.ClusterJudgement.Worth;
import org.sqlflow.models.clusters.StabilityBand;
import org.sqlflow.text.Text;

/**
 * How good groups are, in words: whether there are any, how well separated they are, and how plain
 * k-means compares. The same after training, in DESCRIBE MODEL and in EVALUATE.
 *
 * @param silhouette on the scaled features
 * @param kMeans that of plain k-means on the same rows; empty where none was made
 * @param judgement as far as it is known
 */
record Separation(double silhouette, OptionalDouble kMeans, ClusterJudgement judgement) {
  /**
   * Thresholds of the silhouette by Kaufman and Rousseeuw (1990), used where no rows without groups
   * were measured for comparison.
   */
  private static final double STRONG = 0.7;

  private static final double REASONABLE = 0.5;
  private static final double WEAK = 0.25;

  /** Thresholds of the part of the way from the silhouette of rows without groups to 1. */
  private static final double CLEARLY = 0.5;

  private static final double WELL = 0.25;
  private static final double MODERATELY = 0.1;

  /** A longer list of sizes helps nobody. */
  private static final int MOST_SIZES = 10;

  /** The sentences, if there is a silhouette. */
  static List<String> sentences(
      OptionalDouble silhouette, OptionalDouble kMeans, ClusterJudgement judgement) {
    return silhouette.isPresent()
        ? new Separation(silhouette.getAsDouble(), kMeans, judgement).sentences()
        : List.of();
  }

  /** Badges: the number of groups, and the same verdict in a few words each. */
  static List<String> badges(
      int groups, OptionalDouble silhouette, OptionalDouble kMeans, ClusterJudgement judgement) {
    List<String> badges = new ArrayList<>();
    badges.add(Text.counted(groups, "group"));
    if (silhouette.isEmpty()) {
      return badges;
    }
    Separation separation = new Separation(silhouette.getAsDouble(), kMeans, judgement);
    badges.add(separation.badge());
    separation.stability().ifPresent(badges::add);
    if (separation.isBesideKMeans()) {
      badges.add(
          switch (judgement.verdict()) {
            case SAME -> "nearly the groups of k-means";
            case K_MEANS -> "k-means does better";
            case MODEL -> "better than k-means";
            case FAR_ROWS, NO_DIFFERENCE -> "k-means as good";
          });
    }
    return badges;
  }

  /**
   * How reliably the groups are found again. Not shown for stable cuts: that they are found again
   * does not make them groups.
   */
  private Optional<String> stability() {
    Selection selection = judgement.selection();
    if (!selection.isMeasured()) {
      return Optional.empty();
    }
    StabilityBand band = StabilityBand.of(selection.weakest());
    boolean isStable = band.compareTo(StabilityBand.STABLE) <= 0;
    if (isStable && worth() == Worth.CUTS) {
      return Optional.empty();
    }
    return Optional.of(
        switch (band) {
          case HIGHLY_STABLE -> "highly stable";
          case STABLE -> "stable";
          case DOUBTFUL -> "doubtful borders";
          case UNSTABLE -> "not all are found again";
        });
  }

  /**
   * Whether to compare with k-means: where autoCluster chose the groups, it gives its own reasons,
   * among them stability.
   */
  private boolean isBesideKMeans() {
    return judgement.kMeans().wasMade() && !judgement.selection().wasMade();
  }

  private Worth worth() {
    return judgement.worth(silhouette, kMeans.orElse(Double.NaN));
  }

  private String badge() {
    return switch (worth()) {
      case GAPS -> "divided by gaps";
      case NO_GAPS -> "no clear gaps between them";
      case SINGLE_COLUMNS -> "groups of single columns";
      case CUTS -> "cuts, not separate groups";
      case NOT_PROVEN -> "separate groups not proven";
      case TOUCHING -> "touching";
      case NOT_SEPARATED -> "not separated";
      case SEPARATED -> part() > WELL ? degree() + " separated" : "touching";
      case NOT_COMPARED ->
          silhouette > REASONABLE ? "separated" : silhouette > 0 ? "touching" : "overlapping";
    };
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    sentences.add(groups());
    if (isBesideKMeans() && judgement.kMeans().moved() > 0) {
      sentences.add(beside());
    }
    return sentences;
  }

  /** Whether there are groups, and how well separated. */
  private String groups() {
    Reference without = judgement.reference();
    String measured = Text.of("silhouette %.3f on the scaled features", silhouette);
    String reference = Text.of("%s get %.3f", rows(without.kind()), without.silhouette());
    return switch (worth()) {
      case GAPS ->
          (without.isMeasured()
                  ? "Gaps divide the groups, though they are not compact: "
                  : "Gaps divide the groups: ")
              + crossing();
      case NO_GAPS -> "No clear gaps divide the groups: " + crossing();
      case SINGLE_COLUMNS ->
          Text.of(
              "These groups follow single columns, such as their few different or very large"
                  + " values, and nothing beyond: %s, and as many %s%s.",
              measured, reference, kMeansSilhouette());
      case CUTS ->
          Text.of(
              "These groups are cuts, not separate groups: %s, and as many %s%s.",
              measured, reference, kMeansSilhouette());
      case NOT_PROVEN ->
          Text.of(
              "It is not clear whether these groups are separate: %s, and as many %s, by chance up"
                  + " to %.3f%s.",
              measured, reference, without.limit(), kMeansSilhouette());
      case TOUCHING ->
          "These groups touch: "
              + (without.isMeasured()
                  ? Text.of("%s, and as many %s%s.", measured, reference, kMeansSilhouette())
                  : crossing());
      case NOT_SEPARATED ->
          Text.of(
              "These groups are not separated, though the rows have groups that k-means separates:"
                  + " %s, and as many %s%s.",
              measured, reference, kMeansSilhouette());
      case SEPARATED ->
          Text.of(
              "The groups are %s separated: %s (1: well separated); as many %s%s.",
              degree(), measured, reference, kMeansSilhouette());
      case NOT_COMPARED ->
          Text.of(
              "%s: %s (1: well separated, 0: overlapping)%s.",
              words(), measured, kMeansSilhouette());
    };
  }

  private String crossing() {
    return Text.of(
        "of the rows nearest to a row %s are outside of its group, in rows without groups at least"
            + " %s (100 %%: by chance). Silhouette %.3f on the scaled features%s.",
        percent(judgement.gaps().crossing()),
        percent(judgement.gaps().reference()),
        silhouette,
        kMeansSilhouette());
  }

  private static String percent(double part) {
    return Text.of("%.1f %%", 100 * part);
  }

  private String kMeansSilhouette() {
    return kMeans.isPresent()
        ? Text.of("; plain k-means on the same rows: %.3f", kMeans.getAsDouble())
        : "";
  }

  private static String rows(String kind) {
    return switch (kind) {
      case Reference.EVEN -> "evenly spread rows";
      case Reference.NORMAL -> "rows of one normal distribution";
      default -> "rows without groups, but with columns of the same shapes,";
    };
  }

  private double part() {
    Reference without = judgement.reference();
    return (silhouette - without.silhouette()) / (1 - without.silhouette());
  }

  private String degree() {
    double part = part();
    if (part > CLEARLY) {
      return "clearly";
    }
    return part > WELL ? "well" : part > MODERATELY ? "moderately" : "slightly";
  }

  private String words() {
    if (silhouette > STRONG) {
      return "The groups are clearly separated";
    }
    if (silhouette > REASONABLE) {
      return "The groups are well separated";
    }
    if (silhouette > WEAK) {
      return "The groups are moderately separated";
    }
    return silhouette > 0 ? "The groups are hardly separated" : "The groups overlap";
  }

  private String beside() {
    Comparison beside = judgement.kMeans();
    String moved =
        Text.of(
            "Plain k-means puts %,d of the %,d rows into another group (its groups: %s)",
            beside.moved(), beside.rows(), sizes(beside.sizes()));
    if (judgement.verdict() == Comparison.Verdict.MODEL && judgement.gaps().isCutByKMeans()) {
      return Text.of(
          "%s and cuts through these: %s of the rows nearest to a row are outside of its group.",
          moved, percent(judgement.gaps().kMeans()));
    }
    return switch (judgement.verdict()) {
      case SAME -> moved + ": nearly the same groups.";
      case K_MEANS ->
          moved
              + " and does better: its groups are more compact (silhouette), and more neighbours"
              + " share a group. Compare with TO TRAIN kmeans.";
      case MODEL ->
          moved
              + (beside.byNeighbours() > 0
                  ? " and does worse: fewer neighbours share a group."
                  : " and does worse: its groups are less compact (silhouette).");
      case FAR_ROWS ->
          moved
              + ". Its silhouette is larger because a few rows lie far away, not because it"
              + " separates the others better.";
      case NO_DIFFERENCE -> moved + ". There is no clear difference" + goodFor(beside) + ".";
    };
  }

  /** What each is good for. */
  private static String goodFor(Comparison beside) {
    if (beside.bySilhouette() < 0) {
      return beside.byNeighbours() > 0
          ? ": its groups are more compact and easier to describe by their means, those of the"
              + " model keep more neighbours together and follow the shape of the data"
          : " in how many neighbours share a group; its groups are more compact and easier to"
              + " describe by their means";
    }
    if (beside.bySilhouette() > 0) {
      return ": the groups of the model are more compact, those of k-means keep more neighbours"
          + " together";
    }
    return beside.byNeighbours() < 0
        ? " in how compact the groups are; with k-means more neighbours share a group"
        : ": take the groups that are easier to explain";
  }

  private static String sizes(List<Long> sizes) {
    String shown =
        sizes.stream()
            .limit(MOST_SIZES)
            .map(size -> Text.of("%,d", size))
            .collect(Collectors.joining("; "));
    return sizes.size() > MOST_SIZES ? shown + "; …" : shown + " rows";
  }
}
