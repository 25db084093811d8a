package org.sqlflow.kernel.command;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.sqlflow.kernel.display.CellDisplay;
import org.sqlflow.report.Output;

/**
 * Prints what cells show: results to {@code out}, progress and notices to {@code err}. In the
 * formats for programs everything but results goes to {@code err}. A page, if there is one, gets
 * everything.
 */
final class CellPrinter implements CellDisplay {
  private final PrintStream out;
  private final PrintStream err;
  private final Optional<ResultWriter> writer;
  private final Optional<HtmlPage> page;
  private final TerminalProgress progress;
  private final Function<String, Optional<String>> asking;
  private final Set<DisplayData> written = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, String> replaced = new LinkedHashMap<>();

  /**
   * Creates a printer.
   *
   * @param asking asks the user for a password after a prompt
   */
  CellPrinter(
      PrintStream out,
      PrintStream err,
      Format format,
      Optional<HtmlPage> page,
      TerminalProgress progress,
      Function<String, Optional<String>> asking) {
    this.asking = asking;
    this.out = out;
    this.err = err;
    this.page = page;
    this.progress = progress;
    OutputStreamWriter text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    this.writer =
        switch (format) {
          case TEXT -> Optional.empty();
          case CSV -> Optional.of(new ResultWriter.Csv(text));
          case JSON -> Optional.of(new ResultWriter.Json(text));
        };
  }

  @Override
  public boolean needsAllRows() {
    return writer.isPresent();
  }

  @Override
  public void rows(Output.Rows part) {
    progress.end();
    writer.ifPresent(writing -> writing.write(part));
  }

  @Override
  public void result(DisplayData shown) {
    writer.ifPresent(
        writing -> {
          writing.end();
          written.add(shown);
        });
  }

  @Override
  public void show(DisplayData data) {
    progress.end();
    page.ifPresent(html -> html.output(data));
    if (!written.remove(data)) {
      print(text(data));
    }
  }

  @Override
  public void notice(DisplayData data) {
    progress.end();
    page.ifPresent(html -> html.output(data));
    print(text(data), err);
  }

  /** An output that is replaced is printed only at the cell's end, in its last state. */
  @Override
  public void update(DisplayData data) {
    page.ifPresent(html -> html.update(data));
    replaced.put(data.getDisplayId(), text(data));
  }

  /** Ends the cell: prints the last state of outputs that were replaced. */
  void endCell() {
    progress.end();
    writer.ifPresent(ResultWriter::end); // a result set that an error cut off
    replaced.values().forEach(this::print);
    replaced.clear();
    written.clear();
  }

  private void print(String text) {
    print(text, writer.isPresent() ? err : out);
  }

  private static void print(String text, PrintStream to) {
    to.println(text);
    to.flush();
  }

  private static String text(DisplayData data) {
    return String.valueOf(data.getData(MIMEType.TEXT_PLAIN));
  }

  @Override
  public CellDisplay forProgress() {
    return progress;
  }

  @Override
  public void page(DisplayData data) {
    show(data);
  }

  @Override
  public Optional<String> password(String prompt, BooleanSupplier isStopped) {
    progress.end();
    return asking.apply(prompt);
  }
}
