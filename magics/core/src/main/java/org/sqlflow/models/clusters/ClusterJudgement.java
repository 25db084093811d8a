package org.sqlflow.models.clusters;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How good the groups of a clustering are, compared with those of rows without groups and those of
 * plain k-means; stored with the model as JSON. Everything is measured on the scaled features.
 *
 * @param reference how rows without groups compare; {@link Reference#UNKNOWN} where it was not
 *     measured
 * @param kMeans how plain k-means compares; {@link Comparison#NONE} where there is nothing to
 *     compare
 * @param gaps whether gaps divide the groups, whatever their shape; {@link Gaps#UNKNOWN} where it
 *     was not measured, since the reference settles it
 * @param selection what autoCluster found out before it chose them; {@link Selection#NONE} where
 *     one method was asked for
 */
public record ClusterJudgement(
    @JsonProperty("crowd") Reference reference, Comparison kMeans, Gaps gaps, Selection selection) {
  /** Nothing was measured, as in models of earlier versions. */
  public static final ClusterJudgement UNKNOWN =
      new ClusterJudgement(Reference.UNKNOWN, Comparison.NONE);

  public ClusterJudgement {
    reference = reference == null ? Reference.UNKNOWN : reference;
    kMeans = kMeans == null ? Comparison.NONE : kMeans;
    gaps = gaps == null ? Gaps.UNKNOWN : gaps;
    selection = selection == null ? Selection.NONE : selection;
  }

  /** A judgement of groups that autoCluster did not choose. */
  public ClusterJudgement(Reference reference, Comparison kMeans, Gaps gaps) {
    this(reference, kMeans, gaps, Selection.NONE);
  }

  /** A judgement without gaps. */
  public ClusterJudgement(Reference reference, Comparison kMeans) {
    this(reference, kMeans, Gaps.UNKNOWN);
  }

  /** The same of groups that autoCluster chose. */
  public ClusterJudgement with(Selection chosen) {
    return new ClusterJudgement(reference, kMeans, gaps, chosen);
  }

  /** What groups are worth: the one verdict that all sentences and badges follow. */
  public enum Worth {
    /** Gaps divide them, whatever their silhouette. */
    GAPS,
    /** There are no clear gaps, and nothing else to compare with. */
    NO_GAPS,
    /** They are groups that single columns have already. */
    SINGLE_COLUMNS,
    /** They are no better than a division of rows without groups. */
    CUTS,
    /** They may be separate, or chance. */
    NOT_PROVEN,
    /** The rows have groups, but these are not clearly separate. */
    TOUCHING,
    /** The rows have groups that k-means separates, and the model does not. */
    NOT_SEPARATED,
    /** They are separate beyond chance. */
    SEPARATED,
    /** There is nothing but the silhouette. */
    NOT_COMPARED
  }

  /** Rows without groups get as much only if single columns have steps or tails that are groups. */
  private static final double BY_COLUMNS = 0.9;

  /**
   * What the groups are worth.
   *
   * @param silhouette of the groups
   * @param ofKMeans that of plain k-means on the same rows; NaN where none was made
   */
  public Worth worth(double silhouette, double ofKMeans) {
    if (gaps.separated()) {
      return Worth.GAPS;
    }
    if (!reference.isMeasured()) {
      return !gaps.isMeasured()
          ? Worth.NOT_COMPARED
          : selection.hasGroups() ? Worth.TOUCHING : Worth.NO_GAPS;
    }
    if (!reference.isExceeded(silhouette)) {
      boolean isCut =
          Math.max(silhouette, reference.rows())
              <= (reference.silhouette() + reference.limit()) / 2;
      boolean followsColumns =
          isCut
              && reference.kind().equals(Reference.OWN_SHAPES)
              && reference.silhouette() >= BY_COLUMNS;
      return followsColumns
          ? Worth.SINGLE_COLUMNS
          : selection.hasGroups() ? Worth.TOUCHING : isCut ? Worth.CUTS : Worth.NOT_PROVEN;
    }
    boolean isBehind =
        silhouette <= reference.silhouette() && ofKMeans > silhouette + Comparison.LEAST_SILHOUETTE;
    return isBehind ? Worth.NOT_SEPARATED : Worth.SEPARATED;
  }

  /**
   * What autoCluster found out on a sample before it trained the chosen method.
   *
   * @param hasGroups whether the rows have groups, with any number; false where it was not tested
   * @param stability the mean similarity of the groups when the rows are drawn again, from 0 to 1;
   *     NaN where it was not measured
   * @param weakest the similarity of the least stable group; of ten or more groups, without the
   *     worst tenth
   */
  public record Selection(boolean hasGroups, double stability, double weakest) {
    public static final Selection NONE = new Selection(false, Double.NaN, Double.NaN);

    /** Whether autoCluster chose the groups. */
    public boolean wasMade() {
      return hasGroups || isMeasured();
    }

    /** Whether the stability is known. */
    public boolean isMeasured() {
      return !Double.isNaN(stability);
    }
  }

  /**
   * Which groups are better, the model's or those of k-means. If k-means cuts across gaps, the
   * model's are: the silhouette of k-means is only larger because it cuts through the groups.
   */
  public Comparison.Verdict verdict() {
    return kMeans.agreement() < Comparison.SAME && gaps.isCutByKMeans()
        ? Comparison.Verdict.MODEL
        : kMeans.verdict();
  }

  /**
   * Whether gaps divide the groups: how many of a row's nearest rows are outside of its group,
   * compared with rows without groups that are cut where the fewest are. Groups such as rings and
   * spirals have no silhouette, but gaps.
   *
   * @param crossing the share of the nearest rows that are outside, relative to that by chance: 0
   *     for gaps all around, 1 for random groups; NaN if nothing was measured
   * @param reference the least of several draws of rows without groups
   * @param kMeans the same as {@code crossing} for the groups of k-means on the same rows
   * @param separated whether {@code crossing} is smaller than the reference by more than chance
   */
  public record Gaps(
      double crossing, @JsonProperty("crowd") double reference, double kMeans, boolean separated) {
    public static final Gaps UNKNOWN = new Gaps(Double.NaN, Double.NaN, Double.NaN, false);

    /** A smaller difference is not a cut: a few rows may lie between groups. */
    private static final double LEAST_CUT = 0.005;

    /** Whether gaps divide the groups of the model, and k-means cuts through them. */
    public boolean isCutByKMeans() {
      return separated && kMeans > 2 * crossing + LEAST_CUT;
    }

    /** Whether it was measured. */
    public boolean isMeasured() {
      return !Double.isNaN(crossing);
    }
  }

  /**
   * What k-means gets on as many rows without groups, with as many clusters.
   *
   * @param kind of the rows without groups that have the largest silhouette: {@link #EVEN}, {@link
   *     #NORMAL} or {@link #OWN_SHAPES}
   * @param silhouette the mean of such rows; NaN if nothing was measured
   * @param limit a silhouette above it is not chance
   * @param rows the silhouette of k-means on the rows themselves
   * @param separated whether k-means finds groups in the rows themselves beyond chance
   */
  public record Reference(
      String kind, double silhouette, double limit, double rows, boolean separated) {
    public static final String EVEN = "even";
    public static final String NORMAL = "normal";
    public static final String OWN_SHAPES = "own shapes";
    public static final Reference UNKNOWN =
        new Reference("", Double.NaN, Double.NaN, Double.NaN, false);

    /** Whether it was measured. */
    public boolean isMeasured() {
      return !Double.isNaN(silhouette);
    }

    /**
     * Whether k-means or the model separates groups.
     *
     * @param model the silhouette of the model
     */
    public boolean isExceeded(double model) {
      return separated || model > limit;
    }
  }

  /**
   * The model's groups compared with those of plain k-means with as many clusters on the same rows.
   * Leads are those of the model, negative where k-means is ahead; the noise is two standard errors
   * of the mean difference over the rows.
   *
   * @param sizes rows of each cluster of k-means, the largest first
   * @param modelSizes the same for the model
   * @param moved rows that are in another group, after the best one-to-one matching
   * @param agreement the adjusted Rand index of both; 1: the same groups
   * @param silhouetteLead of the model
   * @param neighbourLead of the model, in {@code NeighbourAgreement}
   */
  public record Comparison(
      List<Long> sizes,
      List<Long> modelSizes,
      long moved,
      double agreement,
      double silhouetteLead,
      double silhouetteNoise,
      double neighbourLead,
      double neighbourNoise) {
    public static final Comparison NONE =
        new Comparison(List.of(), List.of(), 0, Double.NaN, Double.NaN, 0, Double.NaN, 0);

    /** Smaller leads in the silhouette do not matter, whatever the number of rows. */
    public static final double LEAST_SILHOUETTE = 0.03;

    /** The same for neighbours. */
    public static final double LEAST_NEIGHBOURS = 0.01;

    /** A clustering with a larger group, or a smaller one, gets its silhouette from a few rows. */
    private static final double GIANT = 0.8;

    private static final double OUTLIERS = 0.005;

    public Comparison {
      sizes = sizes == null ? List.of() : List.copyOf(sizes);
      modelSizes = modelSizes == null ? List.of() : List.copyOf(modelSizes);
    }

    /** The result of the comparison. */
    public enum Verdict {
      MODEL,
      K_MEANS,
      NO_DIFFERENCE,
      /** The silhouette of k-means comes from a few rows that are far away. */
      FAR_ROWS,
      /** Both find nearly the same groups. */
      SAME
    }

    /** Clusterings that agree more are the same for any purpose. */
    private static final double SAME = 0.9;

    /** Whether there is a comparison. */
    public boolean wasMade() {
      return !sizes.isEmpty();
    }

    /**
     * Which groups are better. Those of k-means are only if both scores say so, since the
     * silhouette is nearly what it maximises.
     */
    public Verdict verdict() {
      int silhouette = bySilhouette();
      int neighbours = byNeighbours();
      if (agreement >= SAME) {
        return Verdict.SAME;
      }
      if (silhouette < 0 && isLopsided(sizes) && !isLopsided(modelSizes)) {
        return Verdict.FAR_ROWS;
      }
      if (silhouette < 0 && neighbours < 0) {
        return Verdict.K_MEANS;
      }
      boolean better = silhouette + neighbours > 0;
      return better ? Verdict.MODEL : Verdict.NO_DIFFERENCE;
    }

    public long rows() {
      return sizes.stream().mapToLong(Long::longValue).sum();
    }

    /** +1 where the model is better by the silhouette, -1 where k-means is, else 0. */
    public int bySilhouette() {
      return sign(silhouetteLead, Math.max(LEAST_SILHOUETTE, silhouetteNoise));
    }

    /** The same by the agreement of neighbours. */
    public int byNeighbours() {
      return sign(neighbourLead, Math.max(LEAST_NEIGHBOURS, neighbourNoise));
    }

    private static int sign(double lead, double least) {
      return lead > least ? 1 : lead < -least ? -1 : 0;
    }

    private boolean isLopsided(List<Long> of) {
      return of.get(0) > GIANT * rows() || of.get(of.size() - 1) < OUTLIERS * rows();
    }
  }
}
