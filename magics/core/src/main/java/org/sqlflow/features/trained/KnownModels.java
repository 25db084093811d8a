package org.sqlflow.features.trained;

import java.util.List;
import java.util.Map;
import org.sqlflow.syntax.Name;

/** Finds the trained models that COLUMN names. */
@FunctionalInterface
public interface KnownModels {
  /**
   * The model of a name.
   *
   * @throws RuntimeException that names the nearest one if there is none
   */
  Known find(Name name);

  /**
   * A model and its outputs.
   *
   * @param groups the labels of its groups by their numbers; empty for a model without groups
   * @param outputs the names of its numbers, by output
   */
  record Known(InnerModel model, Map<Integer, String> groups, Map<String, List<String>> outputs) {}
}
