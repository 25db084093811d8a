package org.sqlflow.kernel.java;

import java.sql.Connection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.sqlflow.kernel.display.CellDisplay;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.magic.CellListener;
import org.sqlflow.magic.Result;
import org.sqlflow.magic.SqlflowMagic;
import org.sqlflow.magic.Variables;
import tech.tablesaw.api.Table;

/** The session of a kernel. */
public final class KernelSession implements Session {
  private static final int MOST_DISPLAYS = 1000;

  /** Values that are kept of results, about ten megabytes; the last result is always kept. */
  private static final long VALUES_KEPT = 2_000_000;

  private final SqlflowMagic magic;
  private final Displays displays;
  private final Map<Integer, Result> results = new LinkedHashMap<>();
  private long valuesKept;
  private Variables variables = Variables.NONE;
  private Optional<CellDisplay> display = Optional.empty();
  private int displayed;

  /** A session on the database of a magic. */
  public KernelSession(SqlflowMagic magic, Displays displays) {
    this.magic = magic;
    this.displays = displays;
  }

  @Override
  public Table query(String sql) {
    Result result = magic.runStatements(sql, variables, CellListener.SILENT);
    return result.size() == 0 ? Table.create() : result.to_dataframe();
  }

  @Override
  public Connection connection() {
    return magic.connection();
  }

  @Override
  public synchronized DisplayHandle display(Object value) {
    CellDisplay to =
        display.orElseThrow(() -> new IllegalStateException("display needs a running cell"));
    DisplayHandle shown = new DisplayHandle(to, displays, UUID.randomUUID().toString());
    displayed++;
    if (displayed <= MOST_DISPLAYS) {
      shown.show(value);
    } else if (displayed == MOST_DISPLAYS + 1) {
      to.show(new DisplayData("display was called more than 1,000 times: the rest is not shown"));
    }
    return shown;
  }

  @Override
  public synchronized void clearOutput(boolean wait) {
    display.ifPresent(shown -> shown.clear(wait));
  }

  @Override
  public DisplayData html(String source) {
    DisplayData data = new DisplayData(source);
    data.putHTML(source);
    return data;
  }

  /**
   * The result of a {@code %%sqlflow} cell.
   *
   * @param cell its number
   */
  public synchronized Result result(int cell) {
    return Optional.ofNullable(results.get(cell))
        .orElseThrow(
            () ->
                new CellException(
                    "NoResult",
                    "the result of cell ["
                        + cell
                        + "] was dropped to save memory; run the cell again"));
  }

  /** Keeps a result, and drops the earliest ones beyond the limit. */
  public synchronized void keep(int cell, Result result) {
    // A cell outside the history has the number of the cell before it.
    Optional.ofNullable(results.remove(cell)).ifPresent(before -> valuesKept -= values(before));
    results.put(cell, result);
    valuesKept += values(result);
    Iterator<Result> earliest = results.values().iterator();
    while (results.size() > 1 && valuesKept > VALUES_KEPT) {
      valuesKept -= values(earliest.next());
      earliest.remove();
    }
  }

  private static long values(Result result) {
    return result.valuesRead();
  }

  /** Shows later displays in this cell. */
  public synchronized void attach(CellDisplay cell) {
    display = Optional.of(cell);
    displayed = 0;
  }

  /** Sets the variables that {@code ${name}} in a query refers to. */
  public void setVariables(Variables known) {
    variables = known;
  }

  @Override
  public String toString() {
    return "the session: query(sql), connection(), display(value), clearOutput(wait), html(source)";
  }
}
