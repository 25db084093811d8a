package org.sqlflow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlNamesTest {
  private static final SqlNames POSTGRESQL =
      new SqlNames(SqlNames.STANDARD.quoting(), name -> name.toLowerCase(Locale.ROOT));
  private static final SqlNames MARIADB =
      new SqlNames(name -> '`' + name.replace("`", "``") + '`', name -> name);

  @ParameterizedTest
  @ValueSource(strings = {"age", "_x1", "größe", "CustomerId"})
  void nameThatMeansItselfStaysAsItIs(String name) {
    assertThat(SqlNames.STANDARD.inSql(name)).isEqualTo(name);
    assertThat(SqlNames.inClause(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Returning?", "Umsatz in EUR", "2019", "a.b", "share %", "f(x)", ""})
  void nameThatNoWordIsStandsInQuotes(String name) {
    assertThat(SqlNames.STANDARD.inSql(name)).isEqualTo('"' + name + '"');
    assertThat(MARIADB.inSql(name)).isEqualTo('`' + name + '`');
    assertThat(SqlNames.inClause(name)).isEqualTo('"' + name + '"');
  }

  @Test
  void capitalsNeedQuotesWhereTheDatabaseFoldsThem() {
    assertThat(POSTGRESQL.inSql("Age")).isEqualTo("\"Age\"");
    assertThat(POSTGRESQL.inSql("age")).isEqualTo("age");
    assertThat(SqlNames.inClause("Age")).isEqualTo("Age");
  }

  @Test
  void reservedWordsNeedQuotesInSqlAndOwnWordsInClauses() {
    assertThat(SqlNames.STANDARD.inSql("Order")).isEqualTo("\"Order\"");
    assertThat(SqlNames.inClause("Order")).isEqualTo("Order");
    assertThat(SqlNames.inClause("Label")).isEqualTo("\"Label\"");
    assertThat(SqlNames.inClause("true")).isEqualTo("\"true\"");
  }

  /** Each is a syntax error as a column of MariaDB without quotes. */
  @ParameterizedTest
  @ValueSource(
      strings = {"dec", "before", "double", "call", "out", "long", "DECIMAL", "year_month"})
  void wordsThatOneDatabaseAloneReservesNeedQuotes(String name) {
    assertThat(SqlNames.STANDARD.inSql(name)).isEqualTo('"' + name + '"');
    assertThat(SqlNames.inClause(name)).isEqualTo(name);
  }

  @Test
  void quotesWithinANameAreDoubled() {
    assertThat(SqlNames.STANDARD.inSql("a\"b")).isEqualTo("\"a\"\"b\"");
    assertThat(MARIADB.inSql("a`b")).isEqualTo("`a``b`");
    assertThat(SqlNames.inClause("a\"b`c")).isEqualTo("`a\"b``c`");
  }

  @Test
  void modelKeepsItsSeparators() {
    assertThat(SqlNames.model("sales/v1.2:final")).isEqualTo("sales/v1.2:final");
    assertThat(SqlNames.model("my model")).isEqualTo("\"my model\"");
    assertThat(SqlNames.model("into")).isEqualTo("\"into\"");
  }
}
