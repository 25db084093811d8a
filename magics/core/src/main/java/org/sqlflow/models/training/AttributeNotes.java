package org.sqlflow.models.training;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlflow.models.attributes.AttributeValues;

/** What a summary says about attributes. */
public final class AttributeNotes {
  private AttributeNotes() {}

  /** Adds a reason why attributes have no effect; the first reason stays. */
  public static void add(Map<String, String> reasons, List<String> attributes, String reason) {
    attributes.forEach(attribute -> reasons.putIfAbsent(attribute, reason));
  }

  /** A learning rate in three digits, such as 0.0001. */
  public static String rate(double rate) {
    return new BigDecimal(rate, new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  /** A line for each attribute that the user set and that has no effect. */
  public static List<String> withoutEffect(
      AttributeValues attributes, Map<String, String> reasons) {
    return reasons.entrySet().stream()
        .filter(entry -> attributes.isGiven(entry.getKey()))
        .map(entry -> entry.getKey() + " has no effect: " + entry.getValue() + ".")
        .toList();
  }

  /** The values that had an effect on the training. */
  public static Map<String, Object> used(AttributeValues attributes, Map<String, String> reasons) {
    Map<String, Object> used = new LinkedHashMap<>(attributes.values());
    used.keySet().removeAll(reasons.keySet());
    return used;
  }
}
