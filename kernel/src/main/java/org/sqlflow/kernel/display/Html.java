package org.sqlflow.kernel.display;

import java.util.regex.Pattern;
import org.sqlflow.text.Visible;

/** Writes text as HTML. */
public final class Html {
  /** Muted text: at least 4.5:1 on the pages of JupyterLab's light and dark themes. */
  static final String MUTED = "opacity:0.75";

  /** Text that HTML, Markdown and MathJax all show unchanged. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}][\\p{L}\\p{N} .,:;()%/=-]*");

  /** A number with its unit. */
  private static final Pattern QUANTITY =
      Pattern.compile("([\\d.,]{0,20}\\d) (%|s|ms|[kMGT]?B)(?![\\p{L}\\p{N}])");

  private Html() {}

  /**
   * A sentence followed by HTML. Where possible the sentence is bare text, because JupyterLab shows
   * the first source line in place of a collapsed output.
   */
  static String sentence(String words, String html) {
    return PLAIN.matcher(words).matches()
        ? QUANTITY.matcher(words).replaceAll("$1\u00a0$2")
            + "\n"
            + (html.isEmpty() ? "" : block(html))
        : opening(words, block(line(words) + html));
  }

  /** A sentence on a separate line. */
  static String line(String words) {
    return "<div style=\"margin:0.2em 0\">" + prose(words) + "</div>";
  }

  /**
   * Escaped text of reports: a number and its unit stay on one line. The space between them stays
   * what it is, since the text may have SQL to copy.
   */
  static String prose(String words) {
    return QUANTITY
        .matcher(escape(words))
        .replaceAll("<span style=\"white-space:nowrap\">$1 $2</span>");
  }

  /**
   * HTML that starts with a comment of one line, because JupyterLab shows the first source line in
   * place of a collapsed output.
   *
   * @param words what the output is, in one line
   */
  static String opening(String words, String html) {
    String safe = words.lines().findFirst().orElse("").replaceAll("[->]{2,}|>", "-");
    return "<!-- " + escape(safe) + " -->\n" + html;
  }

  /**
   * HTML in which formulas stay text. Otherwise front ends would typeset everything between dollar
   * signs, including prices, and a formula can contain a link that runs a script.
   */
  static String block(String html) {
    return "<div class=\"tex2jax_ignore mathjax_ignore\">" + html + "</div>";
  }

  /** Escapes text, so that it is shown and never run; control characters become visible symbols. */
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
