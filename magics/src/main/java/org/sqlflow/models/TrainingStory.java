package org.sqlflow.models;

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
 */
public record TrainingStory(
    int rows,
    List<Phase> phases,
    List<CurvePoint> curve,
    List<Long> groupSizes,
    Map<String, Double> metrics,
    Map<String, Object> attributesAsUsed,
    List<String> notes) {

  /** One part of a training, such as {@code pre-training}, and how long it took. */
  public record Phase(String name, int passes, double seconds) {}

  /**
   * The state after a pass over the rows.
   *
   * @param changedShare share of rows that changed group, from 0 to 1; NaN where there are none
   */
  public record CurvePoint(String phase, int pass, double loss, double changedShare) {}
}
