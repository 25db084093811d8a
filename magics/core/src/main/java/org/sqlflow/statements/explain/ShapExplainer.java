package org.sqlflow.statements.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.Feature;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.math.Shuffle;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.Contributing;
import org.sqlflow.models.Model;
import org.sqlflow.models.RegressionModel;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Choice;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Truth;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.supervised.SampledShapley;
import org.sqlflow.report.charts.ContributionChart;
import org.sqlflow.report.words.ContributionReport;
import org.sqlflow.statements.ModelOnQuery;
import org.sqlflow.statements.StatementException;
import org.sqlflow.text.Text;

/**
 * USING shap: what each feature adds to each prediction. Exact where the model can compute it
 * (trees, linear models), otherwise approximated by random orders of the features. If the query has
 * the label, also how much worse the score gets when a feature's values are shuffled among the rows
 * (permutation importance, Breiman 2001).
 */
final class ShapExplainer implements Explainer {
  static final String NAME = "shap";
  private static final String PLOT = "shap.plot";
  private static final String ORDERS = "shap.orders";
  private static final String SORT = "summary.sort";
  private static final String ALPHA = "summary.alpha";

  private static final int MOST_ROWS = 100_000;
  private static final int BACKGROUND = 100;
  private static final int SHUFFLED_ROWS = 2000;
  private static final int SHUFFLES = 3;
  private static final long SEED = 42;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> aliases() {
    return List.of(
        "TreeExplainer",
        "LinearExplainer",
        "DeepExplainer",
        "KernelExplainer",
        "SamplingExplainer");
  }

  @Override
  public String meaning() {
    return "How much each feature adds to each prediction of a class or a number.";
  }

  @Override
  public List<AttributeDeclaration> attributes() {
    return List.of(
        AttributeDeclaration.of(
                PLOT,
                new Choice(List.of("both", "bar", "dot")),
                "both",
                "what to draw: a bar for each feature's mean, a dot for each row, or both")
            .alias("summary.plot_type", "shap_summary.plot_type"),
        AttributeDeclaration.of(
            ORDERS,
            new Whole(1, 10_000),
            8L,
            "random orders of the features for each row, where contributions are approximated:"
                + " more are more exact and take longer"),
        AttributeDeclaration.of(
                SORT, new Truth(), null, "for statements of SQLFlow; features are always sorted")
            .alias("shap_summary.sort"),
        AttributeDeclaration.of(ALPHA, new Real(0, 1), null, "for statements of SQLFlow; no effect")
            .alias("shap_summary.alpha"));
  }

  @Override
  public boolean isReport(List<String> columns) {
    return ContributionReport.isReport(columns);
  }

  @Override
  public Report explain(Explanation what) {
    ModelOnQuery source = what.source();
    Model model = source.model();
    if (!(model instanceof Contributing) && !SampledShapley.suits(model)) {
      throw new StatementException(
          source.stored().name()
              + " is of type "
              + source.stored().type()
              + ", and USING shap explains models that predict numbers or give probabilities of"
              + " classes",
          what.usingOrModel());
    }
    FeatureEncoding encoding = source.stored().encoding();
    Optional<ColumnRead> label = label(source, model);
    Seen seen = new Seen(encoding.width());
    ModelOnQuery.Seen notes =
        what.score(
            label.stream().toList(),
            part -> {
              seen.add(part.encoded().matrix());
              if (seen.rows > MOST_ROWS) {
                throw new StatementException(
                    Text.of(
                        "USING shap explains up to %,d rows at a time: take a part of them with"
                            + " LIMIT, or a sample",
                        MOST_ROWS),
                    what.statement().query().position());
              }
              label.ifPresent(
                  read ->
                      seen.labels(
                          read.form() == ColumnRead.Form.TEXTS
                              ? part.batch().texts(read.column())
                              : texts(part.batch().doubles(read.column())),
                          part.from(),
                          part.encoded().rowOf()));
            });
    if (seen.rows == 0) {
      throw what.noRows();
    }
    return new Run(what, encoding, seen.matrix(), seen.labels, notes.notes()).report();
  }

