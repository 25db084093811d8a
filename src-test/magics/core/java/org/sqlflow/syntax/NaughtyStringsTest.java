package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlflow.syntax.ColumnEntry.Named;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.syntax.Statement.Train;
import org.sqlflow.syntax.Value.Text;

/** Quoted names and strings hold any text. */
class NaughtyStringsTest {
  static Stream<String> strings() {
    return Cases.lines("naughty_strings.txt").stream().filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("strings")
  void comeBackFromQuotesAsTheyWere(String text) {
    String name = "\"" + text.replace("\"", "\"\"") + "\"";
    String backQuoted = "`" + text.replace("`", "``") + "`";
    String string = "'" + text.replace("'", "''") + "'";
    String cell =
        "SELECT %s AS %s FROM %s TO TRAIN %s WITH a = %s b = %s, c = [%s] COLUMN %s LABEL %s INTO %s"
            .formatted(
                string, name, backQuoted, name, string, name, string, backQuoted, name, backQuoted);

    Train train = (Train) SqlflowParser.parse(cell).get(0);

    assertThat(train.estimator()).extracting(Name::text, Name::quoted).containsExactly(text, true);
    assertThat(train.into().text()).isEqualTo(text);
    assertThat(train.label().orElseThrow().text()).isEqualTo(text);
    assertThat(((Named) train.columns().get(0).entries().get(0)).column().text()).isEqualTo(text);
    assertThat(train.attributes()).hasSize(3);
    assertThat(((Text) train.attributes().get(0).value()).value()).isEqualTo(text);
    assertThat(((Text) train.attributes().get(1).value()).value()).isEqualTo(text);
    assertThat(train.query().text()).isEqualTo(cell.substring(0, cell.indexOf(" TO TRAIN \"")));
  }

  @ParameterizedTest
  @MethodSource("strings")
  void passToTheDatabaseUntouched(String text) {
    String sql = "SELECT '" + text.replace("'", "''") + "' AS x -- " + text + ".";

    assertThat(SqlflowParser.parse(sql))
        .isEqualTo(List.of(new StandardSql(sql, new Position(0, 1, 1))));
  }
}
