package org.sqlflow.report.charts;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sqlflow.text.Text;

/**
 * What all Vega-Lite specifications have: no ground of their own, and the page's ink, so that they
 * sit on light and dark pages.
 */
final class VegaLite {
  private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

  /** The colour of the text around the chart. */
  static final String INK = "currentColor";

  private static final String FAINT = "#80808055";

  private VegaLite() {}

  /**
   * A specification to fill.
   *
   * @param description what the chart shows, for those who do not see it
   */
  static Map<String, Object> titled(String title, String description) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("$schema", SCHEMA);
    spec.put("description", description);
    spec.put("title", title);
    spec.put("background", "transparent");
    spec.put("config", config(Map.of("labelColor", INK, "titleColor", INK)));
    // As SVG a chart takes the colour of the page's text, and follows a change of the theme.
    spec.put("usermeta", Map.of("embedOptions", Map.of("renderer", "svg")));
    return spec;
  }

  /** The same for a chart that says beside its marks what they mean. */
  static Map<String, Object> withoutLegend(String title, String description) {
    Map<String, Object> spec = titled(title, description);
    spec.put("config", config(Map.of("disable", true)));
    return spec;
  }

  private static Map<String, Object> config(Map<String, Object> legend) {
    Map<String, Object> axis = new LinkedHashMap<>();
    axis.put("labelColor", INK);
    axis.put("titleColor", INK);
    axis.put("titleFontWeight", "normal");
    axis.put("gridColor", FAINT);
    axis.put("domainColor", FAINT);
    axis.put("tickColor", FAINT);
    return Map.of(
        "axis",
        axis,
        "title",
        Map.of("color", INK, "subtitleColor", INK),
        "legend",
        legend,
        "header",
        Map.of("labelColor", INK, "titleColor", INK),
        "view",
        Map.of("stroke", FAINT));
  }

  /** A number in four digits; an empty text for NaN and infinities, which JSON lacks. */
  static Object number(double value) {
    return Double.isFinite(value)
        ? (Object) Double.valueOf(Double.parseDouble(Text.of("%.4g", value)))
        : "";
  }
}
