package org.sqlflow.models.cluster;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlflow.models.AttributeValues;

/** What a story says of attributes. */
final class Notes {
  static final String NO_CALLBACKS = AutoencoderAttributes.USE_CALLBACKS + " is false";

  private Notes() {}

  /** Gives attributes a reason for being without effect; the first reason stays. */
  static void add(Map<String, String> reasons, List<String> attributes, String reason) {
    attributes.forEach(attribute -> reasons.putIfAbsent(attribute, reason));
  }

  /** A learning rate in three digits, such as 0.0001. */
  static String rate(double rate) {
    return new BigDecimal(rate, new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  /** A line for each attribute that the user set in vain. */
  static List<String> withoutEffect(AttributeValues attributes, Map<String, String> reasons) {
    return reasons.entrySet().stream()
        .filter(entry -> attributes.isGiven(entry.getKey()))
        .map(entry -> entry.getKey() + " has no effect: " + entry.getValue() + ".")
        .toList();
  }

  /** The values that took part in the training. */
  static Map<String, Object> used(AttributeValues attributes, Map<String, String> reasons) {
    Map<String, Object> used = new LinkedHashMap<>(attributes.values());
    used.keySet().removeAll(reasons.keySet());
    return used;
  }
}
