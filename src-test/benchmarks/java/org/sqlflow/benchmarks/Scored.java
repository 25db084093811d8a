package org.sqlflow.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The same groups in three ways on DuckDB: TO PREDICT, the view of {@code predict.view}, which
 * DuckDB computes by itself, and {@code predict('m', row)}. Each makes a table of all rows.
 */
final class Scored {
  private static final int FEW_ROWS = 3_000;

  private Scored() {}

  static Section run(Arguments arguments) {
    int rows = arguments.number("rows", 200_000);
    int count = arguments.number("count", 3);
    Section section =
        new Section(
            String.format(
                Locale.ROOT, "Scoring in SQL, %,d rows of 10 numbers and a category", rows),
            "model",
            "TO PREDICT, s",
            "view, s",
            "predict('m', row), s",
            "of TO PREDICT");
    Map<String, String> models = new LinkedHashMap<>();
    models.put("kmeans, 8 groups", "kmeans WITH n_clusters = 8");
    models.put("gaussianMixture, 5 groups", "gaussianMixture WITH n_clusters = 5");
    models.put(
        "clusterModel, [32, 4]",
        "clusterModel WITH n_clusters = 8, encode_units = [32, 4], pretrain_epochs = 1,"
            + " train_max_iters = 5");
    models.put(
        "clusterModel, [100, 7]",
        "clusterModel WITH n_clusters = 8, encode_units = [100, 7], pretrain_epochs = 1,"
            + " train_max_iters = 5");
    try (Session session = new Session()) {
      session.run(
          IntStream.range(0, 10)
              .mapToObj(c -> "(i % " + (c + 2) + ") + random() AS f" + c)
              .collect(
                  Collectors.joining(
                      ", ",
                      "CREATE TABLE t AS SELECT i AS id, ",
                      ", ['a', 'b', 'c'][1 + i % 3] AS city FROM range(" + rows + ") r(i)")));
      models.forEach((name, type) -> row(session, section, name, type, count));
    }
    section.note("Medians of " + count + " runs after one that does not count, and their range.");
    return section;
  }

  private static void row(Session session, Section section, String name, String type, int count) {
    session.run(
        "SELECT * EXCLUDE (id) FROM t WHERE id < "
            + FEW_ROWS
            + " TO TRAIN "
            + type
            + " COLUMN *, INDICATOR(city) INTO m");
    session.run("SELECT * FROM t TO PREDICT v.g WITH predict.view = true USING m");
    Samples table =
        Samples.of(1, count, () -> session.run("SELECT * FROM t TO PREDICT p.g USING m"));
    Samples view =
        Samples.of(
            1, count, () -> session.run("CREATE OR REPLACE TABLE viewed AS SELECT * FROM v"));
    Samples function =
        Samples.of(
            1,
            count,
            () ->
                session.run(
                    "CREATE OR REPLACE TABLE called AS SELECT *, predict('m', t) AS g FROM t"));
    section.row(
        name,
        table.told(),
        view.told(),
        function.told(),
        String.format(Locale.ROOT, "%.2f", function.median() / table.median()));
  }
}
