package org.sqlflow.report.charts;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sqlflow.text.Text;

/** What all Vega-Lite specifications have. */
final class VegaLite {
  private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

  private VegaLite() {}

  /** A specification to fill, with its schema and its title. */
  static Map<String, Object> titled(String title) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("$schema", SCHEMA);
    spec.put("title", title);
    return spec;
  }

  /** A number in four digits; an empty text for NaN and infinities, which JSON lacks. */
  static Object number(double value) {
    return Double.isFinite(value)
        ? (Object) Double.valueOf(Double.parseDouble(Text.of("%.4g", value)))
        : "";
  }
}
