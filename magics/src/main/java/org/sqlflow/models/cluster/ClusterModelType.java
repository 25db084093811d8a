package org.sqlflow.models.cluster;

import java.util.List;
import java.util.Optional;
import org.sqlflow.models.AttributeDeclaration;
import org.sqlflow.models.AttributeValues;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelType;
import org.sqlflow.models.TrainedModel;
import org.sqlflow.models.Training;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;

/**
 * {@code clusterModel}: deep embedded clustering. An autoencoder is pre-trained, k-means on its
 * codes gives the first centres, and then encoder and centres are trained together.
 */
public final class ClusterModelType implements ModelType {
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
    return ClusterAttributes.declarations();
  }

  @Override
  public void check(AttributeValues attributes, Optional<TrainedModel> base) {
    base.ifPresent(BaseEncoder::of);
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    int code = AutoencoderAttributes.codeWidth(attributes, features);
    return ClusterAttributes.bytesPerRow(attributes, features) + 2L * Float.BYTES * code;
  }

  @Override
  public Training train(TrainingData data, TrainingListener listener) {
    check(data.attributes(), data.base());
    TrainingRows.check(data);
    return ClusterTraining.run(this, data, listener);
  }

  @Override
  public TrainedModel restore(ModelContent content) {
    return TrainedClusterModel.restore(this, content);
  }
}
