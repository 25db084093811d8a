package org.sqlflow.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://root:hush@tcp(localhost:3306)/db",
        "postgresql://me:hush@db.example/x?sslmode=require",
        "postgresql://me:p@ss:w/hush@db.example/x",
        "jdbc:postgresql://db/x?user=me&password=hush&ssl=true",
        "jdbc:mariadb://db/x?user=me&password=hush",
        "jdbc:oracle:thin:scott/hush@db:1521:xe",
        "jdbc:h2:mem:x;USER=me;PASSWORD=hush",
        "ATTACH 'host=db password=hush dbname=x' AS pg (TYPE postgres)",
        "ATTACH 'host=db password=''hu sh hush'' dbname=x' AS pg",
        "ATTACH 'postgres:dbname=x password = hush' AS pg",
        "CREATE SECRET s (TYPE s3, KEY_ID 'AKIA', SECRET 'hush', REGION 'eu')",
        "CREATE PERSISTENT SECRET IF NOT EXISTS s (TYPE mysql, PASSWORD 'it''s hush')",
        "CREATE USER me IDENTIFIED BY 'hush'",
        "ALTER ROLE me WITH PASSWORD 'hush'",
        "ALTER ROLE me WITH PASSWORD $$hush$$",
        "SET s3_secret_access_key='hush'",
        "SET s3_session_token = 'hush'",
        "{\"user\": \"me\", \"password\": \"hush\"}",
        "SELECT * FROM 'https://data.example/t.csv?sig=hush&x=1'",
        "could not connect to jdbc:mysql://me:hush@db: refused\nat once",
      })
  void whatIsSecretIsNoLongerThere(String text) {
    assertThat(Redactor.redacted(text)).doesNotContain("hush").contains("***");
    assertThat(Redactor.veiled(text)).doesNotContain("hush").hasSameSizeAs(text);
  }

  @Test
  void aVeilIsAsLongAsWhatItHides() {
    assertThat(Redactor.veiled("%sqlflow --connect postgres://u:p@ss@h/db --alias a@b"))
        .isEqualTo("%sqlflow --connect postgres://u:****@h/db --alias a@b");
    assertThat(Redactor.veiled("jdbc:h2:mem:x;PASSWORD=abc;USER=sa"))
        .isEqualTo("jdbc:h2:mem:x;PASSWORD=***;USER=sa");
  }

  @Test
  void allElseStays() {
    assertThat(Redactor.redacted("ATTACH 'host=db password=hush dbname=x' AS pg"))
        .isEqualTo("ATTACH 'host=db password=*** dbname=x' AS pg");
    assertThat(Redactor.redacted("mysql://root:hush@tcp(localhost:3306)/db"))
        .isEqualTo("mysql://root:***@tcp(localhost:3306)/db");
    assertThat(Redactor.redacted("CREATE SECRET (SECRET 'a', KEY_ID 'b')"))
        .isEqualTo("CREATE SECRET (SECRET '***', KEY_ID 'b')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT token, secret FROM t WHERE token = 5 AND secret=7 TO TRAIN m",
        "SELECT 'a:b@c', password FROM users ORDER BY password",
        "SELECT * FROM 's3://bucket/x:y@z.parquet'",
        "SELECT * FROM 'https://data.example:8080/t.csv'",
        "jdbc:duckdb:/data/sqlflow.duckdb",
        "SELECT key FROM t WHERE key='a'",
        "Access denied for user 'u'@'h' (using password: YES)",
        "postgres://u:${PW}@h/db",
        "jdbc:postgresql://h/db?password=${PW}",
        "",
      })
  void whatIsNoSecretStays(String text) {
    assertThat(Redactor.redacted(text)).isEqualTo(text);
  }

  @Test
  void aLongTextTakesNoLongTime() {
    String text = "password ".repeat(50_000) + "x://".repeat(50_000) + "'".repeat(50_001);

    assertThat(Redactor.redacted(text)).hasSizeGreaterThan(100_000);
  }
}
