package org.sqlflow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
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
        "ALTER ROLE me PASSWORD E'it\\'s hush'",
        "ALTER ROLE me ENCRYPTED PASSWORD $q$it's hush$q$",
        "ALTER ROLE me PASSWORD U&'\\0441hush'",
        "CREATE USER me IDENTIFIED WITH mysql_native_password BY 'hush'",
        "CREATE USER me IDENTIFIED VIA ed25519 USING PASSWORD('hush')",
        "CREATE USER me IDENTIFIED VIA unix_socket OR ed25519 USING 'hush'",
        "ALTER USER me IDENTIFIED BY 'hush' REPLACE 'old hush'",
        "SET PASSWORD = 'hush'",
        "SET PASSWORD FOR 'me'@'localhost' = PASSWORD('hush')",
        "SET PASSWORD FOR 'me'@'localhost' = 'hush'",
        "CREATE SECRET s (TYPE s3, SECRET := 'hush')",
        "PRAGMA add_parquet_key('k', 'hush')",
        "ATTACH 'x.db' AS x (ENCRYPTION_KEY 'hush')",
        "CREATE SECRET h (TYPE http, BEARER_TOKEN 'hush')",
        "CREATE SECRET h (TYPE http, EXTRA_HTTP_HEADERS MAP {'Authorization': 'Bearer hush'})",
        "request failed: Authorization: Bearer hush",
        "request failed: Authorization: Basic hush",
        "CREATE SECRET (TYPE s3, PROVIDER config, secret => 'hush')",
        "ALTER ROLE me PASSWORD 'hush and the message was cut",
        "SELECT * FROM read_csv('https://x/y.csv?api-key=hush')",
        "SET s3_secret_access_key TO 'hush'",
        "ALTER USER me PASSWORD'hush'",
        "it isn't there: ALTER USER me PASSWORD'hush'",
        "CREATE SECRET a (TYPE azure, CONNECTION_STRING 'AccountName=x;AccountKey=hush==;Y=z')",
        "CREATE SECRET s (TYPE s3, \"SECRET\" 'hush')",
        "COPY t TO 'x.parquet' (ENCRYPTION_CONFIG {footer_key_value: 'hush'})",
        "CREATE SECRET h (TYPE http, EXTRA_HTTP_HEADERS MAP {'Authorization': 'Token hush'})",
        "CREATE SECRET h (TYPE http, EXTRA_HTTP_HEADERS MAP {'Cookie': 'session=hush'})",
        "SELECT pgp_sym_decrypt(data, 'hush')",
        "SELECT AES_ENCRYPT('x', 'hush')",
        "jdbc:sqlserver://h;user=sa;password={hu;sh hush}",
        "SET spark.hadoop.fs.s3a.secret.key=hush",
        "SET spark.hadoop.fs.azure.account.key.x.dfs.core.windows.net=hush",
        "CREATE TABLE t TBLPROPERTIES ('fs.s3a.secret.key' = 'hush')",
        "CREATE TABLE t USING jdbc OPTIONS ('password' 'hush')",
        "AWS_SECRET_ACCESS_KEY=hush aws s3 ls",
        "https://hush@git.example/x",
        "-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----",
        "CHANGE MASTER TO MASTER_HOST='h', MASTER_PASSWORD='hush'",
        "CREATE SUBSCRIPTION s CONNECTION 'host=h password=''hush''' PUBLICATION p",
        "sc://h:15002/;token=hush;user_id=u",
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
        "SELECT * FROM users WHERE has_password = true",
        "SELECT has_password=false FROM users TO TRAIN m",
        "SELECT a FROM x JOIN y ON x.password = y.password",
        "ALTER ROLE me PASSWORD '${PW}'",
        "CREATE SECRET \"my store\" (TYPE s3, KEY_ID 'AKIA')",
        "postgres://u:${PW}@h/db",
        "MAP {'Authorization': 'Bearer ${TOKEN}'}",
        "SELECT 'password' AS word",
        "SELECT 'reset password' AS topic, 'x' AS y",
        "SELECT * FROM t WHERE topic IN ('password', 'login', 'token') TO TRAIN m",
        "ALTER MODEL m NAME GROUPS (0 = 'password users', 1 = 'token')",
        "Error: column \"password\" does not exist",
        "Referenced column \"token\" not found in FROM clause",
        "EXPORT MODEL secret TO 'secret.sql'",
        "SELECT which_secret('s3://x', 's3')",
        "SELECT 'http://h:8080/a@b' AS u",
        "SELECT encrypt, hmac FROM t WHERE encrypt = 'aes'",
        "SELECT cookie FROM t WHERE cookie LIKE 'a%'",
        "jdbc:postgresql://h/db?password=${PW}",
        "",
      })
  void whatIsNoSecretStays(String text) {
    assertThat(Redactor.redacted(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM a JOIN b ON password = hash AND pwd=b_pwd WHERE token = 5",
        "SELECT password = '' AND name = '' FROM t",
      })
  void inSqlOnlyLiteralsAreSecret(String sql) {
    assertThat(Redactor.redactedSql(sql)).isEqualTo(sql);
  }

  @Test
  void sqlHidesConnectionStringsInItsLiterals() {
    assertThat(Redactor.redactedSql("ATTACH 'host=db password=hush' AS pg; SELECT pwd = x"))
        .isEqualTo("ATTACH 'host=db password=***' AS pg; SELECT pwd = x");
  }

  /** Each is read a few times at most, however long the text and whatever it consists of. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "z",
        "zz.",
        "x://",
        "://",
        "x://a:",
        "x://a:b@",
        "password ",
        "password=",
        "password '",
        "password \"",
        "password $a$ ",
        "''",
        "\\'",
        "jdbc:oracle:",
        "identified by '",
        "bearer ",
        "'bearer ",
        "?sig=",
        "set password = ",
        "\"password\": ",
        "add_parquet_key(",
        " ",
        "$",
        "secret",
        "\n\t",
        "-",
        "password((",
        "password=''",
        "U&'",
        "password E'\\'",
        "aes_encrypt(",
        "private key-----",
        "a.secret.key.",
        "password={",
        "'authorization': ",
        "http://a",
        "'password' "
      })
  void readsGrowAsTheTextDoes(String piece) {
    long once = reads(piece.repeat(20_000));
    long twice = reads(piece.repeat(40_000));

    assertThat(twice).isLessThan(once * 5 / 2);
    assertThat(once).isLessThan(20_000L * 1000);
  }

  private static long reads(String text) {
    Counting counting = new Counting(text, new AtomicLong());
    Secrets.of(counting, false);
    return counting.reads().get();
  }

  /** Counts each character that is read. */
  private record Counting(String text, AtomicLong reads) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      reads.incrementAndGet();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      reads.addAndGet(end - start);
      return text.substring(start, end);
    }
  }
}
