package org.sqlflow.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What happened in a training; stored with the model as JSON.
 *
 * @param rows rows that were trained on
 * @param phases the parts of the training in their order
 * @param curve the loss after each epoch
 * @param metrics scores by name, in the order to show them, such as {@code silhouette}
 * @param attributesAsUsed each attribute's final value by name, chosen defaults included
 * @param notes sentences for the user: attributes without effect, what was chosen, warnings
 * @param findings what was found out, by task
 */
public record TrainingSummary(
    int rows,
    List<Phase> phases,
    List<CurvePoint> curve,
    Map<String, Double> metrics,
    Map<String, Object> attributesAsUsed,
    List<String> notes,
    Findings findings) {
  /** The same with a further sentence for the user, the first. */
  public TrainingSummary withNote(String note) {
    List<String> all = new ArrayList<>(List.of(note));
    all.addAll(notes);
    return new TrainingSummary(rows, phases, curve, metrics, attributesAsUsed, all, findings);
  }

  /** The same with one more note, below the others. */
  public TrainingSummary withLastNote(String note) {
    List<String> all = new ArrayList<>(notes);
    all.add(note);
    return new TrainingSummary(rows, phases, curve, metrics, attributesAsUsed, all, findings);
  }

  /** The same with other findings. */
  public TrainingSummary with(Findings found) {
    return new TrainingSummary(rows, phases, curve, metrics, attributesAsUsed, notes, found);
  }

  /**
   * One part of a training, such as {@code pre-training}.
   *
   * @param epochs how many epochs it had, 1 where it has none
   * @param seconds how long it took
   */
  public record Phase(String name, int epochs, double seconds) {}

  /**
   * The state after an epoch, or after an iteration of k-means.
   *
   * @param epoch from 1
   * @param changedShare share of rows that changed cluster, from 0 to 1; NaN where there are none
   */
  public record CurvePoint(String phase, int epoch, double loss, double changedShare) {}
}
