package org.sqlflow.models.supervised;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Assessment;
import org.sqlflow.models.Assessment.Measure;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.LabelledRows;
import org.sqlflow.models.RegressionModel;
import org.sqlflow.models.Target;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.classification.ClassMetric;
import org.sqlflow.models.regression.NumberMetric;

/** Judges a model by rows that it did not learn from, compared with the simplest models. */
final class Assessor {
  static final String ACCURACY = ClassMetric.ACCURACY.title();
  static final String RMSE = NumberMetric.RMSE.title();
  static final String R2 = NumberMetric.R2.title();

  /** A linear model needs no more rows. */
  private static final int MOST_FOR_LINEAR = 20_000;

  /** A comparison model that takes longer gets fewer iterations, but not fewer than these. */
  private static final long MOST_OPERATIONS = 5_000_000_000L;

  private static final int FEWEST = 20;

  private static final LinearFit.Settings LINEAR = new LinearFit.Settings(0, 1, 200);

  /** Where the usual class has a larger share, accuracy says little. */
  private static final double UNEVEN = 0.8;

  /** The greatest loss of a row; with more, one row would decide the mean of all. */
  private static final double MOST_LOSS = 10;

  private final AttributeValues attributes;
  private final PlainNumbers numbers;
  private final CancellationCheck cancellation;

  Assessor(TrainingSet set, CancellationCheck cancellation) {
    this.attributes = set.attributes();
    this.numbers = new PlainNumbers(set.encoding(), set.rows().columns());
    this.cancellation = cancellation;
  }

  Assessment assess(Learner.Learned learned, Split split, boolean isLinear) {
    Guesses training = guesses(learned, split.training());
    Optional<Guesses> validation = split.validation().map(part -> guesses(learned, part));
    Optional<Guesses> linear =
        isLinear || split.validation().isEmpty()
            ? Optional.empty()
            : Optional.of(linear(split.training(), split.validation().get()));
    Optional<Guesses> baseline =
        split.validation().map(part -> baseline(split.training().target(), part.count()));
    Target trained = split.training().target();
    Optional<Target> other = split.validation().map(LabelledRows::target);
    List<Measure> measures = new ArrayList<>();
    for (Metric metric : metrics(trained)) {
      measures.add(
          new Measure(
              metric.title(),
              metric.of(trained, training),
              score(metric, other, validation),
              score(metric, other, baseline),
              score(metric, other, linear),
              metric.higherIsBetter()));
    }
    double[] lead = {Double.NaN, Double.NaN};
    if (linear.isPresent()) {
      lead = lead(losses(other.get(), linear.get()), losses(other.get(), validation.orElseThrow()));
    }
    return new Assessment(
        split.source(),
        split.validation().map(LabelledRows::count).orElse(0),
        measures,
        linear.isPresent(),
        lead[0],
        lead[1],
        learned.curves(),
        learned.curves().isEmpty() ? 0 : learned.steps());
  }

  /** Predictions of some rows. */
  private sealed interface Guesses {
    /** Of classes. */
    record Classes(int[] codes, Optional<Matrix> probabilities) implements Guesses {}

    /** Of numbers. */
    record Numbers(double[] values) implements Guesses {}
  }

  /** A score of either task. */
  private record Metric(Optional<ClassMetric> ofClasses, Optional<NumberMetric> ofNumbers) {
    String title() {
      return ofClasses.map(ClassMetric::title).orElseGet(() -> ofNumbers.orElseThrow().title());
    }

    boolean higherIsBetter() {
      return ofClasses
          .map(ClassMetric::higherIsBetter)
          .orElseGet(() -> ofNumbers.orElseThrow().higherIsBetter());
    }

    double of(Target target, Guesses guesses) {
      if (target instanceof Target.Classes classes) {
        Guesses.Classes own = (Guesses.Classes) guesses;
        return ofClasses
            .orElseThrow()
            .of(classes.codes(), own.codes(), classes.names().size(), own.probabilities());
      }
      return ofNumbers
          .orElseThrow()
          .of(((Target.Numbers) target).values(), ((Guesses.Numbers) guesses).values());
    }
  }

