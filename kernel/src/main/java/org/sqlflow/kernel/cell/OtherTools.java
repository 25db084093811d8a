package org.sqlflow.kernel.cell;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes what users of other tools type, and says how to do it here. */
final class OtherTools {
  /**
   * A first line of another tool, and how to do the same here.
   *
   * @param error what javac's message must contain, for lines that may be Java
   */
  private record Habit(Pattern text, String here, String error) {}

  private static final String END =
      "to end the kernel, shut it down: Kernel > Shut Down in a notebook, Ctrl-D in a console";
  private static final String HELP = "sqlflow? shows the language, clusterModel? an estimator";
  private static final String NO_PYTHON =
      "this kernel runs SQL and Java, not Python: choose a Python kernel for this cell";
  private static final String NO_SHELL =
      "this kernel runs no shell commands: a cell is SQL or Java";
  private static final String LIBRARIES =
      "%jars file.jar or %maven group:artifact:version adds a library to Java cells and JDBC"
          + " drivers; SQLFLOW_CLASSPATH names those of every session";
  private static final String CATALOGUE =
      "SHOW TABLES lists the tables, SHOW MODELS the models, and DESCRIBE t the columns of a table";

  /** First lines that are neither SQL nor Java. */
  private static final List<Habit> HABITS =
      List.of(
          habit("(?:exit|quit)(?:\\(\\))?;?|%(?:exit|quit)|[.:/](?:exit|quit|q)|\\\\q", END),
          habit("help(?:\\(.*\\))?;?|[.:/](?:help|h|\\?)|\\\\[?h]\\b.*|\\\\\\?", HELP),
          habit("!.*|%{1,2}(?:bash|sh|system|sx|cd|ls|pwd|cat|mkdir|cmd|script)\\b.*", NO_SHELL),
          habit(
              "%{1,2}(?:pip|conda|mamba|loadFromPOM|dependency|mvn|use|(?i:add\\w*(?:dep|jar)\\w*)"
                  + "|classpath\\s+add)\\b.*|import\\s+\\$(?:ivy|cp)\\..*",
              LIBRARIES),
          habit(
              "%(?:load_ext|reload_ext|config|autoreload)\\b.*",
              "nothing is loaded or set here: SQL cells run as they are, and %sqlflow --connect URL"
                  + " switches to another database"),
          habit(
              "\\\\(?:copy|[ioe]|ir)\\b.*|\\.(?:read|import|output|once|save)\\b.*",
              "COPY t FROM 'file.csv' and COPY t TO 'file.csv' read and write files; FROM"
                  + " 'file.csv' shows one; sqlflow run file.sql runs a script"),
          habit(
              "\\\\c(?:onnect)?\\b.*|\\.(?:open|connection)\\b.*",
              "%sqlflow --connect URL switches to another database"),
          habit("\\\\[a-zA-Z].*|\\.[a-z]+(?:\\s.*)?", CATALOGUE),
          habit(
              "/(?:vars|list|methods|types|imports|open|save|reset|reload|set|edit|drop|env)\\b.*",
              "JShell's commands do not work here: a cell is SQL or Java"),
          habit(
              "from\\s+[\\w.]+\\s+import\\b.*|"
                  + "import\\s+(?!(?:static|java|javax|jdk|org|com|net|io|tech)\\b)[\\w.]+(?:\\s+as\\s.*|\\s*)"
                  + "|%{1,2}(?:python\\d?|matplotlib)\\b.*",
              NO_PYTHON),
          habit(
              "(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)\\s*=\\s*%sql(?:flow)?\\b.*",
              "write %sqlflow NAME << SELECT … to give a result a name"));

  /** First lines that may be Java, but do not compile. */
  private static final List<Habit> UNCOMPILED =
      List.of(
          new Habit(
              Pattern.compile("print(?:ln|f)?\\s*\\(.*"),
              "System.out.println(…) prints in Java",
              "method print|unclosed character literal"),
          habit(
              "(?:async\\s+def|def|class|for|while|if|with|try|elif|else)\\b.*:\\s*(?:#.*)?"
                  + "|(?:lambda|del|raise)\\s.*|\\w+\\s*=\\s*\\[.*\\]",
              NO_PYTHON),
          habit(
              "(?:ls|pwd)|(?:ls|cd|cat|pip3?|conda|git|mkdir|rm|cp|mv|wget|curl|head|tail|which"
                  + "|python3?|mvn)\\s+[\\w./~$-].*",
              NO_SHELL),
          habit(
              "(?:val|let|const)\\s+(?<name>\\w+)\\b.*",
              "Java declares a variable with its first value: var NAME = …;"),
          new Habit(
              Pattern.compile("(?<name>[A-Za-z_]\\w*)\\s*=[^=].*"),
              "Java declares a variable with its first value: var NAME = …;",
              "variable NAME\\b"),
          habit(
              "[A-Z]{2,}(?:;|\\s+(?!\\w+\\s*[=;(]).*)?",
              "if this is SQL, begin the cell with %%sqlflow"),
          habit("#.*", "a comment in Java begins with //; text belongs in a Markdown cell"));

  private OtherTools() {}

  private static Habit habit(String text, String here) {
    return new Habit(Pattern.compile(text), here, "");
  }

  private static Optional<String> answer(List<Habit> habits, String line, String error) {
    for (Habit habit : habits) {
      Matcher matcher = habit.text().matcher(line);
      if (matcher.matches()) {
        boolean isNamed = habit.text().pattern().contains("(?<name>");
        String name = isNamed ? matcher.group("name") : "";
        if (Pattern.compile(habit.error().replace("NAME", name)).matcher(error).find()) {
          return Optional.of(habit.here().replace("NAME", name));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * How to do the same here; empty if the text is not that of another tool.
   *
   * @param line the only or first line of a cell, without white space around it
   */
  static Optional<String> here(String line) {
    return answer(HABITS, line, "");
  }

  /**
   * What a cell that javac refused may have been meant to be; empty if nothing is likely.
   *
   * @param code without white space at its start
   * @param error what javac says
   */
  static Optional<String> meant(String code, String error) {
    String line = code.lines().findFirst().orElse("").strip();
    return PlainSql.meant(code)
        .map(word -> "if this is SQL: did you mean " + word + "?")
        .or(() -> answer(UNCOMPILED, line, error));
  }
}
