package org.sqlflow.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.sqlflow.kernel.display.CellDisplay;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.magic.Result;
import org.sqlflow.magic.SqlflowMagic;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

@ResourceLock(Resources.SYSTEM_OUT)
class JShellInterpreterTest {
  private final SqlflowMagic magic =
      new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), Path.of(""));
  private final KernelSession session = new KernelSession(magic, new Displays(new Renderer()));
  private final JShellInterpreter java = new JShellInterpreter(session);
  private final Table table = Table.create("t", IntColumn.create("n", 1, 2, 3));
  private int cell;

  private Optional<Object> run(String code) {
    cell++;
    return java.run(code, cell, this::toDataframes).map(JavaInterpreter.Value::value);
  }

  @AfterEach
  void close() {
    magic.close();
  }

  /** A cell of SQL ran. */
  private void result(Result result) {
    cell++;
    session.keep(cell, result);
    java.addResult(cell);
  }

  private Object toDataframes(String name) {
    java.bind(name, Table.class, table);
    return table;
  }

  private AbstractThrowableAssert<?, ? extends Throwable> failing(String code) {
    return assertThatThrownBy(() -> run(code)).isInstanceOf(CellException.class);
  }

  @Test
  void theLastExpressionIsTheValue() {
    assertThat(run("int x = 5; x * 2")).contains(10);
    assertThat(run("x")).contains(5);
    assertThat(run("x = 7")).isEmpty();
    assertThat(run("x // the value; a comment")).contains(7);
    assertThat(run("int y = x;")).isEmpty();
    assertThat(run("void nothing() {}\nnothing();")).isEmpty();
    assertThat(run("// nothing")).isEmpty();
  }

  @Test
  void objectsOfTheKernelAreObjectsOfTheCells() {
    java.bind("result_table", Table.class, table);
    assertThat(run("result_table.where(result_table.intColumn(\"n\").isGreaterThan(1)).rowCount()"))
        .contains(2);
    assertThat(run("result_table").orElseThrow()).isSameAs(table);
    java.bind("result_table", Table.class, table.emptyCopy());
    assertThat(run("result_table.rowCount()")).contains(0);
  }

  @Test
  void theUnderscoreIsTheLastResultWithItsType() {
    failing("_").hasMessage("no result yet; run a %%sqlflow cell first");
    result(new Result(List.of(table)));
    assertThat(run("_.get(0).rowCount() + _.size()")).contains(4);
    assertThat(run("_ + 1")).contains(5);
    assertThat(run("int unused = 3;")).isEmpty();
    assertThat(run("_ + _")).contains(10);
    result(new Result(List.of()));
    failing("_.to_dataframe()").hasMessage("the last cell returned no rows; run a SELECT first");
  }

  @Test
  void theLastResultIsNamedAmongOtherStatements() {
    result(new Result(List.of(table)));
    assertThat(run("_.to_dataframes(groups);\ngroups.rowCount()")).contains(3);
  }

  @Test
  void errorsOfTheCompilerShowTheLine() {
    failing("int y = 3;\nString s = y;")
        .hasMessage(
            """
            line 2:12: incompatible types: int cannot be converted to java.lang.String
                String s = y;
                           ^\
            """);
    result(new Result(List.of(table)));
    failing("int n = _.size() + missing;")
        .hasMessageContaining("line 1:20: cannot find symbol")
        .hasMessageContaining("\n    int n = _.size() + missing;\n                       ^^^^^^^\n")
        .hasMessageContaining("variable missing");
    failing("for (int i = 0; i < 3; i++) {").hasMessageContaining("line 1:");
    failing("missing")
        .hasMessageContaining("line 1:1: cannot find symbol\n    missing\n    ^^^^^^^\n");
  }

  @Test
  void exceptionsNameTheLinesOfTheCellsAndNoOthers() {
    run("int half(int n) {\n  return 10 / n;\n}");
    failing("int a = 1;\n\n\nhalf(0)")
        .hasMessage(
            """
            ArithmeticException: / by zero
              at half, line 2 of cell [1]
              at line 4 of cell [2]\
            """);
    failing("Integer.parseInt(\"x\")")
        .hasMessage(
            """
            NumberFormatException: For input string: "x"
              at line 1 of cell [3]\
            """);
  }

  @Test
  void statementsThatAreForgottenLeaveWhatTheyChanged() {
    run("int count = 0; java.util.function.IntSupplier later = null;");
    run("for (int i = 0; i < 3; i++) { count++; }");
    run("{ int own = 5; later = () -> own + count; }");
    run("count = count * 10");

    assertThat(run("count")).contains(30);
    assertThat(run("later.getAsInt()")).contains(35);
  }

  @Test
  void anErrorEndsTheCellAndNotTheInterpreter() {
    failing("int deep(int n) { return deep(n + 1); }\ndeep(0)")
        .hasMessageContaining("StackOverflowError");
    failing("throw new OutOfMemoryError(\"pretended\");").hasMessageContaining("pretended");
    assertThat(run("1 + 1")).contains(2);
  }

  @Test
  void aLoopAndASleepAreInterruptedAndTheNextCellRuns() throws Exception {
    for (String code : List.of("while (true) {}", "Thread.sleep(600_000)")) {
      CompletableFuture<Throwable> ended =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  run("Thread started = Thread.currentThread();" + code);
                  return new AssertionError("it was not stopped");
                } catch (CellException e) {
                  return e;
                }
              });
      while (!ended.isDone()) {
        java.interrupt();
        Thread.sleep(20);
      }
      assertThat(ended.get()).hasMessage("the cell was interrupted");
      assertThat(run("20 + 1")).contains(21);
    }
  }

  @Test
  void anInterruptBetweenCellsDoesNothing() {
    assertThat(run("1")).contains(1);
    java.interrupt();
    assertThat(run("2")).contains(2);
  }

  @Test
  void completionKnowsVariablesAndTheUnderscore() {
    result(new Result(List.of(table)));
    run("int counter = 1;");
    assertThat(java.complete("count", 5).words()).contains("counter");
    JavaInterpreter.Completion completion = java.complete("1 + _.to_da + 1", 11);
    assertThat(completion.words()).contains("to_dataframe()");
    assertThat(completion.start()).isEqualTo(6);
  }

  @Test
  void aResultFarBackIsLetGo() {
    WeakReference<Object> first = new WeakReference<>(run("new Object()").orElseThrow());
    assertThat(run("21")).contains(21); // cell 2
    run("int again() { return 2 * _; }"); // cell 3
    for (int i = 0; i < 110; i++) {
      run("" + i); // cells 4 to 113
    }

    failing("Out[1]").hasMessageContaining("or ran too long ago");
    assertThat(run("Out[100]")).contains(96);
    assertThat(run("again()")).as("what a method uses stays").contains(42);
    for (int tries = 0; tries < 50 && first.get() != null; tries++) {
      System.gc();
    }
    assertThat(first.get()).isNull();
  }

  @Test
  void aTableThatIsBoundAgainReplacesTheOneBefore() {
    java.bind("t", Table.class, table);
    run("int rows() { return t.rowCount(); }");
    assertThat(run("rows()")).contains(3);
    java.bind("t", Table.class, Table.create("u", IntColumn.create("n", 1, 2)));
    assertThat(run("rows() + t.rowCount()")).contains(4);
    run("int t = 5;");
    java.bind("t", Table.class, table);
    assertThat(run("t.rowCount()")).contains(3);
  }

  @Test
  void earlierResultsKeepTheirTypes() {
    failing("Out[1]").hasMessage("cell [1] has no result, did not run, or ran too long ago");
    assertThat(run("21")).contains(21); // cell 2
    failing("__").hasMessage("there is no result before the last one yet");
    result(new Result(List.of(table))); // cell 4
    assertThat(run("\"text\"")).contains("text"); // cell 5
    assertThat(run("_.length() + __.get(0).rowCount()")).contains(7);
    assertThat(run("Out[2] * 2 + Out[4].size()")).contains(43);
    assertThat(run("__ + Out[2]")).contains(28);
    assertThat(run("Out[4].to_dataframe().rowCount()")).contains(3);
    failing("Out[4].nothing()")
        .hasMessageContaining(
            "line 1:8: cannot find symbol\n    Out[4].nothing()\n           ^^^^^^^\n");
    assertThat(run("\"Out[2] __\"")).contains("Out[2] __");
  }

  @Test
  void namesOfTheUsersOwnStayWhatTheyAre() {
    assertThat(run("1")).contains(1);
    assertThat(run("int[] Out = {7, 8}; int __ = 5; Out[1] + __")).contains(13);
    assertThat(run("Out[1] + __")).contains(13);
  }

  @Test
  void theSessionIsAtHand() throws Exception {
    assertThat(run("sqlflow.query(\"SELECT 40 + 2 AS answer\").getString(0, 0)")).contains("42");
    run("sqlflow.query(\"CREATE TABLE t AS SELECT 7 AS seven\")");
    assertThat(
            run(
                """
                try (var connection = sqlflow.connection();
                     var statement = connection.createStatement();
                     var rows = statement.executeQuery("SELECT seven FROM t")) {
                  rows.next();
                  System.setProperty("sqlflow.test.seven", rows.getString(1));
                }
                System.getProperty("sqlflow.test.seven")
                """))
        .contains("7");
    assertThat(run("sqlflow.query(\"FROM t\").rowCount()")).contains(1);
    failing("sqlflow.query(\"SELECT nope\")")
        .hasMessageContaining("line 1:8: ")
        .hasMessageContaining("nope");
  }

  @Test
  void valuesAreShownInTheMiddleOfACellAndReplaced() {
    List<String> shown = new ArrayList<>();
    session.attach(
        new CellDisplay() {
          @Override
          public void show(DisplayData data) {
            shown.add("show " + data.getData(MIMEType.TEXT_PLAIN));
          }

          @Override
          public void update(DisplayData data) {
            shown.add("update " + data.getData(MIMEType.TEXT_PLAIN));
          }
        });
    assertThat(run("var a = display(\"one\"); display(2); a.update(\"uno\"); 3")).contains(3);
    assertThat(shown).containsExactly("show one", "show 2", "update uno");
    assertThat(run("display(4)")).isEmpty();
    assertThat(run("_")).contains(3);
    assertThat(run("html(\"<b>x</b>\")").orElseThrow())
        .isInstanceOfSatisfying(
            DisplayData.class,
            d -> assertThat(d.getData(MIMEType.TEXT_HTML)).isEqualTo("<b>x</b>"));
  }

  @Test
  void anExitEndsTheCellAndNotTheKernel() {
    run("int kept = 3; class Leaver { static void leave() { System.exit(kept); } }");
    assertThatThrownBy(() -> run("Leaver.leave();"))
        .isInstanceOf(CellException.class)
        .hasMessageContaining("System.exit(3) would end the kernel")
        .hasMessageContaining("at leave, line 1");
    assertThatThrownBy(() -> run("Runnable r = () -> System.exit(0); r.run();"))
        .hasMessageContaining("System.exit(0) would end");
    assertThat(run("kept")).contains(3);
  }

  @Test
  void aVariableOfAnUnknownClassHasNoValueYet() {
    run("Unknown later;");
    assertThat(java.variable("later")).isEmpty();
    assertThat(java.isDeclared("later")).isFalse();
    run("record Unknown(int i) {}\nlater = new Unknown(2);");
    assertThat(java.variable("later")).isPresent();
  }

  @Test
  void tablesAreKnownByName() {
    java.bind("result_table", Table.class, table);
    run("Table mine = result_table.copy(); int n = 3;");
    assertThat(java.tables()).containsExactly("mine", "result_table");
  }

  @Test
  void completionShowsWhatASessionIsFor() {
    java.warmUp();
    assertThat(java.complete("sqlflow.", 8).words())
        .contains("query(", "connection()", "display(", "html(")
        .doesNotContain("attach(", "keep(");
    assertThat(java.complete("disp", 4).words()).contains("display(");
  }

  @Test
  void anEditorsFirstQuestionStartsJava() {
    assertThat(java.isReady()).isFalse();
    JavaInterpreter.Completion found = java.complete("Mat", 3);
    while (found.words().isEmpty()) { // it starts, while an editor waits for three seconds at most
      found = java.complete("Mat", 3);
    }
    assertThat(found.words()).contains("Math");
  }

  @Test
  void aSignatureIsTheDocumentation() {
    java.warmUp();
    for (int cursor : new int[] {5, 7, 8, 9, 10}) {
      assertThat(java.document("Math.max(1, 2)", cursor).orElseThrow())
          .as("at " + cursor)
          .contains("max(int a, int b)");
    }
    run("int counter = 1;");
    assertThat(java.document("1 + counter", 8).orElseThrow()).contains("counter");
    assertThat(java.document("1 + ", 4)).isEmpty();
  }

  @Test
  void aNameAloneIsDocumentedIfItCanBeCalled() {
    run("int twice(int number) { return 2 * number; }");
    run("import static java.lang.Math.max; import static java.util.Collections.*;");
    run("import static java.util.Map.Entry.*; long twin = 1;");
    assertThat(signature("twice")).contains("int twice(int number)");
    assertThat(signature("1 + max(2, 3")).contains("max(int a, int b)");
    assertThat(signature("max")).contains("max(int a, int b)");
    assertThat(signature("shuffle")).contains("shuffle(List<?> list)");
    assertThat(signature("comparingByKey")).contains("comparingByKey(");
    assertThat(signature("percentile")).contains("percentile(");
    assertThat(signature("display")).contains("display(Object value)");
    assertThat(signature("new  ArrayList")).contains("ArrayList<E>(int initialCapacity)");
    assertThat(signature("Math . abs")).contains("abs(int a)");
    assertThat(signature("class A { void b(int i) {} void c() { b")).contains("A.b(int i)");
    assertThat(signature("twin")).contains("long").contains("twin");
    assertThat(java.document("twi", 3)).isEmpty();
    assertThat(java.document("print", 5)).isEmpty();
  }

  private String signature(String code) {
    return java.document(code, code.length()).orElse("nothing");
  }

  @Test
  void itTellsWhetherACellIsWhole() {
    assertThat(java.completeness("int x = 1;\nx")).isEqualTo(JavaInterpreter.Completeness.COMPLETE);
    assertThat(java.completeness("_.size()")).isEqualTo(JavaInterpreter.Completeness.COMPLETE);
    assertThat(java.completeness("for (;;) {")).isEqualTo(JavaInterpreter.Completeness.INCOMPLETE);
    assertThat(java.completeness("}")).isEqualTo(JavaInterpreter.Completeness.INVALID);
  }
}
