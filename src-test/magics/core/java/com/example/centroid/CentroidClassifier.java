package com.example.centroid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.ClassNames;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Target;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType;
import org.sqlflow.models.attributes.AttributeValues;

/**
 * Predicts the class with the nearest centroid. An example of what an estimator outside SQLFlow
 * needs: this file and a line in META-INF/services.
 */
public final class CentroidClassifier implements Estimator {
  private static final String SHRINK = "model.shrink";

  @Override
  public String name() {
    return "nearestCentroid";
  }

  @Override
  public List<String> aliases() {
    return List.of();
  }

  @Override
  public String summary() {
    return "Predicts the class whose mean is nearest.";
  }

  @Override
  public Task task() {
    return Task.CLASSIFICATION;
  }

  @Override
  public List<AttributeDeclaration> ownAttributes() {
    return List.of(
        AttributeDeclaration.of(
            SHRINK, new AttributeType.Real(0, 1), 0.0, "how far to move the means towards 0"));
  }

  @Override
  public void validate(AttributeValues attributes, Optional<Model> base) {
    if (base.isPresent()) {
      throw new ModelException(name() + " cannot start from an earlier model: leave out USING");
    }
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    return Integer.BYTES;
  }

  @Override
  public Trained fit(TrainingSet set, TrainingContext context) {
    context.checkCancelled();
    Target.Classes target = set.classes();
    int width = set.rows().columns();
    double[][] sums = new double[target.names().size()][width];
    long[] sizes = new long[sums.length];
    for (int row = 0; row < set.rows().rows(); row++) {
      sizes[target.codes()[row]]++;
      for (int c = 0; c < width; c++) {
        sums[target.codes()[row]][c] += set.rows().at(row, c);
      }
    }
    double keep = 1 - set.attributes().real(SHRINK);
    for (int code = 0; code < sums.length; code++) {
      for (int c = 0; c < width; c++) {
        sums[code][c] *= keep / sizes[code];
      }
    }
    Centroids model = new Centroids(this, set.featureNames(), target.names(), sums);
    int[] predicted = model.classify(set.rows());
    long correct = 0;
    for (int row = 0; row < predicted.length; row++) {
      correct += predicted[row] == target.codes()[row] ? 1 : 0;
    }
    double accuracy = (double) correct / predicted.length;
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("training accuracy", accuracy);
    List<Long> rows = new ArrayList<>();
    for (long size : sizes) {
      rows.add(size);
    }
    return new Trained(
        model,
        new TrainingSummary(
            predicted.length,
            List.of(),
            List.of(),
            metrics,
            set.attributes().values(),
            List.of(),
            new Findings.Classification(target.names().names(), rows, accuracy)));
  }

  @Override
  public Model restore(ModelContent content) {
    JsonNode json = content.parameters();
    List<String> features = new ArrayList<>();
    json.path("features").forEach(name -> features.add(name.asText()));
    List<String> names = new ArrayList<>();
    json.path("classes").forEach(name -> names.add(name.asText()));
    double[][] means = new double[names.size()][features.size()];
    for (int code = 0; code < means.length; code++) {
      for (int c = 0; c < features.size(); c++) {
        means[code][c] = json.path("means").path(code).path(c).asDouble();
      }
    }
    return new Centroids(
        this, features, new ClassNames(names, json.path("integers").asBoolean()), means);
  }

  /** The trained model. */
  private record Centroids(
      Estimator estimator, List<String> featureNames, ClassNames classes, double[][] means)
      implements ClassificationModel {
    @Override
    public List<OutputColumn> outputs(String column, Set<String> extraOutputs) {
      return List.of(output(column));
    }

    @Override
    public List<ColumnVector> predict(Matrix rows, Set<String> extraOutputs) {
      return List.of(classes.column(classify(rows)));
    }

    @Override
    public int[] classify(Matrix rows) {
      int[] codes = new int[rows.rows()];
      for (int row = 0; row < codes.length; row++) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int code = 0; code < means.length; code++) {
          double distance = 0;
          for (int c = 0; c < rows.columns(); c++) {
            distance += Math.pow(rows.at(row, c) - means[code][c], 2);
          }
          if (distance < nearest) {
            nearest = distance;
            codes[row] = code;
          }
        }
      }
      return codes;
    }

    @Override
    public Set<String> extraOutputs() {
      return Set.of();
    }

    @Override
    public ModelContent content() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      ArrayNode features = json.putArray("features");
      featureNames.forEach(features::add);
      ArrayNode names = json.putArray("classes");
      classes.names().forEach(names::add);
      json.put("integers", classes.type() == OutputColumn.Type.INTEGER);
      ArrayNode rows = json.putArray("means");
      for (double[] mean : means) {
        ArrayNode row = rows.addArray();
        for (double value : mean) {
          row.add(value);
        }
      }
      return new ModelContent(json, Optional.empty());
    }
  }
}
