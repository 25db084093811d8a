package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The statements of SQLFlow's own tests and tutorials for networks with a label, as they stand
 * there ({@code go/cmd/sqlflowserver/e2e_mysql_test.go}), on tables of the same columns.
 */
class SqlflowExamplesTest extends CellsTest {
  @BeforeEach
  void makeTables() {
    open();
    run(
        """
        CREATE SCHEMA iris; CREATE SCHEMA housing; CREATE SCHEMA titanic; CREATE SCHEMA text_cn;
        CREATE TABLE iris.train AS
        SELECT 5 + i % 3 + (i * 37 % 11) / 10.0 AS sepal_length, 3 - (i * 53 % 7) / 10.0 AS sepal_width,
               1.5 + 2 * (i % 3) + (i * 29 % 13) / 20.0 AS petal_length,
               0.2 + (i % 3) + (i * 41 % 5) / 10.0 AS petal_width, i % 3 AS class
        FROM range(60) r(i);
        CREATE TABLE iris.test AS SELECT * FROM iris.train LIMIT 20;
        CREATE TABLE housing.train AS
        SELECT i * 1.1 AS f4, i % 25 AS f9, 187 + i * 7 % 500 AS f10,
               5 + 2.5 * (i % 25) / 10 + i % 4 AS target
        FROM range(80) r(i);
        CREATE TABLE housing.test AS SELECT * FROM housing.train LIMIT 20;
        CREATE TABLE titanic.train AS
        SELECT ['male', 'female'][1 + i % 2] AS sex, ['S', 'C', 'Q'][1 + i % 3] AS embarked,
               1 + i % 3 AS pclass, 20 + i * 37 % 50 AS age,
               'Mr ' || ['Brown', 'Smith', 'Li'][1 + i * 7 % 3] AS name, i % 2 AS survived
        FROM range(80) r(i);
        CREATE TABLE text_cn.train AS
        SELECT (i % 3 * 100 + i * 7 % 50) || ',' || (900 + i * 13 % 90) AS news_title, i % 3 AS class_id
        FROM range(60) r(i)
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        SELECT * FROM iris.train
        TO TRAIN DNNClassifier
        WITH model.n_classes = 3, model.hidden_units = [10, 20],
             train.batch_size = 10, train.epoch = 6,
             train.max_steps = 200,
             train.save_checkpoints_steps=10,
             train.log_every_n_iter=20,
             validation.start_delay_secs=10, validation.throttle_secs=10
        COLUMN sepal_length, sepal_width, petal_length, petal_width
        LABEL class
        INTO m;
        """,
        """
        SELECT * FROM iris.train WHERE class<>2
        TO TRAIN sqlflow_models.DNNClassifier
        WITH
          model.n_classes = 2,
          model.hidden_units = [10, 10],
          train.batch_size = 1,
          validation.select = "SELECT * FROM iris.test WHERE class<>2",
          validation.metrics = "Accuracy,AUC,Precision,Recall",
          model.optimizer=RMSprop, optimizer.learning_rate=0.1
        LABEL class
        INTO m;
        """,
        """
        SELECT * FROM iris.train
        TO TRAIN sqlflow_models.DNNClassifier
        WITH model.n_classes = 3, model.hidden_units = [10, 20],
          validation.select="select * from iris.test", validation.steps=2,
          train.batch_size = 10, train.epoch=2
        COLUMN sepal_length, sepal_width, petal_length, petal_width
        LABEL class
        INTO m;
        """,
        """
        SELECT * FROM iris.train
        TO TRAIN DNNLinearCombinedClassifier
        WITH model.n_classes = 3, model.dnn_hidden_units = [10, 20], train.batch_size = 10,
          train.epoch = 2, model.dnn_optimizer=RMSprop, dnn_optimizer.learning_rate=0.01
        COLUMN sepal_length, sepal_width FOR linear_feature_columns
        COLUMN petal_length, petal_width FOR dnn_feature_columns
        LABEL class
        INTO m;
        """,
        """
        SELECT f9, target FROM housing.train
        TO TRAIN DNNRegressor WITH model.hidden_units = [10, 20]
        COLUMN EMBEDDING(CATEGORY_ID(f9, 1000), 2, "sum")
        LABEL target
        INTO m;
        """,
        """
        SELECT f9, f10, target FROM housing.train
        TO TRAIN DNNLinearCombinedRegressor WITH
            model.dnn_hidden_units = [10, 20]
        COLUMN EMBEDDING(CATEGORY_ID(f9, 25), 2, "sum") for dnn_feature_columns
        COLUMN INDICATOR(CATEGORY_ID(f10, 712)) for linear_feature_columns
        LABEL target
        INTO m;
        """,
        """
        SELECT * FROM housing.train
        TO TRAIN DNNRegressor WITH
            model.hidden_units = [10, 10],
            train.batch_size = 4,
            validation.select = "SELECT * FROM housing.test",
            validation.metrics = "MeanAbsoluteError,MeanAbsolutePercentageError,MeanSquaredError"
        LABEL target
        INTO m;
        """,
        """
        SELECT news_title, class_id
        FROM text_cn.train
        TO TRAIN DNNClassifier
        WITH model.n_classes = 3, model.hidden_units = [10, 20]
        COLUMN EMBEDDING(SPARSE(news_title,1000,COMMA),8,mean)
        LABEL class_id
        INTO m;
        """,
        """
        SELECT news_title, class_id
        FROM text_cn.train
        TO TRAIN DNNClassifier
        WITH model.n_classes = 3, model.hidden_units = [10, 20]
        COLUMN EMBEDDING(CATEGORY_ID(news_title,1000,COMMA),8,mean)
        LABEL class_id
        INTO m;
        """,
        """
        SELECT * FROM titanic.train
        TO TRAIN DNNClassifier
        WITH model.n_classes = 2, model.hidden_units = [8], train.epoch = 2
        COLUMN age, INDICATOR(sex), EMBEDDING(embarked, 2, sum), CATEGORY_HASH(name, 10),
          CROSS([sex, embarked], 6), INDICATOR(CATEGORY_ID(pclass, 4))
        LABEL survived
        INTO m;
        """
      })
  void aStatementOfSqlflowRunsAsItStands(String statement) {
    run(statement);

    assertThat(heard.notes()).contains("m (DNN", ") is trained and stored: ");
  }

  @Test
  void whatFollowsATrainingRunsToo() {
    run(
        "SELECT * FROM iris.train TO TRAIN DNNClassifier WITH model.n_classes = 3,"
            + " model.hidden_units = [10, 20], train.epoch = 3 LABEL class INTO"
            + " sqlflow_models.my_dnn_model");
    run("SELECT * FROM iris.test TO PREDICT iris.predict.class USING sqlflow_models.my_dnn_model;");
    assertThat(run("SELECT class FROM iris.predict").to_dataframe().rowCount()).isEqualTo(20);
    run(
        "SELECT * FROM iris.test TO EVALUATE sqlflow_models.my_dnn_model WITH"
            + " validation.metrics=\"Accuracy\" LABEL class INTO iris.scores;");
    assertThat(run("SELECT * FROM iris.scores").to_dataframe().rowCount()).isPositive();
    run("SHOW TRAIN sqlflow_models.my_dnn_model;");
  }

  @Test
  void aNumberOfClassesThatTheLabelExceedsIsRefused() {
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM iris.train TO TRAIN DNNClassifier WITH model.n_classes = 2 LABEL"
                        + " class INTO m"))
        .hasMessageStartingWith("line 2:54: the label has 3 classes (0, 1, 2), not 2: set");
  }
}
