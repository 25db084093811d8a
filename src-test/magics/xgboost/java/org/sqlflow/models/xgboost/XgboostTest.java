package org.sqlflow.models.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.Assessment;
import org.sqlflow.models.Blame;
import org.sqlflow.models.ClassNames;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.Contributing;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.RegressionModel;
import org.sqlflow.models.Target;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;

class XgboostTest {
  private static final int FEATURES = 3;
  private static final int ROWS = 300;

  private static Matrix rows() {
    SplittableRandom random = new SplittableRandom(9);
    float[] values = new float[ROWS * FEATURES];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) (4 * random.nextDouble() - 2);
    }
    return new Matrix(ROWS, FEATURES, values);
  }

  private static Target numbers(Matrix rows) {
    double[] values = new double[rows.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = 10 + 3 * rows.at(row, 0) * rows.at(row, 1);
    }
    return new Target.Numbers(values);
  }

  private static Target classes(Matrix rows, int count) {
    List<String> names = List.of("low", "middle", "high").subList(0, count);
    int[] codes = new int[rows.rows()];
    for (int row = 0; row < codes.length; row++) {
      double sum = rows.at(row, 0) * rows.at(row, 1);
      codes[row] = count == 2 ? (sum > 0 ? 1 : 0) : sum < -0.5 ? 0 : sum > 0.5 ? 2 : 1;
    }
    return new Target.Classes(codes, new ClassNames(names, false));
  }

  private static Estimator estimator(String name) {
    return Estimators.installed().find(name).orElseThrow();
  }

  private static Trained train(
      String name, Matrix rows, Target target, Map<String, Object> attributes) {
    return train(name, rows, target, attributes, Optional.empty());
  }

  private static Trained train(
      String name,
      Matrix rows,
      Target target,
      Map<String, Object> attributes,
      Optional<Model> base) {
    Estimator found = estimator(name);
    AttributeValues values = new AttributeDeclarations(found.attributes()).check(attributes);
    Estimator decided =
        found.forTraining(
            values,
            Optional.of(target instanceof Target.Classes ? ColumnType.TEXT : ColumnType.REAL));
    return decided.fit(
        new TrainingSet(
            rows,
            IntStream.range(0, rows.columns()).mapToObj(at -> "f" + at).toList(),
            Optional.of(target),
            values,
            base),
        TrainingContext.unattended());
  }

  private static Model stored(Model model) {
    return estimator(model.estimator().name()).restore(model.content());
  }

  @ParameterizedTest
  @ValueSource(strings = {"xgboost.gbtree", "xgboost.dart", "BoostedTreesRegressor"})
  void treesLearnWhatNoLinearModelCan(String name) {
    Trained trained = train(name, rows(), numbers(rows()), Map.of());

    Assessment assessment = trained.summary().findings().assessed();
    assertThat(assessment.rows()).isEqualTo(60);
    assertThat(assessment.verdict()).isEqualTo(Assessment.Verdict.BETTER);
    assertThat(assessment.measure("R2").orElseThrow().validation()).isGreaterThan(0.85);
    assertThat(assessment.measure("R2").orElseThrow().linear()).isLessThan(0.2);
    assertThat(trained.model().estimator().task()).isEqualTo(Task.REGRESSION);
  }

  @Test
  void storedTreesPredictTheSameAndASeedGivesTheSameTrees() {
    RegressionModel model =
        (RegressionModel) train("xgboost.gbtree", rows(), numbers(rows()), Map.of()).model();
    RegressionModel again =
        (RegressionModel) train("xgboost.gbtree", rows(), numbers(rows()), Map.of()).model();

    assertThat(((RegressionModel) stored(model)).estimate(rows()))
        .isEqualTo(model.estimate(rows()))
        .isEqualTo(again.estimate(rows()));
    assertThat(again.content().network()).isPresent();
    assertThat(again.content().network().get()).isEqualTo(model.content().network().get());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void classesHaveProbabilities(int count) {
    Trained trained =
        train("xgboost.gbtree", rows(), classes(rows(), count), Map.of("model.n_classes", 3L));

    ClassificationModel model = (ClassificationModel) stored(trained.model());
    Matrix probabilities = model.probabilities(rows()).orElseThrow();
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      for (int code = 0; code < count; code++) {
        sum += probabilities.at(row, code);
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
    Set<String> extra = Set.of("probability", "probabilities");
    assertThat(model.outputs("level", extra))
        .extracting(OutputColumn::name)
        .startsWith("level", "probability", "probability_low", "probability_middle")
        .hasSize(2 + count);
    assertThat(model.predict(rows(), extra)).hasSize(2 + count);
    int[] codes = ((ColumnVector.Ints) model.predict(rows(), Set.of()).get(0)).values();
    assertThat(codes).hasSize(ROWS).isEqualTo(model.classify(rows()));
    assertThat(model.outputs("level", Set.of()).get(0).values()).isEqualTo(model.classes().names());
    assertThat(
            trained.summary().findings().assessed().measure("accuracy").orElseThrow().validation())
        .isGreaterThan(0.85);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xgboost.gbtree", "xgboost.dart"})
  void aTrainingGoesOnFromTheRoundsThatWereKept(String name) {
    // Without samples, whose random numbers begin again.
    Map<String, Object> own =
        new LinkedHashMap<>(
            Map.of("validation.share", 0.0, "subsample", 1.0, "colsample_bynode", 1.0));
    own.put("train.num_boost_round", 5L);
    if (name.equals("xgboost.dart")) {
      own.put("rate_drop", 0.0);
    }
    Target target = numbers(rows());
    Model base = stored(train(name, rows(), target, own).model());
    Model ten = train(name, rows(), target, own, Optional.of(base)).model();
    own.put("train.num_boost_round", 10L);
    Model atOnce = train(name, rows(), target, own).model();

    double[] further = ((RegressionModel) stored(ten)).estimate(rows());
    double[] expected = ((RegressionModel) atOnce).estimate(rows());
    for (int row = 0; row < ROWS; row++) {
      assertThat(further[row]).isCloseTo(expected[row], within(1e-3));
    }
  }

  @Test
  void roundsThatDoNotCountAreCutBeforeATrainingGoesOn() {
    Target target = classes(rows(), 3);
    Map<String, Object> early =
        Map.of("train.num_boost_round", 200L, "train.early_stopping", 5L, "eta", 0.5);
    Model base = train("xgboost.gbtree", rows(), target, early).model();
    Trees trees = ((XgboostClassificationModel) base).trees();
    Trained further =
        train(
            "xgboost.gbtree",
            rows(),
            target,
            Map.of("train.num_boost_round", 3L, "eta", 1e-9, "validation.share", 0.0),
            Optional.of(
                new XgboostClassificationModel(
                    base.estimator(),
                    base.featureNames(),
                    ((ClassificationModel) base).classes(),
                    new Trees(trees.bytes(), 2))));

    Trees grown = ((XgboostClassificationModel) further.model()).trees();
    assertThat(grown.rounds()).isEqualTo(5);
    // Rounds of no weight: the same as the first two.
    float[][] first = new Trees(trees.bytes(), 2).predict(rows());
    float[][] all = grown.predict(rows());
    for (int row = 0; row < ROWS; row++) {
      assertThat(all[row]).containsExactly(first[row], within(1e-5f));
    }
  }

  @Test
  void aTrainingGoesOnFromItsOwnKindOfModelOnly() {
    Model trees = train("xgboost.gbtree", rows(), numbers(rows()), Map.of()).model();
    assertThatThrownBy(
            () -> train("xgboost.dart", rows(), numbers(rows()), Map.of(), Optional.of(trees)))
        .hasMessage(
            "xgboost.dart goes on from a model of xgboost.dart, and the model of USING is of type"
                + " xgboost.gbtree");
    assertThatThrownBy(
            () -> train("xgboost.gbtree", rows(), classes(rows(), 2), Map.of(), Optional.of(trees)))
        .hasMessage("the model of USING predicts numbers, not classes");
  }

  @Test
  void contributionsAddUpToTheLogarithmOfTheOdds() {
    ClassificationModel model =
        (ClassificationModel) train("xgboost.gbtree", rows(), classes(rows(), 2), Map.of()).model();
    int[] codes = new int[ROWS];
    Arrays.fill(codes, 1);

    double[][] contributions = ((Contributing) model).contributions(rows(), codes);
    Matrix probabilities = model.probabilities(rows()).orElseThrow();
    for (int row = 0; row < ROWS; row++) {
      double odds = Math.log(probabilities.at(row, 1) / probabilities.at(row, 0));
      assertThat(Arrays.stream(contributions[row]).sum()).isCloseTo(odds, within(1e-3));
    }
  }

  @Test
  void exactSplitsDrawNoFeaturesByNode() {
    Trained trained =
        train("xgboost.gbtree", rows(), numbers(rows()), Map.of("tree_method", "exact"));

    assertThat(trained.summary().attributesAsUsed()).containsEntry("colsample_bynode", 1.0);
    assertThat(
            blamed(
                () ->
                    train(
                        "xgboost.gbtree",
                        rows(),
                        numbers(rows()),
                        Map.of("tree_method", "exact", "colsample_bynode", 0.5))))
        .isEqualTo(new Blame.Attribute("colsample_bynode"));
    Map<String, Object> deep = Map.of("tree_method", "exact", "max_depth", 0L);
    assertThat(blamed(() -> train("xgboost.gbtree", rows(), numbers(rows()), deep)))
        .isEqualTo(new Blame.Attribute("max_depth"));
    Map<String, Object> shares = Map.of("objective", "reg:logistic");
    assertThat(blamed(() -> train("xgboost.gbtree", rows(), numbers(rows()), shares)))
        .isEqualTo(new Blame.Label());
  }

  /** The library counts trees where its methods speak of rounds. */
  @ParameterizedTest
  @ValueSource(strings = {"xgboost.gbtree", "xgboost.dart"})
  void severalTreesInARoundCountAsOneRound(String name) {
    Matrix rows = rows();
    Target target = numbers(rows);
    Trained trained = train(name, rows, target, Map.of("num_parallel_tree", 3L));
    RegressionModel model = (RegressionModel) stored(trained.model());

    assertThat(trained.summary().findings().assessed().measure("R2").orElseThrow().validation())
        .isGreaterThan(0.85);
    double[] predicted = model.estimate(rows);
    double[][] contributions = ((Contributing) model).contributions(rows, new int[ROWS]);
    for (int row = 0; row < ROWS; row++) {
      assertThat(Arrays.stream(contributions[row]).sum()).isCloseTo(predicted[row], within(1e-3));
    }
  }

  @Test
  void severalTreesInARoundAreAFormula() {
    Map<String, Object> several = Map.of("num_parallel_tree", 2L, "num_boost_round", 9L);
    Model numbers = stored(train("xgboost.gbtree", rows(), numbers(rows()), several).model());
    Model classes = stored(train("xgboost.gbtree", rows(), classes(rows(), 3), several).model());

    Formula.Trees formula = (Formula.Trees) Formulated.of(numbers).orElseThrow();
    double[] expected = ((RegressionModel) numbers).estimate(rows());
    int[] codes = ((ClassificationModel) classes).classify(rows());
    Formula.Likeliest likeliest = (Formula.Likeliest) Formulated.of(classes).orElseThrow();
    for (int row = 0; row < ROWS; row++) {
      float[] own = Arrays.copyOfRange(rows().values(), row * FEATURES, (row + 1) * FEATURES);
      assertThat(formula.of(own)[0]).isCloseTo(expected[row], within(1e-4));
      double[] sums = ((Formula.Trees) likeliest.sums()).of(own);
      int best = sums[1] > sums[0] ? 1 : 0;
      assertThat(sums[2] > sums[best] ? 2 : best).isEqualTo(codes[row]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xgboost.gbtree", "BoostedTreesRegressor"})
  void treesAreAFormulaThatComputesTheSame(String name) {
    Model model = stored(train(name, rows(), numbers(rows()), Map.of()).model());
    Formula.Trees formula = (Formula.Trees) Formulated.of(model).orElseThrow();
    Matrix rows = rows();
    for (int at = 0; at < rows.values().length; at += 7) {
      rows.values()[at] = Float.NaN;
    }

    double[] expected = ((RegressionModel) model).estimate(rows);
    for (int row = 0; row < ROWS; row++) {
      float[] own = Arrays.copyOfRange(rows.values(), row * FEATURES, (row + 1) * FEATURES);
      assertThat(formula.of(own)[0]).isCloseTo(expected[row], within(1e-4));
    }
    assertThat(formula.terms()).isGreaterThan(formula.trees().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void treesOfClassesAreAFormulaToo(int count) {
    ClassificationModel model =
        (ClassificationModel)
            train("xgboost.gbtree", rows(), classes(rows(), count), Map.of()).model();
    Formula.Likeliest formula = (Formula.Likeliest) Formulated.of(model).orElseThrow();

    assertThat(formula.classes()).hasSize(count);
    int[] expected = model.classify(rows());
    for (int row = 0; row < ROWS; row++) {
      float[] own = Arrays.copyOfRange(rows().values(), row * FEATURES, (row + 1) * FEATURES);
      double[] sums = ((Formula.Trees) formula.sums()).of(own);
      int best = count == 2 ? (sums[0] > 0 ? 1 : 0) : 0;
      for (int code = 1; code < sums.length; code++) {
        best = sums[code] > sums[best] ? code : best;
      }
      assertThat(best).isEqualTo(expected[row]);
    }
  }

  @Test
  void whatIsNoSumOfTreesIsNoFormula() {
    Target counts = new Target.Numbers(new SplittableRandom(3).doubles(ROWS, 0, 9).toArray());
    Map<String, Object> poisson = Map.of("objective", "count:poisson");

    assertThat(
            Formulated.of(
                train("xgboost.dart", rows(), numbers(rows()), Map.of("rate_drop", 0.5)).model()))
        .isEmpty();
    assertThat(Formulated.of(train("xgboost.gblinear", rows(), numbers(rows()), Map.of()).model()))
        .isEmpty();
    assertThat(Formulated.of(train("xgboost.gbtree", rows(), counts, poisson).model())).isEmpty();
  }

  @Test
  void contributionsOfNumbersAddUpToThem() {
    for (String name : List.of("xgboost.gbtree", "xgboost.gblinear")) {
      RegressionModel model =
          (RegressionModel) train(name, rows(), numbers(rows()), Map.of()).model();

      double[][] contributions = ((Contributing) model).contributions(rows(), new int[ROWS]);
      double[] predicted = model.estimate(rows());
      for (int row = 0; row < ROWS; row++) {
        assertThat(Arrays.stream(contributions[row]).sum()).isCloseTo(predicted[row], within(1e-3));
      }
    }
  }

  /**
   * Friedman 1991: five of ten features count. On tables like it, of some hundred rows with noise,
   * trees of six levels that see all rows and features learn the noise.
   */
  @Test
  void theDefaultsPredictNoisyRowsBetterThanXgboostsOwn() {
    Matrix rows = friedmans(400, 1);
    Target target = new Target.Numbers(friedmansLabels(rows, 2));
    Matrix others = friedmans(2000, 3);
    double[] labels = friedmansLabels(others, 4);
    Map<String, Object> own = Map.of("max_depth", 6L, "subsample", 1.0, "colsample_bynode", 1.0);

    double defaults = error(train("xgboost.gbtree", rows, target, Map.of()), others, labels);
    double xgboosts = error(train("xgboost.gbtree", rows, target, own), others, labels);
    assertThat(defaults).isLessThan(0.95 * xgboosts).isLessThan(2);
  }

  private static Matrix friedmans(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * 10];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextDouble();
    }
    return new Matrix(rows, 10, values);
  }

  /** With noise of deviation 1. */
  private static double[] friedmansLabels(Matrix rows, long seed) {
    Random random = new Random(seed);
    double[] labels = new double[rows.rows()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] =
          10 * Math.sin(Math.PI * rows.at(row, 0) * rows.at(row, 1))
              + 20 * Math.pow(rows.at(row, 2) - 0.5, 2)
              + 10 * rows.at(row, 3)
              + 5 * rows.at(row, 4)
              + random.nextGaussian();
    }
    return labels;
  }

  /** RMSE. */
  private static double error(Trained trained, Matrix rows, double[] labels) {
    double[] predicted = ((RegressionModel) trained.model()).estimate(rows);
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      sum += (predicted[row] - labels[row]) * (predicted[row] - labels[row]);
    }
    return Math.sqrt(sum / labels.length);
  }

  @Test
  void aMissingNumberIsAValueOfItsOwn() {
    Matrix all = rows();
    float[] values = all.values().clone();
    double[] target = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      if (row % 3 == 0) {
        values[row * 3 + 2] = Float.NaN;
        target[row] = 100;
      }
    }
    RegressionModel model =
        (RegressionModel)
            train(
                    "xgboost.gbtree",
                    new Matrix(ROWS, 3, values),
                    new Target.Numbers(target),
                    Map.of())
                .model();

    double[] predicted = model.estimate(new Matrix(ROWS, 3, values));
    assertThat(predicted[0]).isCloseTo(100, within(1.0));
    assertThat(predicted[1]).isCloseTo(0, within(1.0));
  }

  @Test
  void errorsNameThePartOfTheStatementThatIsWrong() {
    Target below = new Target.Numbers(IntStream.range(0, ROWS).mapToDouble(i -> i - 9).toArray());
    Target large =
        new Target.Numbers(IntStream.range(0, ROWS).mapToDouble(i -> i * 1e17).toArray());

    assertThat(
            blamed(() -> train("xgboost.gbtree", rows(), below, Map.of("objective", "reg:gamma"))))
        .isEqualTo(new Blame.Label());
    assertThat(blamed(() -> train("xgboost.gbtree", rows(), large, Map.of())))
        .isEqualTo(new Blame.Label());
    assertThat(
            blamed(
                () ->
                    train(
                        "xgboost.gbtree",
                        rows(),
                        classes(rows(), 3),
                        Map.of("eval_metric", "rmse"))))
        .isEqualTo(new Blame.Attribute("eval_metric"));
    assertThatThrownBy(
            () -> train("xgboost.gbtree", rows(), numbers(rows()), Map.of("eval_metric", "auc")))
        .hasMessageStartingWith(
            "auc is a score of classes, and this model predicts numbers: set eval_metric to one of"
                + " rmse, ");
    Estimator trees = estimator("xgboost.gbtree");
    AttributeValues none = new AttributeDeclarations(trees.attributes()).check(Map.of());
    assertThat(blamed(() -> trees.forTraining(none, Optional.of(ColumnType.INTEGER))))
        .isEqualTo(new Blame.Estimator());
  }

  private static Blame blamed(ThrowingCallable training) {
    return catchThrowableOfType(ModelException.class, training).blame().orElseThrow();
  }

  @Test
  void theObjectiveOrTheLabelDecidesOnTheTask() {
    Estimator trees = estimator("xgboost.gbtree");
    AttributeDeclarations declared = new AttributeDeclarations(trees.attributes());
    AttributeValues none = declared.check(Map.of());
    AttributeValues poisson = declared.check(Map.of("objective", "count:poisson"));

    assertThat(trees.forTraining(none, Optional.of(ColumnType.TEXT)).task())
        .isEqualTo(Task.CLASSIFICATION);
    assertThat(trees.forTraining(none, Optional.of(ColumnType.TIME)).task())
        .isEqualTo(Task.CLASSIFICATION);
    assertThat(trees.forTraining(poisson, Optional.of(ColumnType.INTEGER)).task())
        .isEqualTo(Task.REGRESSION);
    assertThatThrownBy(() -> trees.forTraining(none, Optional.of(ColumnType.INTEGER)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("whole numbers can be both: set objective = 'multi:softprob'");
    Estimator classifier = estimator("BoostedTreesClassifier");
    assertThatThrownBy(
            () ->
                classifier.forTraining(
                    new AttributeDeclarations(classifier.attributes())
                        .check(Map.of("objective", "reg:squarederror")),
                    Optional.of(ColumnType.INTEGER)))
        .hasMessageContaining("is for classes, and the objective is not");
    assertThatThrownBy(
            () ->
                train(
                    "xgboost.gbtree",
                    rows(),
                    classes(rows(), 3),
                    Map.of("objective", "binary:logistic")))
        .hasMessage(
            "binary:logistic is for two classes, and the label has 3: set objective ="
                + " 'multi:softprob'");
    assertThatThrownBy(
            () -> train("xgboost.gbtree", rows(), classes(rows(), 3), Map.of("num_class", 2L)))
        .hasMessageStartingWith("the label has 3 classes (low, middle, high), not 2");
  }

  @Test
  void attributesOfSqlflowAreTakenAndToldWhereTheyDoNothing() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("n_trees", 7L);
    attributes.put("learning_rate", 0.4);
    attributes.put("model.max_depth", 2L);
    attributes.put("eval_metric", "accuracy_score");
    attributes.put("model.center_bias", true);
    attributes.put("train.batch_size", 100L);
    attributes.put("validation.share", 0.0);

    Trained trained = train("BoostedTreesClassifier", rows(), classes(rows(), 2), attributes);

    assertThat(trained.summary().attributesAsUsed())
        .containsEntry("train.num_boost_round", 7)
        .containsEntry("eta", 0.4)
        .containsEntry("max_depth", 2L)
        .doesNotContainKey("train.batch_size");
    assertThat(trained.summary().notes())
        .contains(
            "train.batch_size has no effect: each tree learns from all rows.",
            "model.center_bias has no effect: base_score is fitted to the label.");
    assertThat(trained.summary().findings().assessed().isMeasured()).isFalse();
    assertThat(trained.summary().findings().assessed().curves().get(0).name())
        .isEqualTo("accuracy");
  }
}
