package org.sqlflow.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.magic.Result;
import org.sqlflow.magic.SqlflowMagic;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** A new JShell takes the place of one that has grown, and nobody notices. */
@ResourceLock(Resources.SYSTEM_OUT)
class RenewalTest {
  private final SqlflowMagic magic =
      new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), Path.of(""));
  private final KernelSession session = new KernelSession(magic, new Displays(new Renderer()));
  private final JShellInterpreter java = new JShellInterpreter(session);
  private final Table table = Table.create("t", IntColumn.create("n", 1, 2, 3));
  private int cell;

  @AfterEach
  void close() {
    magic.close();
  }

  private Optional<Object> run(String code) {
    return run(java, code);
  }

  private Optional<Object> run(JShellInterpreter interpreter, String code) {
    cell++;
    return interpreter.run(code, cell, name -> table).map(JavaInterpreter.Value::value);
  }

  private void renew() {
    assertThat(java.renew()).as("another JShell is used").isTrue();
  }

  @Test
  void variablesKeepTheirValuesAndTheirTypes() {
    run(
        "int n = 41; final String s = \"a\"; double[] d = {1, 2}; var list = new"
            + " ArrayList<String>();");
    run("int x = 1, y = 2;");
    run("var anonymous = new Object() { int inside = 5; };");
    java.bind("groups", Table.class, table);
    run("list.add(s)");
    Object list = run("list").orElseThrow();
    for (int i = 0; i < 2; i++) {
      renew();
      assertThat(run("n++; n + y")).contains(44 + i);
      assertThat(run("list").orElseThrow()).isSameAs(list);
      assertThat(run("list.get(0).length() + d.length")).contains(3);
      assertThat(run("anonymous.inside")).contains(5);
      assertThat(run("groups").orElseThrow()).isSameAs(table);
    }
    assertThat(java.tables()).containsExactly("groups");
    run("String n = \"text\";");
    renew();
    assertThat(run("n.length()")).contains(4);
  }

  @Test
  void nothingRunsAgain() {
    run("int calls = 0; int next() { return ++calls; }");
    run("int first = next(); next()");
    renew();
    assertThat(run("calls")).contains(2);
    assertThat(run("first")).contains(1);
    assertThat(run("next()")).contains(3);
  }

  @Test
  void resultsAreKept() {
    session.keep(7, new Result(List.of(table)));
    java.addResult(7);
    assertThat(run("21")).contains(21); // cell 1
    assertThat(run("Map.of(1, 2)")).isPresent();
    int first = cell - 1;
    renew();
    assertThat(run("_.get(1) + Out[7].size() + Out[" + first + "]")).contains(24);
    renew();
    assertThat(run("_ + __.get(1)")).contains(26);
  }

  @Test
  void objectsOfTypesGoOn() {
    run("record Point(int x, int y) { static int made; public Point { made++; } }");
    run("class Open { int inside = 1; int twice() { return 2 * inside; } }");
    run("sealed interface Shape permits Circle, Dot {} ");
    run("record Circle(int r) implements Shape {}");
    run("record Dot() implements Shape {}");
    run("enum Colour { RED, BLUE }");
    run(
        "Point p = new Point(1, 2); Shape c = new Circle(3); Open o = new Open(); var red ="
            + " Colour.RED;");
    for (int i = 1; i <= 2; i++) {
      renew();
      assertThat(run("new Point(1, 2).equals(p) && p instanceof Point")).contains(true);
      assertThat(run("Point.made")).contains(1 + i);
      assertThat(run("o.inside++; new Open().inside + o.twice()")).contains(3 + 2 * i);
      assertThat(run("red == Colour.RED && c instanceof Circle")).contains(true);
    }
    run("class Square { Shape s = c; Point q = p; }");
    renew();
    assertThat(run("new Square().s == c")).contains(true);
    run("record Point(int x, int y, int z) {}");
    renew();
    assertThat(run("new Point(1, 2, 3).z()")).contains(3);
  }

  @Test
  void codeOfEarlierCellsAndOfLaterOnesSeeTheSameVariables() {
    run("int count = 0; Runnable more = () -> count++;");
    renew();
    run("more.run(); count += 10;");
    renew();
    run("more.run();");
    assertThat(run("count")).contains(12);
  }

  @Test
  void whatIsNotDeclaredYetCanBeDeclaredLater() {
    run("int outer() { return inner() + 1; }");
    run("int even(int n) { return n == 0 ? 1 : odd(n - 1); }");
    run("int odd(int n) { return n == 0 ? 0 : even(n - 1); }");
    renew();
    assertThatThrownBy(() -> run("outer()")).isInstanceOf(CellException.class);
    run("int inner() { return 1; }");
    assertThat(run("outer()")).contains(2);
    renew();
    run("int inner() { return 5; }");
    assertThat(run("outer() + even(4)")).contains(7);
  }

  @Test
  void importsAndLibrariesAreKept() {
    run("import java.util.concurrent.atomic.AtomicInteger; import static java.lang.Math.max;");
    renew();
    assertThat(run("max(new AtomicInteger(4).get(), 3)")).contains(4);
    assertThat(run("sqlflow.query(\"SELECT 42 AS n\").getString(0, 0)")).contains("42");
  }

  @Test
  void aValueWhoseSourceNoLongerCompilesIsKept() {
    run("int kind() { return 3; }");
    run("int three = kind(); List<Integer> list = List.of(kind());");
    run("String kind() { return \"three\"; }");
    renew();
    assertThat(run("three + list.get(0)")).contains(6);
    run("var broken = kind();");
    run("int kind() { return 3; }");
    renew();
    assertThat(run("kind()")).contains(3);
  }

  @Test
  void errorsNameTheLinesOfEarlierCells() {
    run(
        "int half(int n) {\n"
            + "  return 10 / n;\n"
            + "}\n"
            + "class Half {\n"
            + "  int of(int n) { return 10 / n; }\n"
            + "}");
    run("Runnable later = () -> half(0);");
    renew();
    assertThatThrownBy(() -> run("\nhalf(0)"))
        .hasMessage(
            "ArithmeticException: / by zero\n"
                + "  at half, line 2 of cell [1]\n"
                + "  at line 2 of cell [3]");
    assertThatThrownBy(() -> run("new Half().of(0)"))
        .hasMessage(
            "ArithmeticException: / by zero\n  at of, line 5 of cell [1]\n  at line 1 of cell [4]");
    assertThatThrownBy(() -> run("later.run()")).hasMessageContaining("/ by zero");
    assertThatThrownBy(() -> run("int broken = nothing;")).hasMessageContaining("line 1:14");
  }

  @Test
  void aLongSessionIsRenewedByItself() throws Exception {
    JShellInterpreter soon = new JShellInterpreter(session, 10);
    run(soon, "int sum = 0; class Own {} Own own = new Own();");
    run(soon, "java.lang.ref.WeakReference<Object> early = null;");
    run(
        soon,
        "{ Runnable none = () -> {}; early = new java.lang.ref.WeakReference<>(none.getClass());"
            + " }");
    for (int i = 0; i < 12; i++) {
      run(soon, "sum += " + i);
      run(soon, "int n" + i % 3 + " = sum; n" + i % 3 + " + 1");
    }
    assertThat(run(soon, "sum")).contains(66);
    assertThat(run(soon, "n2 + (own instanceof Own ? 1 : 0)")).contains(67);
    WeakReference<?> early = (WeakReference<?>) soon.variable("early").orElseThrow();
    for (int tries = 0; tries < 50 && early.get() != null; tries++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(early.get()).as("classes of cells that nobody can name are unloaded").isNull();
  }
}
