package org.sqlflow.features;

import java.util.ArrayList;
import java.util.List;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.features.scale.Scaling;
import org.sqlflow.features.trained.InnerModel;
import org.sqlflow.features.trained.KnownModels;
import org.sqlflow.syntax.Name;
import org.sqlflow.text.SqlNames;

/**
 * CLUSTER(m, distance), CLUSTER(m, embedding), EMBEDDING(m) and the like: numbers that a trained
 * model outputs, scaled as those of columns are.
 *
 * @param output which of its outputs
 * @param columns a name for each number
 * @param scalings of each number; empty until it is fitted
 */
public record ModelNumbersFeature(
    InnerModel model, String output, List<String> columns, List<Scaling> scalings)
    implements NumbersFeature, ModelFeature {
  /** Its kind in stored models. */
  static final String KIND = "CLUSTER NUMBERS";

  static final String EMBEDDING = "embedding";

  /** A stored model may lack the lists. */
  public ModelNumbersFeature {
    columns = columns == null ? List.of() : List.copyOf(columns);
    scalings = scalings == null ? List.of() : List.copyOf(scalings);
  }

  /**
   * An output of a model, not fitted yet.
   *
   * @param place of the argument that names the output
   */
  static ModelNumbersFeature of(Call call, int place, KnownModels.Known known, String output) {
    List<String> columns = known.outputs().get(output);
    if (columns == null) {
      List<String> outputs = new ArrayList<>(known.outputs().keySet());
      if (!known.groups().isEmpty()) {
        outputs.add(0, InnerModel.GROUP);
      }
      throw call.wrong(
          place,
          known.model().name()
              + " is of type "
              + known.model().type()
              + (outputs.isEmpty()
                  ? ", which has no " + output + ": name a model that does, such as an autoencoder"
                  : ", whose outputs are " + String.join(", ", outputs)));
    }
    return new ModelNumbersFeature(known.model(), output, columns, List.of());
  }

  /** EMBEDDING(m). */
  static List<Feature> embedding(Call call) {
    Name name = call.model(0);
    return List.of(of(call, 0, call.known(name), EMBEDDING));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String text() {
    return "CLUSTER(" + SqlNames.model(model.name()) + ", " + output + ")";
  }

  @Override
  public int width() {
    return columns.size();
  }

  @Override
  public List<String> names() {
    return columns.stream().map(column -> model.name() + "." + column).toList();
  }

  @Override
  public FeatureStatistics statistics(Scale scale) {
    return new NumberStatistics(
        text(),
        scale,
        width(),
        this::values,
        fitted -> new ModelNumbersFeature(model, output, columns, fitted));
  }

  @Override
  public void values(RowPart part, int place, int first, int count, double[] into) {
    float[] found = model.outputs(part, output, width());
    for (int i = 0; i < count; i++) {
      into[i] = found[(first + i) * width() + place];
    }
  }

  @Override
  public void encode(RowPart part, Target target, int at) {
    float[] found = model.outputs(part, output, width());
    for (int i = 0; i < part.rows(); i++) {
      int start = target.starts()[i];
      for (int place = 0; start >= 0 && place < width(); place++) {
        target.values()[start + at + place] =
            target.encoded(scalings.get(place), found[i * width() + place]);
      }
    }
  }
}
