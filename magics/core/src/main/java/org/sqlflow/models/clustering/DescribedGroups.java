package org.sqlflow.models.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.math.RowParts;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.clusters.GroupDistances;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.drift.TrainingRange;
import org.sqlflow.models.training.PredictionInput;
import org.sqlflow.text.Text;

/**
 * A clustering model with what is stored beside it, which adds outputs to its predictions: the next
 * group, how clear the choice is, how unusual the row is, why it is in its group, and the group's
 * name. Used by one thread at a time.
 */
public final class DescribedGroups implements ClusteringModel {
  /** The group that a row would belong to next: INTEGER. */
  public static final String SECOND_GROUP = "second_group";

  /** How clearly a row belongs to its own group: DOUBLE, from 0 to 1. */
  public static final String MARGIN = "margin";

  /** The share of the group's training rows that are nearer to the group: DOUBLE, from 0 to 1. */
  public static final String ANOMALY = "anomaly";

  /** The features that put a row into its group: TEXT. */
  public static final String REASON = "reason";

  /** Whether {@link #ANOMALY} reaches a threshold: BOOLEAN. */
  public static final String IS_ANOMALY = "is_anomaly";

  private static final List<String> OWN = List.of(SECOND_GROUP, MARGIN, ANOMALY, REASON);

  private final ClusteringModel model;
  private final FeatureEncoding encoding;
  private final TrainingRange range;
  private final GroupDistances distances;
  private final GroupNames names;
  private final Wanted wanted;
  private GroupReasons reasons;

  /**
   * What a statement asks for beside extra outputs.
   *
   * @param names whether a column has the groups' names
   * @param threshold from which share on a row is an anomaly; empty without {@link #IS_ANOMALY}
   */
  public record Wanted(boolean names, OptionalDouble threshold) {
    /** Nothing. */
    public static final Wanted NOTHING = new Wanted(false, OptionalDouble.empty());
  }

  /**
   * A model with what is stored beside it.
   *
   * @param range the range of its training's rows, and the groups' centres
   * @param distances the distances of these rows from their groups
   * @param names the names that users gave the groups
   */
  public DescribedGroups(
      ClusteringModel model,
      FeatureEncoding encoding,
      TrainingRange range,
      GroupDistances distances,
      GroupNames names,
      Wanted wanted) {
    this.model = model;
    this.encoding = encoding;
    this.range = range;
    this.distances = distances;
    this.names = names;
    this.wanted = wanted;
  }

  /** The same model with other wishes. */
  public DescribedGroups wanting(Wanted other) {
    return new DescribedGroups(model, encoding, range, distances, names, other);
  }

  /** The column of the names: {@code group_name} for {@code group_id}. */
  public static String nameColumn(String column) {
    String lower = column.toLowerCase(Locale.ROOT);
    return (lower.endsWith("_id") ? column.substring(0, column.length() - 3) : column)
        + (column.equals(lower) || !column.equals(column.toUpperCase(Locale.ROOT))
            ? "_name"
            : "_NAME");
  }

  /** Why the model does not have one of the outputs; empty if it does. */
  public Optional<String> lacking(String output) {
    boolean needsDistances = output.equals(ANOMALY) || output.equals(IS_ANOMALY);
    if (needsDistances && !distances.isKnown()) {
      return Optional.of("was trained before its rows' distances were stored");
    }
    if (output.equals(REASON) && reasoned().isEmpty() && range.centres().isEmpty()) {
      return Optional.of(
          range.least().isEmpty()
              ? "was trained before its groups' centres were stored, or has too many features"
              : "has too many groups and features for reasons");
    }
    return Optional.empty();
  }

  @Override
  public Set<String> extraOutputs() {
    Set<String> all = new LinkedHashSet<>(model.extraOutputs());
    if (model instanceof RankedGroups) {
      all.addAll(OWN);
    } else {
      all.add(ANOMALY);
    }
    return all;
  }

  @Override
  public List<OutputColumn> outputs(String column, Set<String> requested) {
    PredictionInput.checkExtraOutputs(this, requested);
    for (String output : requested) {
      lacking(output)
          .ifPresent(
              lack -> {
                throw new ModelException(Text.of("the model %s: retrain it", lack));
              });
    }
    List<OutputColumn> columns = new ArrayList<>(model.outputs(column, inner(requested)));
    if (wanted.names()) {
      columns.add(1, new OutputColumn(nameColumn(column), OutputColumn.Type.TEXT));
    }
    if (requested.contains(SECOND_GROUP)) {
      columns.add(new OutputColumn(SECOND_GROUP, OutputColumn.Type.INTEGER));
    }
    if (requested.contains(MARGIN)) {
      columns.add(new OutputColumn(MARGIN, OutputColumn.Type.DOUBLE));
    }
    if (requested.contains(ANOMALY)) {
      columns.add(new OutputColumn(ANOMALY, OutputColumn.Type.DOUBLE));
    }
    if (wanted.threshold().isPresent()) {
      columns.add(new OutputColumn(IS_ANOMALY, OutputColumn.Type.BOOLEAN));
    }
    if (requested.contains(REASON)) {
      columns.add(new OutputColumn(REASON, OutputColumn.Type.TEXT));
    }
    return columns;
  }

