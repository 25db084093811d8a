package org.sqlflow.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What happened in a training, kept with the model as JSON.
 *
 * @param rows rows that were trained on
 * @param phases the parts of the training in their order
 * @param curve the loss after each pass
 * @param groupSizes rows of each group, empty for a model without groups
 * @param metrics scores by name, in the order to show them, such as {@code silhouette}
 * @param attributesAsUsed each attribute's final value by name, chosen defaults included
 * @param notes sentences for the user: attributes without effect, what was chosen, warnings
 * @param sweep the numbers of groups that were tried, ascending; empty where the number was given
 * @param starts in their order; empty where there was one
 */
public record TrainingSummary(
    int rows,
    List<Phase> phases,
    List<CurvePoint> curve,
    List<Long> groupSizes,
    Map<String, Double> metrics,
    Map<String, Object> attributesAsUsed,
    List<String> notes,
    List<Candidate> sweep,
    List<Start> starts) {

  public TrainingSummary {
    // Models that were stored before these were kept have none.
    sweep = sweep == null ? List.of() : List.copyOf(sweep);
    starts = starts == null ? List.of() : List.copyOf(starts);
  }

  /** A story of one start, whose number of groups was given. */
  public TrainingSummary(
      int rows,
      List<Phase> phases,
      List<CurvePoint> curve,
      List<Long> groupSizes,
      Map<String, Double> metrics,
      Map<String, Object> attributesAsUsed,
      List<String> notes) {
    this(rows, phases, curve, groupSizes, metrics, attributesAsUsed, notes, List.of(), List.of());
  }

  /** The same with a further sentence for the user, the first. */
  public TrainingSummary withNote(String note) {
    List<String> all = new ArrayList<>(List.of(note));
    all.addAll(notes);
    return new TrainingSummary(
        rows, phases, curve, groupSizes, metrics, attributesAsUsed, all, sweep, starts);
  }

  /** One part of a training, such as {@code pre-training}, and how long it took. */
  public record Phase(String name, int passes, double seconds) {}

  /**
   * The state after a pass over the rows.
   *
   * @param changedShare share of rows that changed group, from 0 to 1; NaN where there are none
   */
  public record CurvePoint(String phase, int pass, double loss, double changedShare) {}

  /**
   * A number of groups that was tried by k-means on the scaled features.
   *
   * @param silhouette NaN where it is not defined
   * @param inertia sum of squared distances of the rows to their own centre
   * @param largestShare share of the rows in the largest group, from 0 to 1
   * @param chosen whether the model has so many groups
   */
  public record Candidate(
      int groups, double silhouette, double inertia, double largestShare, boolean chosen) {}

  /**
   * One of several starts.
   *
   * @param number from 1
   * @param loss after its last pass; the start with the smallest is kept
   * @param silhouette on the scaled features; NaN where it is not defined
   * @param agreement of its groups with those of the kept start: the adjusted Rand index, 1 for the
   *     kept start itself
   * @param groupSizes the largest first
   */
  public record Start(
      int number,
      long seed,
      double loss,
      double silhouette,
      double agreement,
      List<Long> groupSizes,
      boolean kept) {}
}
