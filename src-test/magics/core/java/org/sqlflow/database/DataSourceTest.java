package org.sqlflow.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  @CsvSource({
    "jdbc:h2:mem:x;USER=sa;PASSWORD=s3cret, jdbc:h2:mem:x",
    "jdbc:sqlserver://h:1433;password=s3cret, jdbc:sqlserver://h:1433",
    "jdbc:oracle:thin:scott/s3cret@h:1521:xe, a database of oracle",
  })
  void anyOtherDatabaseKeepsItsUrlAndShowsNoPassword(String url, String shown) {
    assertThat(parse(url).jdbcUrl()).isEqualTo(url);
    assertThat(parse(url)).hasToString(shown);
    assertThat(parse(url).hidden("bad URL " + url)).isEqualTo("bad URL " + shown);
  }
}
