package org.sqlflow.models.clustering.dec;

import java.util.List;
import java.util.Optional;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.Training;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.autoencoder.AutoencoderAttributes;
import org.sqlflow.models.autoencoder.BaseEncoder;
import org.sqlflow.models.training.TrainingRows;

/**
 * {@code clusterModel}: deep embedded clustering. An autoencoder is pre-trained, k-means on its
 * codes gives the first centres, and then encoder and centres are trained together.
 */
public final class DecEstimator implements Estimator {
  @Override
  public String name() {
    return "clusterModel";
  }

  @Override
  public List<String> aliases() {
    return List.of("DeepEmbeddingClusterModel", "sqlflow_models.DeepEmbeddingClusterModel");
  }

  @Override
  public String summary() {
    return "Deep embedded clustering: an autoencoder and cluster centres trained together.";
  }

  @Override
  public List<AttributeDeclaration> ownAttributes() {
    return DecAttributes.declarations();
  }

  @Override
  public void check(AttributeValues attributes, Optional<Model> base) {
    base.ifPresent(BaseEncoder::of);
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    int code = AutoencoderAttributes.codeWidth(attributes, features);
    return DecAttributes.bytesPerRow(attributes, features) + 2L * Float.BYTES * code;
  }

  @Override
  public Training train(TrainingData data, TrainingListener listener) {
    check(data.attributes(), data.base());
    TrainingRows.check(data);
    return DecTraining.run(this, data, listener);
  }

  @Override
  public Model restore(ModelContent content) {
    return DecModel.restore(this, content);
  }
}
