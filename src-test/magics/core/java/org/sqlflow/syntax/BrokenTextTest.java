package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, the parser reads it or names a place in it. */
class BrokenTextTest {
  private static final String SOUND =
      """
      -- groups of customers
      SELECT a, 'it''s' AS "b c" FROM t /* all */ WHERE x IN (1, 2)
      TO TRAIN team/clusterModel:v1
      WITH
        model.encode_units = [100, 7], model.run_pretrain = false train.scale = 'robust'
        model.rate = -1.5e-3,
      COLUMN * EXCEPT (id), "m[0-9]+", BUCKET(DENSE(`c d`, 1, ','), [-1, 0.5]) FOR one
      COLUMN t.e FOR two
      LABEL "the group"
      USING existed_pretrain_model
      INTO my_cluster_model;
      SELECT * FROM t TO PREDICT s.t.c WITH predict.extra_outputs = distance USING m;
      SELECT * FROM t TO EVALUATE m LABEL c INTO db.t;
      SELECT $$ TO TRAIN x $$ TO EXPLAIN m USING e INTO t;
      SHOW TRAIN m; SHOW MODELS; DROP MODEL IF EXISTS m; DESCRIBE MODEL TYPE clusterModel
      """;

  @Test
  void theSoundTextIsSound() {
    assertThat(SqlflowParser.parse(SOUND)).hasSize(8);
  }

  @Test
  void everyPrefixOfEveryStatementParsesOrNamesAPlace() {
    List<String> cells = new ArrayList<>(List.of(SOUND));
    Cases.parserCases().stream()
        .map(
            row ->
                row.statement().startsWith("TO") ? "SELECT 1 " + row.statement() : row.statement())
        .forEach(cells::add);
    for (String cell : cells) {
      for (int end = 0; end <= cell.length(); end++) {
        parsesOrNamesAPlace(cell.substring(0, end));
      }
    }
  }

  @Test
  void anOperationWithoutAQueryBehindAnotherStatementNamesAPlace() {
    parsesOrNamesAPlace("SELECT 1;\nTO TRAINN clusterModel INTO m");
    parsesOrNamesAPlace("SELECT 1; TO RUN x");
  }

  @Test
  void noiseParsesOrNamesAPlace() {
    Random random = new Random(7);
    String noise = "'\"`$;()[]{}*,.=+-/\\ \n\tTOtrainINTO_9é模😀\u200b\u0000";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(SOUND);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(text.length());
        int length = Math.min(text.length() - at, random.nextInt(6));
        int from = random.nextInt(noise.length() - 2);
        text.replace(at, at + length, noise.substring(from, from + 1 + random.nextInt(2)));
      }
      parsesOrNamesAPlace(text.toString());
    }
  }

  private static void parsesOrNamesAPlace(String text) {
    try {
      for (Statement statement : SqlflowParser.parse(text)) {
        int start = statement.position().offset();
        assertThat(text.startsWith(statement.text(), start)).isTrue();
        assertThat(statement.text()).isNotBlank();
      }
    } catch (SyntaxException e) {
      assertThat(e.position()).isEqualTo(Position.of(text, e.position().offset()));
      assertThat(e.getMessage()).isNotBlank();
      assertThat(SourceLine.of(text, e.position())).endsWith("^");
    }
  }
}
