package org.sqlflow.kernel.cell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.kernel.display.Wrapped;
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.kernel.java.JavaInterpreter;
import org.sqlflow.magic.CellListener;
import org.sqlflow.magic.MagicException;
import org.sqlflow.magic.SqlflowMagic;
import org.sqlflow.magic.Variables;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

/** Help on a word: the magic, an estimator, or a Java name. */
final class Help {
  private static final String PAGE = "/org/sqlflow/kernel/help.txt";
  private static final int WIDTH = 100;
  private static final String UNKNOWN =
      """

      sqlflow? shows the language, clusterModel? the attributes of an estimator,
      String? a Java signature\
      """;

  private final SqlflowMagic magic;
  private final JavaInterpreter java;
  private final Displays displays;

  Help(SqlflowMagic magic, JavaInterpreter java, Displays displays) {
    this.magic = magic;
    this.java = java;
    this.displays = displays;
  }

  /**
   * The help.
   *
   * @throws CellException if there is no help on the word
   */
  DisplayData of(String word) {
    String name = word.replaceFirst("^%{1,2}", "");
    if (name.equals("sqlflow") || name.isEmpty() || PlainSql.isFirstWord(name)) {
      return Displays.preformatted(page());
    }
    return estimator(name)
        .or(() -> java(name, name.length()))
        .or(() -> java(name + "(", name.length() + 1))
        .orElseThrow(() -> new CellException("NoHelp", "no help on " + word + UNKNOWN));
  }

  private Optional<DisplayData> java(String code, int cursor) {
    return java.document(code, cursor)
        .map(text -> Displays.preformatted(Wrapped.lines(text, WIDTH, "        ")));
  }

  private static String page() {
    try (InputStream page = Help.class.getResourceAsStream(PAGE)) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<DisplayData> estimator(String name) {
    Collected collected = new Collected();
    try {
      magic.run("DESCRIBE MODEL TYPE \"" + name + "\"", 0, Variables.NONE, collected);
    } catch (MagicException noEstimator) {
      return Optional.empty();
    }
    DisplayData data =
        new DisplayData(
            collected.outputs.stream()
                .map(
                    output ->
                        output instanceof Output.Rows rows
                            ? entries(rows)
                            : String.valueOf(displays.of(output, 0).getData(MIMEType.TEXT_PLAIN)))
                .collect(Collectors.joining("\n\n")));
    data.putHTML(
        collected.outputs.stream()
            .map(output -> String.valueOf(displays.of(output, 0).getData(MIMEType.TEXT_HTML)))
            .collect(Collectors.joining()));
    return Optional.of(data);
  }

  /** A table as paragraphs: its five columns would be too wide for a pager of 100 characters. */
  private static String entries(Output.Rows rows) {
    Table table = rows.table();
    StringBuilder text = new StringBuilder();
    rows.title().ifPresent(title -> text.append(Wrapped.lines(title, WIDTH, "    ")).append('\n'));
    for (int row = 0; row < table.rowCount(); row++) {
      text.append('\n').append(table.getString(row, 0));
      for (int i = 1; i < table.columnCount(); i++) {
        String value = table.getString(row, i);
        if (!value.isEmpty()) {
          String line = "    " + table.column(i).name() + ": " + value;
          text.append('\n').append(Wrapped.lines(line, WIDTH, "        "));
        }
      }
      text.append('\n');
    }
    return text.toString().stripTrailing();
  }

  private static final class Collected implements CellListener {
    private final List<Output> outputs = new ArrayList<>();

    @Override
    public void output(Output output) {
      outputs.add(output);
    }
  }
}
