package org.sqlflow.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourceTest {
  private static DataSource parse(String url) {
    return DataSource.parse(url, Path.of(""), part -> part.replace("${PW}", "p@/:%"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgres://u:p%40w@h:1/db?sslmode=require | jdbc:postgresql://h:1/db?sslmode=require | u |"
            + " p@w | postgresql://u@h:1/db",
        "postgresql://h/db?user=u&password=p+w | jdbc:postgresql://h/db | u | p+w |"
            + " postgresql://u@h/db",
        "jdbc:postgresql://u:${PW}@h/db | jdbc:postgresql://h/db | u | p@/:% | postgresql://u@h/db",
        "mysql://root:p%4/w@tcp(h:3306)/iris?maxAllowedPacket=0 | jdbc:mariadb://h:3306/iris | root"
            + " | p%4/w | mysql://root@h:3306/iris",
        "mysql://root:100%@h/iris | jdbc:mariadb://h/iris | root | 100% | mysql://root@h/iris",
        "MariaDB://u:p@h:3306 | jdbc:mariadb://h:3306/ | u | p | mariadb://u@h:3306/",
        "jdbc:mysql://h/db?useSsl=true | jdbc:mariadb://h/db?useSsl=true | | | mysql://h/db",
      })
  void theFormsOfServersAreRead(
      String url, String jdbcUrl, String user, String password, String shown) {
    DataSource source = parse(url);

    assertThat(source.jdbcUrl()).isEqualTo(jdbcUrl);
    assertThat(source.user()).isEqualTo(Optional.ofNullable(user));
    assertThat(source.password()).isEqualTo(Optional.ofNullable(password));
    assertThat(source).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sc://h | sc://h | | sc://h",
        "sc://h:15002/ | sc://h:15002 | | sc://h:15002",
        "SC://h:15002/;use_ssl=true;token=${PW};x-team=a | sc://h:15002/;use_ssl=true;x-team=a |"
            + " p@/:% | sc://h:15002",
        "sc://[::1]:15002/;user_id=me | sc://[::1]:15002/;user_id=me | | sc://[::1]:15002",
      })
  void aUrlOfSparkConnectKeepsItsTokenApart(
      String url, String jdbcUrl, String token, String shown) {
    DataSource source = parse(url);

    assertThat(source.jdbcUrl()).isEqualTo(jdbcUrl);
    assertThat(source.password()).isEqualTo(Optional.ofNullable(token));
    assertThat(source.user()).isEmpty();
    assertThat(source).hasToString(shown);
  }

  @Test
  void theAddressOfASparkMasterIsRefusedWithTheUrlToUse() {
    assertThatThrownBy(() -> parse("spark://node1:7077"))
        .hasMessage(
            "spark:// is the address of Spark's own processes: connect to its Spark Connect"
                + " server, such as sc://node1:15002");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:mem:x;USER=sa;PASSWORD=s3cret, jdbc:h2:mem:x",
    "jdbc:sqlserver://h:1433;password=s3cret, jdbc:sqlserver://h:1433",
    "jdbc:oracle:thin:scott/s3cret@h:1521:xe, a database of oracle",
  })
  void anyOtherDatabaseKeepsItsUrlAndShowsNoPassword(String url, String shown) {
    assertThat(parse(url).jdbcUrl()).isEqualTo(url);
    assertThat(parse(url)).hasToString(shown);
    assertThat(parse(url).redacted("bad URL " + url, false)).isEqualTo("bad URL " + shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p", "to", "u", "database", "postgresql"})
  void aPasswordThatIsAnOrdinaryWordIsNeverGivenAwayByAMask(String password) {
    DataSource source = parse("postgresql://u:" + password + "@h/database");
    String message = "no pg_hba.conf entry to connect user \"u\" to database \"database\"";

    assertThat(source.redacted(message, true)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cannot use postgresql://u:hush@h/db | cannot use postgresql://u:***@h/db",
        "connecting to h with password=hush failed | connecting to h with password=*** failed",
        "properties {user=u, password=hush} | properties {user=u, password=***}",
      })
  void aPasswordIsMaskedWhereAMessageShowsItAsOne(String message, String shown) {
    for (boolean trusted : new boolean[] {true, false}) {
      assertThat(parse("postgresql://u:hush@h/db").redacted(message, trusted)).isEqualTo(shown);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql://u:p@h/db | login with p refused",
        "postgresql://u:p@h/db | login with 'p' refused",
        "postgresql://u:s3cret@h/db | login as us3cretx refused",
        "jdbc:nosuch:x;PASSWORD=s3cret | wrong: s3cret",
        "jdbc:oracle:thin:scott/s3cret@h:1521:xe | scott/s3cret is no account",
      })
  void aMessageOfAnUnknownDriverThatMayShowThePasswordIsWithheld(String url, String message) {
    assertThat(parse(url).redacted(message, false))
        .isEqualTo("the driver's message is not shown, since it may contain the password");
  }

  @Test
  void lettersOfAShortPasswordWithholdNothing() {
    assertThat(parse("postgresql://u:p@h/db").redacted("no place to put it", false))
        .isEqualTo("no place to put it");
  }
}
