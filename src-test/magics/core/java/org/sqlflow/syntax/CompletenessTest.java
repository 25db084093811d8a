package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sqlflow.syntax.Completeness.COMPLETE;
import static org.sqlflow.syntax.Completeness.INCOMPLETE;
import static org.sqlflow.syntax.Completeness.INVALID;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletenessTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-- a comment",
        "SELECT 1",
        "SELECT count(*) FROM t",
        "FROM t SELECT *",
        "SELECT t.order",
        "SELECT a AS \"FROM\"",
        "SELECT a,;",
        "SET x = ON",
        "SELECT * FROM t TO TRAIN clusterModel INTO m",
        "SELECT * FROM t TO TRAIN clusterModel WITH a = 1, INTO m;",
        "SHOW MODELS",
        "SHOW TRAIN m",
        "IMPORT MODEL 'm.zip'",
        "IMPORT MODEL 'm.zip' AS m;",
      })
  void whatCanRunIsComplete(String cell) {
    assertThat(Completeness.of(cell, LexicalRules.STANDARD)).isEqualTo(COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a",
        "SELECT \"a",
        "SELECT $$ a",
        "SELECT 1 /* a",
        "SELECT (1",
        "SELECT [1, 2",
        "SELECT",
        "SELECT *",
        "SELECT a,",
        "SELECT a FROM",
        "SELECT a FROM t WHERE a =",
        "SELECT a FROM t -- a comment\nWHERE",
        "SELECT * FROM t TO",
        "SELECT * FROM t TO TRAIN",
        "SELECT * FROM t TO TRAIN clusterModel",
        "SELECT * FROM t TO TRAIN clusterModel WITH",
        "SELECT * FROM t TO TRAIN clusterModel WITH a",
        "SELECT * FROM t TO TRAIN clusterModel WITH a =",
        "SELECT * FROM t TO TRAIN clusterModel WITH a = [1,",
        "SELECT * FROM t TO TRAIN clusterModel WITH a = 1, b",
        "SELECT * FROM t TO TRAIN clusterModel COLUMN a,",
        "SELECT * FROM t TO TRAIN clusterModel COLUMN DENSE(a",
        "SELECT * FROM t TO TRAIN clusterModel LABEL label INTO",
        "SELECT * FROM t TO PREDICT t.c\n",
        "SELECT 1; SHOW TRAIN",
        "DROP MODEL IF EXISTS",
        "IMPORT MODEL",
        "IMPORT MODEL 'm.zip' AS",
      })
  void whatWaitsForMoreIsIncomplete(String cell) {
    assertThat(Completeness.of(cell, LexicalRules.STANDARD)).isEqualTo(INCOMPLETE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t TO TRAIN clusterModel;",
        "SELECT * FROM t TO TRAIN clusterModel INOT m",
        "SELECT * FROM t TO TRAIN clusterModel WITH a = [1, 2 INTO m",
        "TO TRAIN clusterModel INTO m",
        "SHOW TRAIN;",
      })
  void whatMoreTextWouldNotFixIsInvalid(String cell) {
    assertThat(Completeness.of(cell, LexicalRules.STANDARD)).isEqualTo(INVALID);
  }
}