  /** The metrics that the user asks for, or the usual ones; the first is always the usual first. */
  private List<Metric> metrics(Target target) {
    List<String> wanted =
        attributes.words(SupervisedAttributes.VALIDATION_METRICS).orElse(List.of());
    if (target instanceof Target.Classes) {
      Set<ClassMetric> all = new LinkedHashSet<>(List.of(ClassMetric.ACCURACY));
      wanted.forEach(word -> ClassMetric.named(word).ifPresent(all::add));
      if (wanted.isEmpty()) {
        all.addAll(
            List.of(
                ClassMetric.AUC,
                ClassMetric.LOG_LOSS,
                ClassMetric.PRECISION,
                ClassMetric.RECALL,
                ClassMetric.F1));
      }
      return all.stream().map(m -> new Metric(Optional.of(m), Optional.empty())).toList();
    }
    Set<NumberMetric> all = new LinkedHashSet<>(List.of(NumberMetric.RMSE));
    wanted.forEach(word -> NumberMetric.named(word).ifPresent(all::add));
    all.addAll(
        wanted.isEmpty() ? List.of(NumberMetric.MAE, NumberMetric.R2) : List.of(NumberMetric.R2));
    return all.stream().map(m -> new Metric(Optional.empty(), Optional.of(m))).toList();
  }

  private static double score(Metric metric, Optional<Target> target, Optional<Guesses> guesses) {
    return guesses.map(known -> metric.of(target.orElseThrow(), known)).orElse(Double.NaN);
  }

  private static Guesses guesses(Learner.Learned learned, LabelledRows part) {
    if (learned.model() instanceof ClassificationModel model) {
      Optional<Matrix> probabilities = model.probabilities(part.rows());
      return new Guesses.Classes(
          probabilities.map(ClassOutputs::likeliest).orElseGet(() -> model.classify(part.rows())),
          probabilities);
    }
    return new Guesses.Numbers(((RegressionModel) learned.model()).estimate(part.rows()));
  }

