package org.sqlflow.kernel.display;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.sqlflow.completion.Inspection;
import org.sqlflow.text.Visible;

/** Formats the explanation of a word for front ends. */
public final class InspectionText {
  private InspectionText() {}

  /** The explanation as text and as HTML, by MIME type. */
  public static Map<String, Object> bundle(Inspection inspection) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("text/plain", Visible.text(plain(inspection)));
    data.put("text/html", html(inspection));
    return data;
  }

  private static String plain(Inspection inspection) {
    StringBuilder text = new StringBuilder(inspection.title());
    if (!inspection.text().isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n").append(inspection.text());
    }
    int width = inspection.facts().stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
    for (Inspection.Fact fact : inspection.facts()) {
      text.append("\n  ")
          .append(fact.name())
          .append(" ".repeat(width - fact.name().length() + 2))
          .append(fact.value().replace("\n", "\n  " + " ".repeat(width + 2)));
    }
    return text.toString();
  }

  private static String html(Inspection inspection) {
    String title =
        inspection.title().isEmpty() ? "" : "<b>" + Html.escape(inspection.title()) + "</b>";
    String text =
        inspection.text().isEmpty()
            ? ""
            : "<div style=\"white-space:pre-wrap\">" + Html.escape(inspection.text()) + "</div>";
    String facts =
        inspection.facts().stream()
            .map(
                fact ->
                    "<tr><td style=\"text-align:left;padding-right:1em\"><code>"
                        + Html.escape(fact.name())
                        + "</code></td><td style=\"text-align:left;white-space:pre-wrap\">"
                        + Html.escape(fact.value())
                        + "</td></tr>")
            .collect(Collectors.joining());
    return Html.block(title + text + (facts.isEmpty() ? "" : "<table>" + facts + "</table>"));
  }
}
