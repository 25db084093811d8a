package org.sqlflow.models;

import com.fasterxml.jackson.databind.JsonNode;
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

/**
 * A clustering model whose groups have the numbers of an earlier model's groups. Numbers of groups
 * that are not there any more are left out, so that no number ever means another group.
 *
 * @param model that assigns rows to clusters
 * @param numbers for each of its clusters the number that is shown, each once
 */
public record NumberedModel(ClusteringModel model, List<Integer> numbers)
    implements ClusteringModel {
  private static final String NUMBERS = "numbers";

  /** A number that no model reaches. */
  private static final int MOST = 100_000;

  public NumberedModel {
    numbers = List.copyOf(numbers);
    boolean isOnce = numbers.stream().distinct().count() == numbers.size();
    boolean isIn = numbers.stream().allMatch(number -> number >= 0 && number < MOST);
    if (numbers.size() != model.clusters() || !isOnce || !isIn) {
      throw new IllegalArgumentException("wrong numbers of groups");
    }
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

  /** A restored model with the numbers that are stored with it, if there are any. */
  public static Model restored(Model model, ModelContent content) {
    JsonNode stored = content.parameters().path(NUMBERS);
    if (!stored.isArray() || !(model instanceof ClusteringModel clustering)) {
      return model;
    }
    List<Integer> numbers = new ArrayList<>();
    stored.forEach(number -> numbers.add(number.asInt(-1)));
    return new NumberedModel(clustering, numbers);
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
    int[] shown =
        IntStream.of(groups).map(group -> group < 0 ? group : numbers.get(group)).toArray();
    columns.set(0, new ColumnVector.Ints(shown));
    return columns;
  }

  @Override
  public Set<String> extraOutputs() {
    return model.extraOutputs();
  }

  @Override
  public ModelContent content() {
    ModelContent content = model.content();
    ObjectNode parameters = content.parameters().deepCopy();
    ArrayNode stored = parameters.putArray(NUMBERS);
    numbers.forEach(stored::add);
    return new ModelContent(parameters, content.network());
  }
}
