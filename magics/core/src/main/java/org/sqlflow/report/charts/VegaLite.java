package org.sqlflow.report.charts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.text.Text;

/**
 * What all Vega-Lite specifications have in common: a transparent background and the page's text
 * colour, so that they fit light and dark pages.
 */
final class VegaLite {
  private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

  /** The colour of the text around the chart. */
  static final String INK = "currentColor";

  /**
   * An invisible axis. Vega-Lite also takes null for it, but null is lost on the way to the
   * notebook.
   */
  static final Map<String, Object> NO_AXIS =
      Map.of("labels", false, "ticks", false, "grid", false, "domain", false, "title", "");

  private static final String FAINT = "#80808055";

  /** With fewer steps, each has a label. */
  private static final int FEW_STEPS = 10;

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

  /** The same for a chart whose marks are labelled, so that it needs no legend. */
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
    axis.put("labelFlush", false);
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

  /** A number with four digits; an empty text for NaN and infinities, which JSON does not have. */
  static Object number(double value) {
    return Double.isFinite(value)
        ? (Object) Double.valueOf(Double.parseDouble(Text.of("%.4g", value)))
        : "";
  }

  /**
   * Rows as CSV, which takes a quarter of the space of JSON objects in a notebook.
   *
   * @param rows at least one, all with the same fields; a field is a number in all rows or in none
   */
  static Map<String, Object> csv(List<Map<String, Object>> rows) {
    List<String> fields = List.copyOf(new TreeSet<>(rows.get(0).keySet()));
    StringBuilder text = new StringBuilder(line(fields));
    rows.forEach(row -> text.append('\n').append(line(fields.stream().map(row::get).toList())));
    Map<String, Object> numbers = new LinkedHashMap<>();
    for (String field : fields) {
      if (rows.stream().anyMatch(row -> row.get(field) instanceof Number)) {
        numbers.put(field, "number");
      }
    }
    return Map.of("values", text.toString(), "format", Map.of("type", "csv", "parse", numbers));
  }

  private static String line(List<?> values) {
    return values.stream().map(VegaLite::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(Object value) {
    String text = String.valueOf(value);
    if (value instanceof Double && text.endsWith(".0")) {
      text = text.substring(0, text.length() - 2);
    }
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /** The axis of the steps of a training, which are whole numbers. */
  static Map<String, Object> steps(int first, int last) {
    Map<String, Object> axis = new LinkedHashMap<>();
    if (last - first < FEW_STEPS) {
      axis.put("values", IntStream.rangeClosed(first, last).boxed().toList());
    }
    axis.put("tickMinStep", 1);
    axis.put("format", "d");
    axis.put("grid", false);
    return axis;
  }
}
