package org.sqlflow.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a password consists of, it is hidden, and what stands around it is not. */
class RedactorPropertiesTest {
  /** Marked at both ends, so that not a part of it may stay. */
  @Provide
  static Arbitrary<String> passwords() {
    Arbitrary<String> telling =
        Arbitraries.of(
            "'", "''", "\"", "`", "\\", "@", ":", "/", "?&", ";", " ", "$$", "***", "\n");
    Arbitrary<String> letters = Arbitraries.strings().all().ofMaxLength(3);
    return Arbitraries.oneOf(telling, letters)
        .list()
        .ofMaxSize(8)
        .map(pieces -> "hush" + String.join("", pieces) + "hush");
  }

  @Property
  void asAStringOfSql(@ForAll("passwords") String password) {
    String string = "'" + password.replace("'", "''") + "'";
    hides("CREATE SECRET s (TYPE mysql, PASSWORD ", string, ", USER 'me')");
    hides("CREATE USER me IDENTIFIED BY ", string, " REQUIRE SSL");
    hides("SET s3_secret_access_key = ", string, "; SELECT 1");
  }

  @Property
  void inUrls(@ForAll("passwords") String password) {
    String encoded = URLEncoder.encode(password, UTF_8);
    hides("postgresql://me:", encoded, "@db.example/x?sslmode=require");
    hides("jdbc:mariadb://db/x?user=me&password=", encoded, "&ssl=true");
  }

  @Property
  void inConnectionStringsInsideStringsOfSql(@ForAll("passwords") String password) {
    String word = password.replaceAll("[\\s&;,'\")}\\]`$]", "x");
    hides("ATTACH 'host=db password=", word, " dbname=x' AS pg");
    String quoted = "''" + password.replaceAll("['$]", "x") + "''";
    hides("ATTACH 'host=db password=", quoted, " dbname=x' AS pg");
  }

  private static void hides(String before, String password, String behind) {
    String text = before + password + behind;

    assertThat(Redactor.redacted(text)).startsWith(before).endsWith(behind).doesNotContain("hush");
    assertThat(Redactor.veiled(text)).hasSameSizeAs(text).doesNotContain("hush");
  }
}
