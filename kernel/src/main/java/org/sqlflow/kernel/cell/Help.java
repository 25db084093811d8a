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
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.kernel.java.JavaInterpreter;
import org.sqlflow.magic.CellListener;
import org.sqlflow.magic.MagicException;
import org.sqlflow.magic.SqlflowMagic;
import org.sqlflow.magic.Variables;
import org.sqlflow.report.Output;

/** Help on a word: the magic, an estimator, or a Java name. */
final class Help {
  private static final String PAGE = "/org/sqlflow/kernel/help.txt";
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
    if (name.equals("sqlflow") || name.isEmpty()) {
      return new DisplayData(page());
    }
    return estimator(name)
        .or(() -> java.document(name, name.length()))
        .or(() -> java.document(name + "(", name.length() + 1))
        .map(DisplayData::new)
        .orElseThrow(() -> new CellException("NoHelp", "no help on " + word + UNKNOWN));
  }

  private static String page() {
    try (InputStream page = Help.class.getResourceAsStream(PAGE)) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> estimator(String name) {
    Collected collected = new Collected();
    try {
      magic.run("DESCRIBE MODEL TYPE \"" + name + "\"", 0, Variables.NONE, collected);
    } catch (MagicException noEstimator) {
      return Optional.empty();
    }
    return Optional.of(
        collected.outputs.stream()
            .map(output -> String.valueOf(displays.of(output, 0).getData(MIMEType.TEXT_PLAIN)))
            .collect(Collectors.joining("\n\n")));
  }

  private static final class Collected implements CellListener {
    private final List<Output> outputs = new ArrayList<>();

    @Override
    public void output(Output output) {
      outputs.add(output);
    }
  }
}
