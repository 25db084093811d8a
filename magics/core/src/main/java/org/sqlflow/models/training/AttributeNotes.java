package org.sqlflow.models.training;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.autoencoder.AutoencoderAttributes;

/** What a story says of attributes. */
public final class AttributeNotes {
  public static final String NO_CALLBACKS = AutoencoderAttributes.USE_CALLBACKS + " is false";

  private AttributeNotes() {}

  /** Gives attributes a reason for being without effect; the first reason stays. */
  public static void add(Map<String, String> reasons, List<String> attributes, String reason) {
    attributes.forEach(attribute -> reasons.putIfAbsent(attribute, reason));
  }

  /** A learning rate in three digits, such as 0.0001. */
  public static String rate(double rate) {
    return new BigDecimal(rate, new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  /** A line for each attribute that the user set in vain. */
  public static List<String> withoutEffect(
      AttributeValues attributes, Map<String, String> reasons) {
    return reasons.entrySet().stream()
        .filter(entry -> attributes.isGiven(entry.getKey()))
        .map(entry -> entry.getKey() + " has no effect: " + entry.getValue() + ".")
        .toList();
  }

  /** The values that took part in the training. */
  public static Map<String, Object> used(AttributeValues attributes, Map<String, String> reasons) {
    Map<String, Object> used = new LinkedHashMap<>(attributes.values());
    used.keySet().removeAll(reasons.keySet());
    return used;
  }
}