  /** The label, if the query has it: classes as texts, or numbers. */
  private static Optional<ColumnRead> label(ModelOnQuery source, Model model) {
    boolean isClass = model instanceof ClassificationModel;
    return source
        .schema()
        .find(source.stored().history().label())
        .filter(column -> isClass || column.type().isNumeric())
        .map(
            column ->
                isClass
                    ? ColumnRead.texts(column.name()).in(source.schema())
                    : ColumnRead.numbers(column.name()));
  }

  /** Finite numbers as texts; null for others. */
  private static String[] texts(double[] numbers) {
    return Arrays.stream(numbers)
        .mapToObj(number -> Double.isFinite(number) ? Double.toString(number) : null)
        .toArray(String[]::new);
  }

  /** The rows of the query, encoded, with their labels; null for a row without one. */
  private static final class Seen {
    private final int width;
    private final List<float[]> parts = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private int rows;

    Seen(int width) {
      this.width = width;
    }

    void add(Matrix part) {
      parts.add(part.values());
      rows += part.rows();
    }

    void labels(String[] texts, int from, int[] rowOf) {
      for (int row = 0; row < rowOf.length; row++) {
        if (rowOf[row] >= 0) {
          labels.add(texts[from + row]);
        }
      }
    }

    Matrix matrix() {
      float[] values = new float[Math.multiplyExact(rows, width)];
      int at = 0;
      for (float[] part : parts) {
        System.arraycopy(part, 0, values, at, part.length);
        at += part.length;
      }
      return new Matrix(rows, width, values);
    }
  }

  /** One explanation. */
  private static final class Run {
    private final Explanation what;
    private final FeatureEncoding encoding;
    private final Matrix rows;
    private final List<String> labels;
    private final List<String> notes = new ArrayList<>();
    private final Model model;
    private final int[] groups;

    Run(
        Explanation what,
        FeatureEncoding encoding,
        Matrix rows,
        List<String> labels,
        List<String> notes) {
      this.what = what;
      this.encoding = encoding;
      this.rows = rows;
      this.labels = labels;
      this.notes.addAll(notes);
      this.model = what.source().model();
      this.groups =
          IntStream.range(0, encoding.features().size())
              .flatMap(i -> IntStream.generate(() -> i).limit(encoding.features().get(i).width()))
              .toArray();
    }

    Report report() {
      int[] codes = codes();
      double[][] values = values(codes);
      double[] shuffled = shuffled();
      List<ContributionChart.Feature> features = new ArrayList<>();
      int at = 0;
      for (int i = 0; i < encoding.features().size(); i++) {
        Feature feature = encoding.features().get(i);
        int group = i;
        features.add(
            new ContributionChart.Feature(
                feature.text(),
                Arrays.stream(values).mapToDouble(row -> row[group]).toArray(),
                original(feature, at),
                shuffled[i]));
        at += feature.width();
      }
      String plot = what.attributes().text(PLOT);
      List<String> classes =
          model instanceof ClassificationModel known && known.classes().size() > 2
              ? Arrays.stream(codes).mapToObj(known.classes().names()::get).toList()
              : List.of();
      ContributionReport report =
          new ContributionReport(
              what.source().stored().name(),
              unit(),
              features,
              Arrays.stream(values).mapToDouble(row -> row[row.length - 1]).toArray(),
              classes,
              !plot.equals("dot"),
              !plot.equals("bar"),
              sentences());
      return new Report(report.table(), report.outputs());
    }

    /**
     * The class that is explained for each row: the second of two classes, or the predicted one of
     * several.
     */
    private int[] codes() {
      int[] codes = new int[rows.rows()];
      if (model instanceof ClassificationModel classes) {
        if (classes.classes().size() > 2) {
          return classes.classify(rows);
        }
        Arrays.fill(codes, 1);
      }
      return codes;
    }

    private String unit() {
      if (model instanceof ClassificationModel classes) {
        return classes.classes().size() > 2
            ? "score of the predicted class"
            : "log odds of " + classes.classes().names().get(1);
      }
      return "in the label's unit";
    }

