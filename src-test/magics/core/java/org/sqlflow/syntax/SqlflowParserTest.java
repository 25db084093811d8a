package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.syntax.ColumnEntry.Argument;
import org.sqlflow.syntax.ColumnEntry.Call;
import org.sqlflow.syntax.ColumnEntry.Named;
import org.sqlflow.syntax.ColumnEntry.Pattern;
import org.sqlflow.syntax.ColumnEntry.Star;
import org.sqlflow.syntax.Statement.Attribute;
import org.sqlflow.syntax.Statement.ColumnClause;
import org.sqlflow.syntax.Statement.Evaluate;
import org.sqlflow.syntax.Statement.Explain;
import org.sqlflow.syntax.Statement.Predict;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.syntax.Statement.Train;

class SqlflowParserTest {
  @Test
  void theFoundingStatementRunsAsItStands() {
    Train train =
        train(
            """
            SELECT * FROM input_table
            TO TRAIN clusterModel
            WITH
                model.encode_units = [100, 7]
                model.n_clusters = 5
                model.run_pretrain = false
            COLUMN m1, m2, m3, m4, m5, m6, m7, m8, m9, m10
            USING existed_pretrain_model
            INTO my_cluster_model;
            """);

    assertThat(train.query())
        .isEqualTo(new StandardSql("SELECT * FROM input_table", new Position(0, 1, 1)));
    assertThat(train.estimator())
        .isEqualTo(new Name("clusterModel", false, new Position(35, 2, 10)));
    assertThat(train.attributes())
        .extracting(attribute -> attribute.name().text())
        .containsExactly("model.encode_units", "model.n_clusters", "model.run_pretrain");
    assertThat(values(train)).containsExactly(List.of(100L, 7L), 5L, false);
    assertThat(train.columns()).hasSize(1);
    assertThat(train.columns().get(0).entries())
        .extracting(entry -> ((Named) entry).column().text())
        .containsExactly("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10");
    assertThat(train.label()).isEmpty();
    assertThat(train.using()).map(Name::text).hasValue("existed_pretrain_model");
    assertThat(train.into().text()).isEqualTo("my_cluster_model");
    assertThat(train.text()).startsWith("SELECT *").endsWith("INTO my_cluster_model");
  }

  @Test
  void predictWritesAColumnOfATable() {
    Predict predict =
        (Predict) only("SELECT * FROM t TO PREDICT db.\"out put\".group_id USING team/m:v1.2-b");

    assertThat(predict.table()).extracting(Name::text).containsExactly("db", "out put");
    assertThat(predict.table()).extracting(Name::quoted).containsExactly(false, true);
    assertThat(predict.column().text()).isEqualTo("group_id");
    assertThat(predict.using().text()).isEqualTo("team/m:v1.2-b");
  }

  @Test
  void evaluateAndExplainMayGoIntoATable() {
    Evaluate evaluate = (Evaluate) only("SELECT 1 TO EVALUATE m INTO a.b.c LABEL class WITH x = 1");
    Explain explain = (Explain) only("SELECT 1 TO EXPLAIN m USING TreeExplainer");

    assertThat(evaluate.into()).extracting(Name::text).containsExactly("a", "b", "c");
    assertThat(evaluate.label()).map(Name::text).hasValue("class");
    assertThat(explain.using()).map(Name::text).hasValue("TreeExplainer");
    assertThat(explain.into()).isEmpty();
  }

