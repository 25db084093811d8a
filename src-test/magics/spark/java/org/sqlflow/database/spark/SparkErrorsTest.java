package org.sqlflow.database.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.DatabaseException;

class SparkErrorsTest {
  private final SparkErrors errors = new SparkErrors();

  /** As Spark's client throws it. */
  public static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String condition;

    Refusal(String condition, String message) {
      super(message);
      this.condition = condition;
    }

    public String getCondition() {
      return condition;
    }

    public String getSqlState() {
      return "42601";
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[DIVIDE_BY_ZERO] Division by zero. If necessary set \"spark.sql.ansi.enabled\" to"
            + " \"false\" to bypass this error. SQLSTATE: 22012 | Division by zero.",
        "[TABLE_OR_VIEW_NOT_FOUND] The table or view `t` cannot be found. SQLSTATE: 42P01 |"
            + " The table or view `t` cannot be found.",
        "org.apache.spark.SparkException: Job aborted: lost task | Job aborted: lost task",
      })
  void messagesHaveNothingThatOnlyProgramsNeed(String message, String shown) {
    assertThat(SparkErrors.readable(message)).isEqualTo(shown);
  }

  @Test
  void stackTracesAndSearchPathsAreLeftOut() {
    assertThat(
            SparkErrors.readable(
                "[TABLE_OR_VIEW_NOT_FOUND] The table or view `t` cannot be found. Verify the"
                    + " spelling.\nSearch path: [`a`].\nIf you did not qualify the name, verify.\n"
                    + "To tolerate the error on drop use DROP TABLE IF EXISTS. SQLSTATE: 42P01"))
        .isEqualTo("The table or view `t` cannot be found. Verify the spelling.");
    assertThat(SparkErrors.readable("it failed\n\tat org.apache.spark.A.b(A.scala:1)\n\tat c"))
        .isEqualTo("it failed");
  }

  @ParameterizedTest
  @CsvSource({"SELEC 1, 'SELEC', 0", "SELECT * FORM x, 'x', 14"})
  void aSyntaxErrorIsWhereItsWordIs(String sql, String word, int offset) {
    assertThat(refused(sql, "Syntax error at or near '" + word + "'. SQLSTATE: 42601").offset())
        .isEqualTo(OptionalInt.of(offset));
  }

  @Test
  void aWordThatOccursTwiceHasNoPlaceAndTheEndOfTheInputHasOne() {
    assertThat(refused("SELECT a a a", "Syntax error at or near 'a'.").offset()).isEmpty();
    assertThat(refused("SELECT (", "Syntax error at or near end of input.").offset())
        .isEqualTo(OptionalInt.of(8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP TABLE nothing | `spark_catalog`.`default`.`nothing` | 11",
        "DROP TABLE Default.`nothing` | `spark_catalog`.`default`.`nothing` | 11",
        "DROP VIEW spark_catalog . default . nothing | `spark_catalog`.`default`.`nothing` | 10",
        "ALTER TABLE `a``b` RENAME TO c | `default`.`a``b` | 12",
        "DROP TABLE nothing-- nothing | `default`.`nothing` | -1",
        "DROP TABLE nothing2 | `default`.`nothing` | -1",
        "DROP TABLE other.nothing | `default`.`nothing` | -1",
        "ALTER TABLE nothing RENAME TO nothing | `default`.`nothing` | -1",
      })
  void aTableThatDoesNotExistIsWhereTheSqlNamesIt(String sql, String name, int offset) {
    assertThat(
            refused(sql, "TABLE_OR_VIEW_NOT_FOUND", "The table " + name + " cannot be found.")
                .offset())
        .isEqualTo(offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset));
  }

  private DatabaseException refused(String sql, String message) {
    return refused(sql, "PARSE_SYNTAX_ERROR", message);
  }

  private DatabaseException refused(String sql, String condition, String message) {
    SQLException error = SparkErrors.of(new Refusal(condition, "[" + condition + "] " + message));
    return errors.refused(error, sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Total size of serialized results of 8 tasks (1024.5 MiB) is bigger than"
            + " spark.driver.maxResultSize (1024.0 MiB)",
        "Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times:"
            + " TaskResultLost (result lost from block manager)",
      })
  void aResultThatIsTooLargeForTheServerSaysWhatToDo(String message) {
    assertThat((Throwable) SparkErrors.of(new Exception(message)))
        .hasMessageStartingWith("the result is larger than the Connect server can pass on. Ask for")
        .hasMessageEndingWith("Spark says: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UNAVAILABLE: io exception Channel Pipeline: [SslHandler#0] | TLS fails there. If the"
            + " server has no TLS, leave out use_ssl=true",
        "UNAVAILABLE: Network closed for unknown reason | Add /;use_ssl=true if it has TLS",
        "UNAUTHENTICATED: No authentication token provided | the server wants a token that it"
            + " knows",
        "UNAUTHENTICATED: Invalid authentication token | the server does not know this token",
      })
  void whoeverCannotConnectReadsWhatToDo(String message, String advice) {
    assertThat(
            errors.unreachable(
                SparkErrors.of(new Exception(message)),
                DataSource.parse("sc://host:15002/;token=secret", Path.of(""))))
        .hasMessageContaining("sc://host:15002")
        .hasMessageContaining(advice)
        .hasMessageNotContaining("secret");
  }

  @Test
  void anUnavailableServerIsALostConnection() {
    assertThat(errors.isLost(SparkErrors.of(new Exception("UNAVAILABLE: io exception")))).isTrue();
    assertThat(errors.isLost(SparkErrors.of(new Refusal("PARSE_SYNTAX_ERROR", "other")))).isFalse();
  }
}
