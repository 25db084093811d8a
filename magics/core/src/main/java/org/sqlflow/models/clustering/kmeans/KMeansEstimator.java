package org.sqlflow.models.clustering.kmeans;

import java.util.List;
import java.util.Optional;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Training;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.clustering.dec.DecAttributes;
import org.sqlflow.models.training.TrainingRows;

/** {@code kmeans}: plain k-means on the scaled features, what every other clustering must beat. */
public final class KMeansEstimator implements Estimator {
  @Override
  public String name() {
    return "kmeans";
  }

  @Override
  public List<String> aliases() {
    return List.of();
  }

  @Override
  public String summary() {
    return "K-means on the scaled features, from k-means++ starts; the best start is kept.";
  }

  @Override
  public List<AttributeDeclaration> ownAttributes() {
    return KMeansAttributes.declarations();
  }

  @Override
  public void check(AttributeValues attributes, Optional<Model> base) {
    if (base.isPresent()) {
      throw new ModelException(
          "kmeans starts from the rows alone and has no use for an earlier model: leave out USING,"
              + " or train a clusterModel, which can start from an encoder");
    }
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    return DecAttributes.bytesPerRow(attributes, features);
  }

  @Override
  public Training train(TrainingData data, TrainingListener listener) {
    check(data.attributes(), data.base());
    TrainingRows.check(data);
    return KMeansTraining.run(this, data, listener);
  }

  @Override
  public Model restore(ModelContent content) {
    return KMeansModel.restore(this, content);
  }
}
