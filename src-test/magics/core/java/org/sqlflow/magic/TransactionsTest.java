package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.report.Output;
import org.sqlflow.servers.Databases;

/** What became of the user's transaction is said as it is. */
class TransactionsTest extends CellsTest {
  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    run(
        "DROP TABLE IF EXISTS tx; CREATE TABLE tx (a INTEGER PRIMARY KEY); INSERT INTO tx VALUES"
            + " (1)");
  }

  private String rows() {
    return run("SELECT count(*) AS c FROM tx").table().getString(0, 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL"})
  void aTransactionThatFailedIsToBeRolledBack(Databases database) {
    on(database);

    assertThatThrownBy(() -> run("BEGIN; INSERT INTO tx VALUES (2); INSERT INTO tx VALUES (1)"))
        .hasMessageContaining("The transaction is open and has failed: ROLLBACK undoes")
        .hasMessageNotContaining("are kept");
    assertThatThrownBy(() -> run("SELECT * FROM tx")).hasMessageContaining("ROLLBACK undoes");
    run("ROLLBACK");
    assertThat(rows()).isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL"})
  void aCommitOfAFailedTransactionSaysThatNothingIsKept(Databases database) {
    on(database);
    assertThatThrownBy(() -> run("BEGIN; INSERT INTO tx VALUES (2); INSERT INTO tx VALUES (1)"))
        .isInstanceOf(MagicException.class);

    assertThatThrownBy(() -> run("COMMIT"))
        .hasMessageContaining("rolled back")
        .hasMessageContaining("nothing since BEGIN is kept");
    assertThat(rows()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"begin", "/* a */ START TRANSACTION", "-- a\nBegin Transaction"})
  void aTransactionIsSeenHoweverItBeganAndAfterOthersThatEnded(String begin) {
    on(Databases.DUCKDB);
    run("BEGIN; INSERT INTO tx VALUES (2); COMMIT; SELECT count(*) AS start_of_all FROM tx");
    run(begin);
    run("INSERT INTO tx VALUES (3)");

    assertThatThrownBy(() -> run("INSERT INTO tx VALUES (1)"))
        .hasMessageContaining("The transaction is open and has failed: ROLLBACK undoes");
    run("ROLLBACK");
    assertThat(rows()).isEqualTo("2");
    assertThatThrownBy(() -> run("INSERT INTO tx VALUES (1)"))
        .hasMessageNotContaining("transaction is open");
  }

  @Test
  void inMariaDbTheTransactionStaysOpen() {
    on(Databases.MARIADB);

    assertThatThrownBy(
            () -> run("START TRANSACTION; INSERT INTO tx VALUES (2); INSERT INTO tx VALUES (1)"))
        .hasMessageContaining("The transaction is still open: COMMIT keeps");
    run("COMMIT");
    assertThat(rows()).isEqualTo("2");
    run("DROP TABLE tx");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void withoutATransactionTheStatementsBeforeAreKept(Databases database) {
    on(database);

    assertThatThrownBy(() -> run("INSERT INTO tx VALUES (2); SELECT * FROM nosuch"))
        .hasMessageContaining("The statement before it ran; its changes are kept.");
    assertThat(rows()).isEqualTo("2");
    run("DROP TABLE tx");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void aCommitKeepsWhatRan(Databases database) {
    on(database);

    run(
        (database == Databases.MARIADB ? "START TRANSACTION" : "BEGIN")
            + "; INSERT INTO tx VALUES (2); COMMIT");
    assertThat(rows()).isEqualTo("2");
    run("DROP TABLE tx");
  }

  @Test
  void eachStatementIsAnnounced() {
    List<String> order = new ArrayList<>();
    CellListener listener =
        new CellListener() {
          @Override
          public void statementBegins() {
            order.add("begin");
          }

          @Override
          public void output(Output output) {
            order.add(output.getClass().getSimpleName());
          }
        };

    runWhole(
        MAGIC
            + "\n"
            + "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1); SELECT * FROM t; DELETE FROM"
            + " t",
        MAGIC.length(),
        listener);

    assertThat(order).containsExactly("begin", "begin", "Note", "begin", "Rows", "begin", "Note");
  }
}
