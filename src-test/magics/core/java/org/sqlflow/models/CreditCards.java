package org.sqlflow.models;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.sqlflow.data.Matrix;

/**
 * 8,950 real holders of credit cards.
 *
 * @param features the names of the 17 columns behind the key
 * @param columns {@code columns[feature][row]}, NaN where the table has no value
 */
public record CreditCards(List<String> features, double[][] columns) {
  private static final Path FILE = Path.of("../../notebooks/data/credit_card_customers.csv.gz");

  public static CreditCards read() {
    return of(line -> true);
  }

  /** The 8,636 rows that have all values. */
  public static CreditCards complete() {
    return of(line -> Arrays.stream(line).noneMatch(String::isEmpty));
  }

  private static CreditCards of(java.util.function.Predicate<String[]> wanted) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
      List<String> names = List.of(reader.readLine().split(",", -1));
      List<String[]> lines =
          reader.lines().map(line -> line.split(",", -1)).filter(wanted).toList();
      double[][] columns = new double[names.size() - 1][lines.size()];
      for (int row = 0; row < lines.size(); row++) {
        for (int c = 0; c < columns.length; c++) {
          String cell = lines.get(row)[c + 1];
          columns[c][row] = cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        }
      }
      return new CreditCards(names.subList(1, names.size()), columns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int rows() {
    return columns[0].length;
  }

  public double[] column(String name) {
    return columns[features.indexOf(name)];
  }

  /** 0: much cash in advance, 1: else many purchases, 2: the others. */
  public int[] groups() {
    int[] groups = new int[rows()];
    for (int row = 0; row < groups.length; row++) {
      boolean buysMuch = column("purchases")[row] > 1000;
      groups[row] = column("cash_advance")[row] > 1000 ? 0 : buysMuch ? 1 : 2;
    }
    return groups;
  }

  public int[] tenure() {
    return Arrays.stream(column("tenure")).mapToInt(months -> (int) months).toArray();
  }

  public Matrix standardised() {
    float[] values = new float[rows() * columns.length];
    for (int c = 0; c < columns.length; c++) {
      double mean = Arrays.stream(columns[c]).average().orElseThrow();
      double variance =
          Arrays.stream(columns[c]).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      for (int row = 0; row < rows(); row++) {
        values[row * columns.length + c] = (float) ((columns[c][row] - mean) / Math.sqrt(variance));
      }
    }
    return new Matrix(rows(), columns.length, values);
  }
}
