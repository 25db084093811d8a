package org.sqlflow.statements.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.export.ExportException;
import org.sqlflow.export.StatisticsSql;
import org.sqlflow.features.ColumnAggregates;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.AggregateFitter;
import org.sqlflow.features.encoding.FeatureSelection;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.math.Moments;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingProgress;

/**
 * Fits features to rows that stay in a cluster, by aggregates that its SQL computes. Used by one
 * thread at a time.
 *
 * @param query whose rows they are
 * @param rows how many rows it has
 * @param context hears of each SELECT, and can stop the training between two
 */
record ClusterStatistics(
    Database database,
    Schema schema,
    String query,
    long rows,
    Scale scale,
    OnNull onNull,
    TrainingContext context) {
  private static final String PHASE = "features of all rows";

  /**
   * What was learnt about the features from all rows.
   *
   * @param complete how many rows lack no value
   */
  record Learnt(AggregateFitter.Fitted fitted, long complete) {}

  /**
   * Learns features, each from all rows, or with {@link OnNull#SKIP} from those that lack no value.
   *
   * @throws ExportException if SQL cannot express one of them
   * @throws FeatureException if the columns cannot be features as asked
   * @throws DatabaseException if the database refuses
   */
  Learnt learn(FeatureSelection selection) {
    StatisticsSql sql =
        StatisticsSql.of(
            selection.features(),
            onNull == OnNull.SKIP,
            schema,
            query,
            database.expressions(),
            database::literal);
    long complete = 0;
    List<ColumnAggregates> all = new ArrayList<>();
    int features = selection.features().size();
    for (int from = 0; from < features; from = sql.end(from)) {
      progress(from, features);
      Totals totals = totals(sql, selection, from, sql.end(from));
      complete = totals.complete();
      all.addAll(totals.features());
    }
    AggregateFitter.AllRows known = new AggregateFitter.AllRows(rows, complete, all);
    return new Learnt(
        new AggregateFitter(selection, scale, onNull)
            .fit(known, column -> isUnique(sql, selection, all, column)),
        complete);
  }

  private void progress(int done, int features) {
    context.progress(
        new TrainingProgress(
            PHASE,
            "feature",
            done + 1,
            features,
            0,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            1,
            1,
            0,
            0));
    context.checkCancelled();
  }

  private boolean isUnique(
      StatisticsSql sql, FeatureSelection selection, List<ColumnAggregates> all, String column) {
    for (int i = 0; i < all.size(); i++) {
      Feature feature = selection.features().get(i);
      if (sql.numbers(i) == 1 && feature.reads().get(0).column().equals(column)) {
        double distinct = number(select(sql.distinct(i)).get(0).get(0));
        return distinct == all.get(i).numbers().get(0).count();
      }
    }
    return false;
  }

  /** What was learnt about some of the features. */
  private record Totals(long complete, List<ColumnAggregates> features) {}

  private Totals totals(StatisticsSql sql, FeatureSelection selection, int from, int to) {
    long complete = 0;
    double[] present = new double[to - from];
    List<List<Moments>> moments = new ArrayList<>();
    boolean[] whole = new boolean[to - from];
    Arrays.fill(whole, true);
    for (int i = from; i < to; i++) {
      moments.add(Stream.generate(Moments::new).limit(sql.numbers(i)).toList());
    }
    List<List<Object>> parts = new ArrayList<>(select(sql.moments(from, to)));
    parts.sort((one, other) -> Double.compare(number(one.get(0)), number(other.get(0))));
    for (List<Object> part : parts) {
      complete += (long) number(part.get(2));
      int at = 3;
      for (int i = 0; i < present.length; i++, at++) {
        present[i] += number(part.get(at));
      }
      for (int i = 0; i < present.length; i++) {
        for (Moments place : moments.get(i)) {
          place.merge(
              Moments.of(
                  (long) number(part.get(at)),
                  number(part.get(at + 1)),
                  number(part.get(at + 2)),
                  number(part.get(at + 3)),
                  number(part.get(at + 4))));
          whole[i] &= number(part.get(at + 5)) == 0;
          at += 6;
        }
      }
    }
    List<ColumnAggregates> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Map<String, Long> gaps = new LinkedHashMap<>();
      long lacking = rows - (long) present[i - from];
      for (var read : selection.features().get(i).reads()) {
        if (lacking > 0) {
          gaps.put(read.column(), lacking);
        }
      }
      context.checkCancelled();
      all.add(
          new ColumnAggregates(
              gaps,
              moments.get(i - from),
              scale == Scale.ROBUST ? quantiles(sql, i) : List.of(),
              sql.isCategory(i) ? categories(sql, i) : Map.of(),
              whole[i - from]));
    }
    return new Totals(complete, all);
  }

  private List<List<Object>> select(String select) {
    try {
      return database.rows(select, List.of());
    } catch (DatabaseException error) {
      context.checkCancelled();
      int at = select.indexOf(query);
      throw at < 0 ? error : error.within(at, query.length());
    }
  }

  private List<double[]> quantiles(StatisticsSql sql, int feature) {
    if (sql.numbers(feature) == 0) {
      return List.of();
    }
    return select(sql.quantiles(feature, ColumnAggregates.QUANTILES)).get(0).stream()
        .map(list -> list == null ? new double[0] : parsed(list.toString()))
        .toList();
  }

  private static double[] parsed(String list) {
    return Stream.of(list.substring(1, list.length() - 1).split(",", -1))
        .mapToDouble(text -> Double.parseDouble(text.strip()))
        .toArray();
  }

  private Map<String, Long> categories(StatisticsSql sql, int feature) {
    Map<String, Long> categories = new LinkedHashMap<>();
    for (List<Object> row : select(sql.categories(feature, ColumnAggregates.CATEGORIES))) {
      Object value = row.get(0);
      String text = value instanceof Double real ? RowBatch.text(real) : String.valueOf(value);
      categories.merge(text, (long) number(row.get(1)), Long::sum);
    }
    return categories;
  }

  private static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
