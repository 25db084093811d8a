package org.sqlflow.kernel.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.sqlflow.files.WholeFile;
import org.sqlflow.kernel.display.Html;
import org.sqlflow.text.Redactor;
import org.sqlflow.text.Visible;

/**
 * One HTML file with cells and what they showed. It contains the pictures and loads nothing. Text
 * between cells is Markdown with tables; HTML in it is shown as written, and pictures by their
 * descriptions.
 */
final class HtmlPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font-family:system-ui,sans-serif;line-height:1.45;max-width:72em;margin:2em auto;padding:0 1em}
      pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0.6em 0}
      pre.code{padding:0.6em 0.8em;border-left:3px solid #2166ac;background:rgba(127,127,127,0.12)}
      pre.error{padding:0.6em 0.8em;border-left:3px solid #b2182b;font-weight:bold}
      div.words{max-width:48em}
      div.words td,div.words th{padding:0.1em 0.8em 0.1em 0;text-align:left}
      div.output{margin:0.8em 0}
      img{max-width:100%;background:#fff}
      """;
  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser MARKDOWN = Parser.builder().extensions(TABLES).build();
  private static final HtmlRenderer MARKDOWN_HTML =
      HtmlRenderer.builder()
          .extensions(TABLES)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .nodeRendererFactory(Descriptions::new)
          .build();

  private final String title;
  private final List<Part> parts = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  /**
   * Renders a picture in Markdown as its description, since the page does not load files or
   * addresses.
   */
  private record Descriptions(HtmlNodeRendererContext context) implements NodeRenderer {
    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Image.class);
    }

    @Override
    public void render(Node picture) {
      for (Node part = picture.getFirstChild(); part != null; part = part.getNext()) {
        context.render(part);
      }
    }
  }

  /**
   * A part of the page.
   *
   * @param id of a display that can be replaced
   */
  private record Part(Optional<String> id, String html) {}

  HtmlPage(String title) {
    this.title = title;
  }

  /** Adds Markdown text between the cells. */
  void markdown(String text) {
    add("<div class=\"words\">" + MARKDOWN_HTML.render(MARKDOWN.parse(text)).strip() + "</div>");
  }

  /** Adds a cell as it was written, without passwords. */
  void code(String text) {
    add("<pre class=\"code\">" + Html.escape(Redactor.redacted(text.strip())) + "</pre>");
  }

  /** A stream for what cells print; it also writes to another stream. */
  PrintStream printing(PrintStream other) {
    OutputStream both =
        new OutputStream() {
          @Override
          public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int count) {
            other.write(bytes, from, count);
            synchronized (printed) {
              printed.write(bytes, from, count);
            }
          }

          @Override
          public void flush() {
            other.flush();
          }
        };
    return new PrintStream(both, true, StandardCharsets.UTF_8);
  }

  /** Adds what was printed since the last part. */
  private void addPrinted() {
    String text;
    synchronized (printed) {
      text = printed.toString(StandardCharsets.UTF_8).stripTrailing();
      printed.reset();
    }
    if (!text.isBlank()) {
      parts.add(new Part(Optional.empty(), "<pre>" + Html.escape(text) + "</pre>"));
    }
  }

  /** Adds an output of a cell. */
  void output(DisplayData data) {
    addPrinted();
    parts.add(new Part(Optional.ofNullable(data.getDisplayId()), html(data)));
  }

  /** Replaces the output with the same display id. */
  void update(DisplayData data) {
    Optional<String> id = Optional.ofNullable(data.getDisplayId());
    parts.replaceAll(
        part -> id.isPresent() && part.id().equals(id) ? new Part(id, html(data)) : part);
  }

  /** Adds the error of a cell. */
  void error(List<String> lines) {
    add("<pre class=\"error\">" + Html.escape(String.join("\n", lines)) + "</pre>");
  }

  private void add(String html) {
    addPrinted();
    parts.add(new Part(Optional.empty(), html));
  }

  /** An output as HTML. Like a front end, prefers HTML to a picture, and a picture to text. */
  private static String html(DisplayData data) {
    Object html = data.getData(MIMEType.TEXT_HTML);
    Object png = data.getData(MIMEType.IMAGE_PNG);
    String text = Html.escape(Visible.text(String.valueOf(data.getData(MIMEType.TEXT_PLAIN))));
    String shown =
        html != null
            ? html.toString()
            : png != null
                ? "<img alt=\"" + text + "\" src=\"data:image/png;base64," + png + "\">"
                : "<pre>" + text + "</pre>";
    return "<div class=\"output\">" + shown + "</div>";
  }

  private String text() {
    addPrinted();
    StringBuilder page =
        new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
            .append("<title>" + Html.escape(title) + "</title>\n<style>\n" + STYLE + "</style>\n")
            .append("</head>\n<body>\n");
    parts.forEach(part -> page.append(part.html()).append('\n'));
    return page.append("</body>\n</html>\n").toString();
  }

  /**
   * Writes the file; an earlier one stays until this one is complete.
   *
   * @throws CommandException if it can't be written
   */
  void write(Path file) {
    try {
      WholeFile.write(file, out -> out.write(text().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new CommandException("can't write " + file + ": " + e, e);
    }
  }
}