  /** The requested outputs that the model itself has. */
  private Set<String> inner(Set<String> requested) {
    Set<String> inner = new LinkedHashSet<>(requested);
    inner.removeAll(OWN);
    return inner;
  }

  @Override
  public List<ColumnVector> predict(Matrix rows, Set<String> requested) {
    Set<String> asked = inner(requested);
    boolean unusual = requested.contains(ANOMALY) || wanted.threshold().isPresent();
    boolean hidden = unusual && !asked.contains(ClusterOutputs.DISTANCE);
    if (hidden) {
      asked.add(ClusterOutputs.DISTANCE);
    }
    // The distance is the first of the extra outputs.
    List<ColumnVector> values = new ArrayList<>(model.predict(rows, asked));
    int[] own = ((ColumnVector.Ints) values.get(0)).values();
    double[] nearer = unusual ? nearer(own, ((ColumnVector.Floats) values.get(1)).values()) : null;
    if (hidden) {
      values.remove(1);
    }
    if (wanted.names()) {
      values.add(1, names(own));
    }
    boolean ranked =
        requested.contains(SECOND_GROUP)
            || requested.contains(MARGIN)
            || requested.contains(REASON);
    RankedGroups.NextGroups next = ranked ? next(rows, own) : null;
    if (requested.contains(SECOND_GROUP)) {
      values.add(new ColumnVector.Ints(next.groups()));
    }
    if (requested.contains(MARGIN)) {
      values.add(new ColumnVector.Doubles(next.margins()));
    }
    if (requested.contains(ANOMALY)) {
      values.add(new ColumnVector.Doubles(nearer));
    }
    if (wanted.threshold().isPresent()) {
      boolean[] is = new boolean[own.length];
      for (int row = 0; row < is.length; row++) {
        is[row] = nearer[row] >= wanted.threshold().getAsDouble();
      }
      values.add(new ColumnVector.Truths(is));
    }
    if (requested.contains(REASON)) {
      values.add(reasons(rows, own, next.groups()));
    }
    return values;
  }

  /** The anomaly of each row; 1 for a row in no group. */
  private double[] nearer(int[] own, float[] far) {
    double[] nearer = new double[own.length];
    for (int row = 0; row < nearer.length; row++) {
      nearer[row] = own[row] < 0 ? 1 : distances.nearer(own[row], far[row]);
    }
    return nearer;
  }

  private ColumnVector names(int[] own) {
    String[] texts = new String[own.length];
    for (int row = 0; row < texts.length; row++) {
      texts[row] = own[row] < 0 ? null : names.of(own[row]).orElse(null);
    }
    return new ColumnVector.Texts(texts);
  }

  /** Some rows at a time, so that memory stays bounded however many groups there are. */
  private RankedGroups.NextGroups next(Matrix rows, int[] own) {
    int[] groups = new int[own.length];
    double[] margins = new double[own.length];
    int step = SoftAssignment.rowsAtATime(Math.max(clusters(), rows.columns()));
    for (int from = 0; from < own.length; from += step) {
      int to = Math.min(own.length, from + step);
      int[] some = Arrays.copyOfRange(own, from, to);
      RankedGroups.NextGroups next =
          ((RankedGroups) model).nextGroups(SoftAssignment.slice(rows, from, to), some);
      System.arraycopy(next.groups(), 0, groups, from, to - from);
      System.arraycopy(next.margins(), 0, margins, from, to - from);
    }
    return new RankedGroups.NextGroups(groups, margins);
  }

  /** The model itself if it gives reasons, with or without other numbers for its groups. */
  private Optional<ReasonedGroups> reasoned() {
    ClusteringModel plain = model instanceof NumberedModel numbered ? numbered.model() : model;
    return plain instanceof ReasonedGroups reasoned ? Optional.of(reasoned) : Optional.empty();
  }

  private ColumnVector reasons(Matrix rows, int[] own, int[] next) {
    if (reasoned().isPresent()) {
      String[] texts = reasoned().get().reasons(rows);
      for (int row = 0; row < texts.length; row++) {
        texts[row] = own[row] < 0 ? null : texts[row];
      }
      return new ColumnVector.Texts(texts);
    }
    if (reasons == null) {
      reasons = new GroupReasons(encoding, range, names);
    }
    GroupReasons known = reasons;
    String[] texts = new String[own.length];
    RowParts.run(
        texts.length,
        rows.columns(),
        (part, from, to) -> {
          for (int row = from; row < to; row++) {
            texts[row] =
                own[row] < 0 || next[row] < 0 ? null : known.of(rows, row, own[row], next[row]);
          }
        });
    return new ColumnVector.Texts(texts);
  }

  @Override
  public int clusters() {
    return model.clusters();
  }

  @Override
  public boolean[] groups() {
    return model.groups();
  }

  @Override
  public ClusteringModel renumbered(int[] numbers) {
    return NumberedModel.of(this, numbers);
  }

  @Override
  public Matrix codes(Matrix rows) {
    return model.codes(rows);
  }

  @Override
  public int[] assign(Matrix rows) {
    return model.assign(rows);
  }

  @Override
  public Estimator estimator() {
    return model.estimator();
  }

  @Override
  public List<String> featureNames() {
    return model.featureNames();
  }

  @Override
  public ModelContent content() {
    return model.content();
  }
}