    /** For each row what each feature of the encoding adds, and last the base value. */
    private double[][] values(int[] codes) {
      int count = encoding.features().size();
      if (model instanceof Contributing exact) {
        double[][] all = exact.contributions(rows, codes);
        double[][] summed = new double[all.length][count + 1];
        for (int row = 0; row < all.length; row++) {
          for (int c = 0; c < groups.length; c++) {
            summed[row][groups[c]] += all[row][c];
          }
          summed[row][count] = all[row][groups.length];
        }
        return summed;
      }
      int shown = Math.min(BACKGROUND, rows.rows());
      int[] spread =
          IntStream.range(0, shown).map(i -> (int) ((long) i * rows.rows() / shown)).toArray();
      return new SampledShapley(model, groups, only(spread), what.attributes().whole(ORDERS), SEED)
          .of(rows, codes, what.listener());
    }

    private Matrix only(int[] chosen) {
      int width = rows.columns();
      float[] values = new float[chosen.length * width];
      for (int i = 0; i < chosen.length; i++) {
        System.arraycopy(rows.values(), chosen[i] * width, values, i * width, width);
      }
      return new Matrix(chosen.length, width, values);
    }

    /** The feature's values in the query's units; NaN where it is more than one number. */
    private double[] original(Feature feature, int at) {
      double[] values = new double[rows.rows()];
      for (int row = 0; row < values.length; row++) {
        values[row] = feature.width() == 1 ? feature.original(0, rows.at(row, at)) : Double.NaN;
      }
      return values;
    }

    private List<String> sentences() {
      List<String> all = new ArrayList<>(notes);
      boolean isExact = model instanceof Contributing;
      all.add(
          isExact
              ? "Contributions are exact: with the base value they add up to the prediction."
              : Text.of(
                  "Contributions are approximated by %d orders of the features for each row"
                      + " (%s); they add up exactly, and each has an error that falls with more"
                      + " orders.",
                  2 * what.attributes().whole(ORDERS), ORDERS));
      if (!labels.isEmpty()) {
        all.add(
            (model instanceof ClassificationModel
                    ? "Lost when shuffled: by how much the share of correct predictions falls"
                    : "Lost when shuffled: by how much the root mean squared error rises, in the"
                        + " label's unit,")
                + " when a feature's values are shuffled among the rows. Features with the same"
                + " information can replace each other, and then lose little.");
      }
      return all;
    }

    /** How much worse the score gets when each feature is shuffled; NaN without labels. */
    private double[] shuffled() {
      double[] lost = new double[encoding.features().size()];
      Arrays.fill(lost, Double.NaN);
      if (labels.size() != rows.rows()) {
        return lost;
      }
      int[] some =
          IntStream.range(0, rows.rows())
              .filter(row -> labels.get(row) != null)
              .limit(SHUFFLED_ROWS)
              .toArray();
      if (some.length < 2) {
        return lost;
      }
      Matrix own = only(some);
      double before = score(own, some);
      SplittableRandom random = new SplittableRandom(SEED);
      for (int group = 0; group < lost.length; group++) {
        what.listener().checkCancelled();
        double sum = 0;
        for (int i = 0; i < SHUFFLES; i++) {
          sum += before - score(permuted(own, group, random), some);
        }
        lost[group] = sum / SHUFFLES;
      }
      return lost;
    }

    private Matrix permuted(Matrix own, int group, SplittableRandom random) {
      int[] order = IntStream.range(0, own.rows()).toArray();
      Shuffle.shuffle(order, random);
      float[] values = own.values().clone();
      int width = own.columns();
      for (int row = 0; row < order.length; row++) {
        for (int c = 0; c < width; c++) {
          if (groups[c] == group) {
            values[row * width + c] = own.at(order[row], c);
          }
        }
      }
      return new Matrix(own.rows(), width, values);
    }

    /** The accuracy, or the negative root mean squared error. */
    private double score(Matrix own, int[] some) {
      if (model instanceof ClassificationModel classes) {
        int[] actual =
            classes
                .classes()
                .codes(Arrays.stream(some).mapToObj(labels::get).toArray(String[]::new));
        int[] predicted = classes.classify(own);
        int right = 0;
        for (int row = 0; row < actual.length; row++) {
          right += actual[row] == predicted[row] ? 1 : 0;
        }
        return (double) right / actual.length;
      }
      double[] predicted = ((RegressionModel) model).estimate(own);
      double sum = 0;
      for (int row = 0; row < some.length; row++) {
        sum += Math.pow(predicted[row] - Double.parseDouble(labels.get(some[row])), 2);
      }
      return -Math.sqrt(sum / some.length);
    }
  }
}
