package org.sqlflow.kernel.cell;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people type who know another tool, and what does it here. */
final class OtherTools {
  private record Habit(Pattern text, String here) {}

  private static final List<Habit> HABITS =
      List.of(
          habit(
              "(?:exit|quit)(?:\\(\\))?;?",
              "to end the kernel, shut it down: Kernel > Shut Down in a notebook, Ctrl-D in a"
                  + " console"),
          habit("help(?:\\(.*\\))?;?", "sqlflow? shows the language, clusterModel? an estimator"),
          habit("!.*", "this kernel runs no shell commands: a cell is SQL or Java"),
          habit(
              "%{1,2}(?:pip|conda|loadFromPOM|dependency|addMavenDependency)\\b.*",
              "%jars file.jar or %maven group:artifact:version adds a library to Java cells and"
                  + " JDBC drivers; SQLFLOW_CLASSPATH names those of every session"),
          habit(
              "\\\\(?:d|dt|l|\\?)\\b.*|\\.(?:tables|schema|databases|help)\\b.*",
              "SHOW TABLES lists the tables, SHOW MODELS the models, and DESCRIBE t the columns of"
                  + " a table"),
          habit(
              "from\\s+[\\w.]+\\s+import\\b.*|"
                  + "import\\s+(?!(?:static|java|javax|jdk|org|com|net|io|tech)\\b)[\\w.]+(?:\\s+as\\s.*|\\s*)",
              "this kernel runs SQL and Java, not Python: choose a Python kernel for this cell"),
          habit(
              "(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)\\s*=\\s*%sqlflow\\b.*",
              "write %sqlflow NAME << SELECT … to give a result a name"));

  private OtherTools() {}

  private static String nameIn(Habit habit, String line) {
    Matcher matcher = habit.text().matcher(line);
    boolean named = habit.text().pattern().startsWith("(?<name>") && matcher.matches();
    return named ? matcher.group("name") : "name";
  }

  private static Habit habit(String text, String here) {
    return new Habit(Pattern.compile(text), here);
  }

  /**
   * What does it here; empty if the text is of no other tool.
   *
   * @param line the only or first line of a cell, without white space around it
   */
  static Optional<String> here(String line) {
    return HABITS.stream()
        .filter(habit -> habit.text().matcher(line).matches())
        .findFirst()
        .map(habit -> habit.here().replace("NAME", nameIn(habit, line)));
  }
}
