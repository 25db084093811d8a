package org.sqlflow.models.clustering;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;

/**
 * A clustering model whose groups have the numbers of an earlier model's groups. The number of a
 * group that no longer exists stays unused, so that no number ever means another group.
 */
public class NumberedModel implements ClusteringModel, Formulated {
  /** A number that no model reaches. */
  private static final int MOST = 100_000;

  private final ClusteringModel model;
  private final List<Integer> numbers;

  private NumberedModel(ClusteringModel model, List<Integer> numbers) {
    this.model = model;
    this.numbers = List.copyOf(numbers);
    boolean isOnce = numbers.stream().distinct().count() == numbers.size();
    boolean isIn = numbers.stream().allMatch(number -> number >= 0 && number < MOST);
    if (numbers.size() != model.clusters() || !isOnce || !isIn) {
      throw new IllegalArgumentException("wrong numbers of groups");
    }
  }

  /**
   * A model with other numbers.
   *
   * @param model that assigns rows to clusters
   * @param numbers the number that is shown for each of its clusters, all different
   */
  public static NumberedModel of(ClusteringModel model, int[] numbers) {
    List<Integer> all = Arrays.stream(numbers).boxed().toList();
    return model instanceof RankedGroups ranked
        ? new Ranked(model, ranked, all)
        : new NumberedModel(model, all);
  }

  /** The same for a model that knows the next group of a row. */
  private static final class Ranked extends NumberedModel implements RankedGroups {
    private final RankedGroups ranked;

    Ranked(ClusteringModel model, RankedGroups ranked, List<Integer> numbers) {
      super(model, numbers);
      this.ranked = ranked;
    }

    @Override
    public NextGroups nextGroups(Matrix rows, int[] own) {
      NextGroups next = ranked.nextGroups(rows, clusters(own));
      return new NextGroups(shown(next.groups()), next.margins());
    }
  }

  /** The model with its original numbers. */
  public ClusteringModel model() {
    return model;
  }

  /** The clusters of rows by the numbers that are shown. */
  int[] clusters(int[] shown) {
    int[] clusters = new int[clusters()];
    for (int cluster = 0; cluster < numbers.size(); cluster++) {
      clusters[numbers.get(cluster)] = cluster;
    }
    return IntStream.of(shown).map(n -> n < 0 ? n : clusters[n]).toArray();
  }

  /** The numbers that are shown of the clusters of rows. */
  public int[] shown(int[] clusters) {
    return IntStream.of(clusters).map(c -> c < 0 ? c : numbers.get(c)).toArray();
  }

  /**
   * The order that gives clusters these numbers, if they are 0, 1, … without gaps.
   *
   * @return for each number the cluster that has it
   */
  public static Optional<int[]> order(int[] numbers) {
    int[] order = new int[numbers.length];
    Arrays.fill(order, -1);
    for (int cluster = 0; cluster < numbers.length; cluster++) {
      if (numbers[cluster] >= numbers.length) {
        return Optional.empty();
      }
      order[numbers[cluster]] = cluster;
    }
    return Arrays.stream(order).allMatch(cluster -> cluster >= 0)
        ? Optional.of(order)
        : Optional.empty();
  }

  /** Rows of a matrix in another order. */
  public static float[] reordered(float[] rows, int[] order) {
    int width = rows.length / order.length;
    float[] ordered = new float[rows.length];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(rows, order[i] * width, ordered, i * width, width);
    }
    return ordered;
  }

  @Override
  public ClusteringModel renumbered(int[] others) {
    int[] all = numbers.stream().mapToInt(number -> others[number]).toArray();
    return model.renumbered(all);
  }

  @Override
  public int clusters() {
    return Collections.max(numbers) + 1;
  }

  @Override
  public boolean[] groups() {
    boolean[] all = new boolean[clusters()];
    numbers.forEach(number -> all[number] = true);
    return all;
  }

  @Override
  public Matrix codes(Matrix rows) {
    return model.codes(rows);
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
  public List<OutputColumn> outputs(String column, Set<String> extraOutputs) {
    return model.outputs(column, extraOutputs);
  }

  @Override
  public List<ColumnVector> predict(Matrix rows, Set<String> extraOutputs) {
    List<ColumnVector> columns = new ArrayList<>(model.predict(rows, extraOutputs));
    int[] groups = ((ColumnVector.Ints) columns.get(0)).values();
    columns.set(0, new ColumnVector.Ints(shown(groups)));
    return columns;
  }

  @Override
  public Set<String> extraOutputs() {
    return model.extraOutputs();
  }

  @Override
  public Optional<Formula> formula() {
    return Formulated.of(model).map(groups -> new Formula.Renumbered(groups, numbers));
  }

  @Override
  public ModelContent content() {
    ModelContent content = model.content();
    ObjectNode parameters = content.parameters().deepCopy();
    ArrayNode stored = parameters.putArray(ModelContent.NUMBERS);
    numbers.forEach(stored::add);
    return new ModelContent(parameters, content.network());
  }
}
