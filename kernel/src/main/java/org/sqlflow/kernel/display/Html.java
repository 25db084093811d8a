package org.sqlflow.kernel.display;

import java.util.regex.Pattern;
import org.sqlflow.text.Visible;

/** Text in HTML. */
public final class Html {
  /** Muted text: at least 4.5:1 on the pages of JupyterLab's light and dark themes. */
  static final String MUTED = "opacity:0.75";

  /** Words that are the same in HTML, in Markdown and to MathJax. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}][\\p{L}\\p{N} .,:;()%/=-]*");

  private Html() {}

  /**
   * A sentence before HTML; as bare text where it can be, which JupyterLab shows as it is in place
   * of an output that is folded.
   */
  static String sentence(String words, String html) {
    return PLAIN.matcher(words).matches()
        ? words + "\n" + (html.isEmpty() ? "" : block(html))
        : opening(words, block(line(words) + html));
  }

  /** A sentence on a separate line. */
  static String line(String words) {
    return "<div style=\"margin:0.2em 0\">" + escape(words) + "</div>";
  }

  /**
   * HTML whose first line is words: JupyterLab shows this line, as source text, in place of an
   * output that is folded.
   *
   * @param words what the output is, in a line
   */
  static String opening(String words, String html) {
    String safe = words.lines().findFirst().orElse("").replaceAll("[->]{2,}|>", "-");
    return "<!-- " + escape(safe) + " -->\n" + html;
  }

  /**
   * HTML in which formulas stay text: front ends would typeset what stands between dollar signs,
   * prices too, and a formula can hold a link that runs.
   */
  static String block(String html) {
    return "<div class=\"tex2jax_ignore mathjax_ignore\">" + html + "</div>";
  }

  /** Text so that it is shown and never run; control characters as their pictures. */
  public static String escape(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(Visible.of(c));
      }
    }
    return html.toString();
  }
}
