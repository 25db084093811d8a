package org.sqlflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How often autoCluster finds groups in noise, and one crowd where there are three groups. Each
 * draw is a table of 400 rows (or {@code --rows}) and 1 to 20 columns. Noise is even or normal. The
 * groups are normal ones whose centres are four standard deviations apart, in a triangle or on a
 * line, in random directions or along the columns.
 *
 * <pre>
 * crowds --draws 100
 * </pre>
 */
final class Crowds {
  private static final int MOST_COLUMNS = 20;
  private static final int GROUPS = 3;
  private static final double APART = 4;

  private final Random random;
  private final int rows;

  private Crowds(long seed, int rows) {
    this.random = new Random(seed);
    this.rows = rows;
  }

  /** What is drawn, with the answer that is right. */
  private enum Kind {
    EVEN("even noise", false),
    NORMAL("normal noise", false),
    TRIANGLE("three groups in a triangle", true),
    LINE("three groups on a line", true);

    private final String name;
    private final boolean hasGroups;

    Kind(String name, boolean hasGroups) {
      this.name = name;
      this.hasGroups = hasGroups;
    }
  }

  static Section run(Arguments arguments) throws IOException {
    int draws = arguments.number("draws", 100);
    int rows = arguments.number("rows", 400);
    Section section =
        new Section("Noise and groups", "rows", "draws", "one crowd", "groups", "wrong with");
    for (Kind kind : Kind.values()) {
      List<String> wrong = new ArrayList<>();
      for (int draw = 0; draw < draws; draw++) {
        int columns = 1 + draw % MOST_COLUMNS;
        double[][] table = new Crowds(draw, rows).draw(kind, columns, draw / MOST_COLUMNS % 2 == 0);
        if (hasGroups(table, draw) != kind.hasGroups) {
          wrong.add(columns + (columns == 1 ? " column" : " columns"));
        }
      }
      int right = draws - wrong.size();
      section.row(
          kind.name,
          Integer.toString(draws),
          Integer.toString(kind.hasGroups ? wrong.size() : right),
          Integer.toString(kind.hasGroups ? right : wrong.size()),
          String.join(", ", wrong));
    }
    section.note(
        rows
            + " rows of 1 to 20 columns, as many tables of each number. The groups are 4 standard"
            + " deviations apart, in random directions or along the columns.");
    return section;
  }

  private double[][] draw(Kind kind, int columns, boolean isAlongColumns) {
    double[][] centres =
        switch (kind) {
          case EVEN, NORMAL -> new double[GROUPS][columns];
          case TRIANGLE -> centres(columns, columns == 1, isAlongColumns);
          case LINE -> centres(columns, true, isAlongColumns);
        };
    double[][] table = new double[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        table[row][column] =
            kind == Kind.EVEN
                ? random.nextDouble()
                : centres[row % GROUPS][column] + random.nextGaussian();
      }
    }
    return table;
  }

  /** Three points at a distance of {@link #APART} from the next. */
  private double[][] centres(int columns, boolean isLine, boolean isAlongColumns) {
    double[] first = direction(columns, isAlongColumns ? 0 : -1);
    double[] second = isLine ? first : direction(columns, isAlongColumns ? 1 : -1);
    if (!isLine) {
      double shared = IntStream.range(0, columns).mapToDouble(i -> first[i] * second[i]).sum();
      IntStream.range(0, columns).forEach(i -> second[i] -= shared * first[i]);
      scale(second);
    }
    double[][] centres = new double[GROUPS][columns];
    for (int column = 0; column < columns; column++) {
      centres[1][column] = APART * first[column];
      centres[2][column] =
          isLine
              ? 2 * APART * first[column]
              : APART * (first[column] / 2 + Math.sqrt(3) / 2 * second[column]);
    }
    return centres;
  }

  /** A unit vector: along a column, or random for a negative number. */
  private double[] direction(int columns, int column) {
    double[] direction = new double[columns];
    if (column >= 0) {
      direction[column] = 1;
    } else {
      Arrays.setAll(direction, i -> random.nextGaussian());
      scale(direction);
    }
    return direction;
  }

  private static void scale(double[] vector) {
    double length = Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
    Arrays.setAll(vector, i -> vector[i] / length);
  }

  /** What autoCluster says; k-means alone is tried once it has said that there are groups. */
  private static boolean hasGroups(double[][] table, int seed) throws IOException {
    Path file = Files.createTempFile("crowds", ".csv");
    try (Session session = new Session()) {
      Files.writeString(
          file,
          IntStream.range(0, table[0].length)
                  .mapToObj(column -> "f" + column)
                  .collect(Collectors.joining(",", "", "\n"))
              + Arrays.stream(table)
                  .map(
                      row ->
                          Arrays.stream(row)
                              .mapToObj(Double::toString)
                              .collect(Collectors.joining(",")))
                  .collect(Collectors.joining("\n", "", "\n")));
      session.run("CREATE TABLE t AS SELECT * FROM read_csv('" + file + "')");
      session.run(
          "SELECT * FROM t TO TRAIN autoCluster WITH model.try = [kmeans], train.seed = "
              + seed
              + " INTO m");
      session.run("SELECT * FROM t TO PREDICT found.g USING m");
      return session.number("SELECT count(DISTINCT g) FROM found") > 1;
    } finally {
      Files.delete(file);
    }
  }
}