  @Test
  void modelsAreShownDescribedAndDropped() {
    List<Statement> statements =
        SqlflowParser.parse(
            """
            show train db.m; SHOW MODELS; DROP MODEL m; drop model if exists `m 1`;
            DESCRIBE MODEL type; DESCRIBE MODEL TYPE clusterModel; DROP MODEL if
            """);

    assertThat(statements)
        .extracting(Statement::text)
        .containsExactly(
            "show train db.m",
            "SHOW MODELS",
            "DROP MODEL m",
            "drop model if exists `m 1`",
            "DESCRIBE MODEL type",
            "DESCRIBE MODEL TYPE clusterModel",
            "DROP MODEL if");
    assertThat(statements)
        .extracting(Object::getClass)
        .extracting(Class::getSimpleName)
        .containsExactly(
            "ShowTrain",
            "ShowModels",
            "DropModel",
            "DropModel",
            "DescribeModel",
            "DescribeType",
            "DropModel");
    assertThat((Statement.DropModel) statements.get(3))
        .extracting(Statement.DropModel::ifExists)
        .isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          1                         | 1
          -1                        | -1
          - 1                       | -1
          +2                        | 2
          9223372036854775807       | 9223372036854775807
          -9223372036854775808      | -9223372036854775808
          9223372036854775808       | 9.223372036854776E18
          .5                        | 0.5
          5.                        | 5.0
          -1.5e-3                   | -0.0015
          1e5                       | 100000.0
          TRUE                      | true
          False                     | false
          null                      | null
          adam                      | 'adam'
          iris.train_test_output    | 'iris.train_test_output'
          label                     | 'label'
          'it''s'                   | 'it's'
          'it\\'s'                  | 'it's'
          "it's"                    | 'it's'
          "a ""b"" c"               | 'a "b" c'
          "\\d+\\.\\w"              | '\\d+\\.\\w'
          'C:\\'                    | 'C:\\'
          ''                        | ''
          E'a\\tb\\\\\\''           | 'a\tb\\''
          $$it's$$                  | 'it's'
          $x$a$$b$x$                | 'a$$b'
          []                        | []
          [[1, 2], ['a', [.5]]]     | [[1, 2], ['a', [0.5]]]
          """)
  void aValueIsALiteral(String text, String value) {
    Train train = train("SELECT 1 TO TRAIN m WITH a = " + text + " b = 2 INTO x");

    assertThat(train.attributes()).hasSize(2);
    assertThat(shown(train.attributes().get(0).value())).isEqualTo(value);
  }

  @Test
  void attributesAreSeparatedByCommasOrByNothing() {
    assertThat(values(train("SELECT 1 TO TRAIN m WITH a=1, b=x c='y'\n\td=[2], INTO x")))
        .containsExactly(1L, "x", "y", List.of(2L));
  }

  @Test
  void clausesStandInAnyOrder() {
    Train train =
        train("SELECT 1 TO TRAIN e INTO m LABEL l COLUMN a FOR x USING u COLUMN b FOR y WITH c=1");

    assertThat(train.into().text()).isEqualTo("m");
    assertThat(train.label()).map(Name::text).hasValue("l");
    assertThat(train.using()).map(Name::text).hasValue("u");
    assertThat(train.columns())
        .extracting(ColumnClause::target)
        .extracting(Optional::orElseThrow)
        .extracting(Name::text)
        .containsExactly("x", "y");
    assertThat(values(train)).containsExactly(1L);
  }

  @Test
  void aKeywordIsANameWhereANameStands() {
    Train train =
        train(
            """
            SELECT 1 TO TRAIN column WITH label = column into = 2 train = using
            COLUMN limit, for, into, label FOR using LABEL label USING with INTO into\
            """);

    assertThat(train.estimator().text()).isEqualTo("column");
    assertThat(values(train)).containsExactly("column", 2L, "using");
    assertThat(train.columns().get(0).entries())
        .extracting(entry -> ((Named) entry).column().text())
        .containsExactly("limit", "for", "into", "label");
    assertThat(train.columns().get(0).target()).map(Name::text).hasValue("using");
    assertThat(train.label()).map(Name::text).hasValue("label");
    assertThat(train.using()).map(Name::text).hasValue("with");
    assertThat(train.into().text()).isEqualTo("into");
  }

  @Test
  void columnsAreNamedMatchedAndComputed() {
    List<ColumnEntry> entries =
        train(
                """
                SELECT 1 TO TRAIN e COLUMN
                  a, t."b c", `d`, "m[0-9]+", 'n.*', *, * EXCEPT (id, "the date"), * exclude (x),
                  BUCKET(DENSE(a, 1), [-1, .5]), CROSS([a, "b.*", LOG(c)], 64, true, ',')
                INTO m\
                """)
            .columns()
            .get(0)
            .entries();

    assertThat(entries).hasSize(10);
    assertThat(((Named) entries.get(1)).parts()).extracting(Name::text).containsExactly("t", "b c");
    assertThat(((Named) entries.get(2)).column().quoted()).isTrue();
    assertThat(((Pattern) entries.get(3)).regex()).isEqualTo("m[0-9]+");
    assertThat(((Pattern) entries.get(4)).regex()).isEqualTo("n.*");
    assertThat(((Star) entries.get(5)).except()).isEmpty();
    assertThat(((Star) entries.get(6)).except())
        .extracting(Name::text)
        .containsExactly("id", "the date");
    assertThat(((Star) entries.get(7)).except()).extracting(Name::text).containsExactly("x");
    assertThat(shown(entries.get(8))).isEqualTo("BUCKET(DENSE(a, 1), [-1, 0.5])");
    assertThat(shown(entries.get(9))).isEqualTo("CROSS([a, /b.*/, LOG(c)], 64, true, ',')");
  }

  @Test
  void aLabelKeepsItsDots() {
    assertThat(train("SELECT 1 TO TRAIN e LABEL employee.salary INTO m").label())
        .hasValue(new Name("employee.salary", false, new Position(26, 1, 27)));
    assertThat(train("SELECT 1 TO TRAIN e LABEL \"employee.salary\" INTO m").label())
        .hasValue(new Name("employee.salary", true, new Position(26, 1, 27)));
    assertThat(train("SELECT 1 TO TRAIN e LABEL 'class' INTO m").label())
        .hasValue(new Name("class", true, new Position(26, 1, 27)));
  }

  @Test
  void aCommentEndsAName() {
    assertThat(train("SELECT 1 TO TRAIN a/b/* c */INTO m--note").into().text()).isEqualTo("m");
  }

  @Test
  void positionsCountCodePointsFromTheLineStart() {
    List<Statement> statements =
        SqlflowParser.parse("SELECT '😀';\r\n\tSELECT '模' TO EXPLAIN m;\rSHOW TRAIN x");

    assertThat(statements)
        .extracting(Statement::position)
        .containsExactly(new Position(0, 1, 1), new Position(15, 2, 2), new Position(40, 3, 1));
    assertThat(((Explain) statements.get(1)).model().position()).isEqualTo(new Position(37, 2, 24));
  }

  @Test
  void aSubqueryIsClosedBehindItsLastComment() {
    Explain explain = (Explain) only("SELECT 1 -- one\nTO EXPLAIN m");

    assertThat(explain.query().text()).isEqualTo("SELECT 1 -- one");
  }

  @Test
  void anErrorStopsTheWholeCell() {
    assertThatThrownBy(() -> SqlflowParser.parse("SELECT 1; SELECT 2 TO TRAIN; SELECT 3"))
        .isInstanceOf(SyntaxException.class);
  }

  private static Statement only(String cell) {
    List<Statement> statements = SqlflowParser.parse(cell);
    assertThat(statements).hasSize(1);
    return statements.get(0);
  }

  private static Train train(String cell) {
    return (Train) only(cell);
  }

  private static List<Object> values(Train train) {
    return train.attributes().stream().map(Attribute::value).map(SqlflowParserTest::plain).toList();
  }

  private static Object plain(Value value) {
    if (value instanceof Value.Whole whole) {
      return whole.value();
    }
    if (value instanceof Value.Real real) {
      return real.value();
    }
    if (value instanceof Value.Truth truth) {
      return truth.value();
    }
    if (value instanceof Value.Text text) {
      return text.value();
    }
    return ((Value.Items) value).values().stream().map(SqlflowParserTest::plain).toList();
  }

  private static String shown(Value value) {
    if (value instanceof Value.Null) {
      return "null";
    }
    if (value instanceof Value.Items items) {
      return items.values().stream().map(SqlflowParserTest::shown).toList().toString();
    }
    return value instanceof Value.Text text ? "'" + text.value() + "'" : plain(value).toString();
  }

  private static String shown(ColumnEntry entry) {
    if (entry instanceof Call call) {
      List<String> arguments = call.arguments().stream().map(SqlflowParserTest::shown).toList();
      return call.function() + "(" + String.join(", ", arguments) + ")";
    }
    return entry instanceof Pattern pattern
        ? "/" + pattern.regex() + "/"
        : ((Named) entry).column().text();
  }

  private static String shown(Argument argument) {
    if (argument instanceof Argument.Group group) {
      return group.items().stream().map(SqlflowParserTest::shown).toList().toString();
    }
    return argument instanceof Argument.Entry entry
        ? shown(entry.entry())
        : shown(((Argument.Literal) argument).value());
  }
}