  /** Always the most frequent class, with the classes' shares as probabilities; or the mean. */
  private static Guesses baseline(Target trained, int rows) {
    if (trained instanceof Target.Classes classes) {
      long[] sizes = classes.sizes();
      int most = 0;
      for (int code = 1; code < sizes.length; code++) {
        most = sizes[code] > sizes[most] ? code : most;
      }
      float[] shares = new float[Math.multiplyExact(rows, sizes.length)];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = (float) sizes[i % sizes.length] / classes.rows();
      }
      int[] codes = new int[rows];
      Arrays.fill(codes, most);
      return new Guesses.Classes(codes, Optional.of(new Matrix(rows, sizes.length, shares)));
    }
    double[] values = new double[rows];
    Arrays.fill(
        values, Arrays.stream(((Target.Numbers) trained).values()).average().orElse(Double.NaN));
    return new Guesses.Numbers(values);
  }

  private Guesses linear(LabelledRows training, LabelledRows validation) {
    int step = Math.max(1, (int) Math.ceil((double) training.count() / MOST_FOR_LINEAR));
    LabelledRows some =
        step == 1
            ? training
            : training.only(
                IntStream.range(0, training.count()).filter(row -> row % step == 0).toArray());
    Matrix plain = numbers.of(some.rows());
    int[] varying = varying(plain);
    plain = only(plain, varying);
    float[] means = means(plain);
    Matrix rows = filled(plain, means);
    Matrix others = filled(only(numbers.of(validation.rows()), varying), means);
    long outputs = some.target() instanceof Target.Classes classes ? classes.names().size() : 1;
    long most = MOST_OPERATIONS / Math.max(1, 4L * rows.values().length * outputs);
    LinearFit.Settings settings =
        new LinearFit.Settings(
            LINEAR.l1(), LINEAR.l2(), (int) Math.max(FEWEST, Math.min(LINEAR.iterations(), most)));
    if (some.target() instanceof Target.Classes classes) {
      double[] weights = new double[classes.names().size()];
      Arrays.fill(weights, 1);
      Matrix probabilities =
          LinearFit.classes(rows, classes, weights, settings, cancellation).probabilities(others);
      return new Guesses.Classes(ClassOutputs.likeliest(probabilities), Optional.of(probabilities));
    }
    NumberScale scale = NumberScale.of(((Target.Numbers) some.target()).values());
    LinearFit fit =
        LinearFit.numbers(
            rows, scale.scaled(((Target.Numbers) some.target()).values()), settings, cancellation);
    return new Guesses.Numbers(scale.original(fit.sums(others)));
  }

  /** The columns with more than one value: of many words, most are in none of the rows. */
  private static int[] varying(Matrix rows) {
    return IntStream.range(0, rows.columns())
        .filter(
            c -> {
              for (int row = 1; row < rows.rows(); row++) {
                if (rows.at(row, c) != rows.at(0, c)) {
                  return true;
                }
              }
              return false;
            })
        .toArray();
  }

  private static Matrix only(Matrix rows, int[] columns) {
    if (columns.length == rows.columns() || columns.length == 0) {
      return rows;
    }
    float[] values = new float[rows.rows() * columns.length];
    for (int row = 0; row < rows.rows(); row++) {
      for (int c = 0; c < columns.length; c++) {
        values[row * columns.length + c] = rows.at(row, columns[c]);
      }
    }
    return new Matrix(rows.rows(), columns.length, values);
  }

  private static float[] means(Matrix rows) {
    float[] means = new float[rows.columns()];
    for (int c = 0; c < means.length; c++) {
      double sum = 0;
      int count = 0;
      for (int row = 0; row < rows.rows(); row++) {
        if (!Float.isNaN(rows.at(row, c))) {
          sum += rows.at(row, c);
          count++;
        }
      }
      means[c] = count == 0 ? 0 : (float) (sum / count);
    }
    return means;
  }

  /** A linear model takes the mean for what is missing. */
  private static Matrix filled(Matrix rows, float[] means) {
    boolean any = false;
    for (float value : rows.values()) {
      any |= Float.isNaN(value);
    }
    if (!any) {
      return rows;
    }
    float[] values = rows.values().clone();
    for (int at = 0; at < values.length; at++) {
      values[at] = Float.isNaN(values[at]) ? means[at % means.length] : values[at];
    }
    return new Matrix(rows.rows(), rows.columns(), values);
  }

  /** The loss of each row's prediction. */
  private static double[] losses(Target target, Guesses guesses) {
    double[] losses = new double[target.rows()];
    if (target instanceof Target.Classes classes) {
      Guesses.Classes own = (Guesses.Classes) guesses;
      double most = Arrays.stream(classes.sizes()).max().orElse(0) / (double) losses.length;
      for (int row = 0; row < losses.length; row++) {
        int code = classes.codes()[row];
        losses[row] =
            most > UNEVEN && own.probabilities().isPresent()
                ? Math.min(MOST_LOSS, -Math.log(own.probabilities().get().at(row, code)))
                : code == own.codes()[row] ? 0 : 1;
      }
    } else {
      double[] values = ((Target.Numbers) target).values();
      for (int row = 0; row < losses.length; row++) {
        losses[row] = Math.pow(((Guesses.Numbers) guesses).values()[row] - values[row], 2);
      }
    }
    return losses;
  }

  /** The mean of what the second saves, and two standard errors of it. */
  private static double[] lead(double[] first, double[] second) {
    int rows = first.length;
    double mean = 0;
    double squares = 0;
    for (int row = 0; row < rows; row++) {
      double saved = first[row] - second[row];
      double step = saved - mean;
      mean += step / (row + 1);
      squares += step * (saved - mean);
    }
    return new double[] {mean, 2 * Math.sqrt(squares / Math.max(1, rows - 1) / rows)};
  }
}
