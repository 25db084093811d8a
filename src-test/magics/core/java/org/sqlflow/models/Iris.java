package org.sqlflow.models;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.attributes.AttributeDeclarations;

/** 150 real flowers of three species, 50 each, and trainings on them. */
public final class Iris {
  public static final List<String> FEATURES =
      List.of("sepal_length", "sepal_width", "petal_length", "petal_width");

  private Iris() {}

  /** The measures in cm. */
  public static Matrix raw() {
    List<String> lines = lines();
    float[] values = new float[lines.size() * 4];
    for (int row = 0; row < lines.size(); row++) {
      String[] cells = lines.get(row).split(",", -1);
      for (int c = 0; c < 4; c++) {
        values[row * 4 + c] = Float.parseFloat(cells[c]);
      }
    }
    return new Matrix(lines.size(), 4, values);
  }

  /** Mean 0 and standard deviation 1 in each column. */
  public static Matrix standardised() {
    return standardised(raw());
  }

  public static Matrix standardised(Matrix rows) {
    float[] values = rows.values().clone();
    int width = rows.columns();
    for (int c = 0; c < width; c++) {
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < rows.rows(); row++) {
        sum += rows.at(row, c);
        squares += (double) rows.at(row, c) * rows.at(row, c);
      }
      double mean = sum / rows.rows();
      double deviation = Math.sqrt(Math.max(0, squares / rows.rows() - mean * mean));
      for (int row = 0; row < rows.rows(); row++) {
        values[row * width + c] =
            deviation < 1e-6 ? 0 : (float) ((rows.at(row, c) - mean) / deviation);
      }
    }
    return new Matrix(rows.rows(), width, values);
  }

  public static int[] species() {
    return lines().stream()
        .mapToInt(line -> Integer.parseInt(line.substring(line.length() - 1)))
        .toArray();
  }

  /** Standardised flowers with attributes given as name, value, name, value, … */
  public static TrainingSet training(Estimator type, Optional<Model> base, Object... attributes) {
    return training(standardised(), FEATURES, type, base, attributes);
  }

  public static TrainingSet training(
      Matrix rows,
      List<String> features,
      Estimator type,
      Optional<Model> base,
      Object... attributes) {
    Map<String, Object> raw = new LinkedHashMap<>();
    for (int at = 0; at < attributes.length; at += 2) {
      raw.put((String) attributes[at], attributes[at + 1]);
    }
    return new TrainingSet(
        rows, features, new AttributeDeclarations(type.attributes()).check(raw), base);
  }

  /** What a training found out about clusters. */
  public static Findings.Clustering clusters(TrainingSummary summary) {
    return (Findings.Clustering) summary.findings();
  }

  private static List<String> lines() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Iris.class.getResourceAsStream("iris.csv"), StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
