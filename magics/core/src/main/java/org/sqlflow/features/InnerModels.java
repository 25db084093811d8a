package org.sqlflow.features;

import java.util.ServiceLoader;
import org.sqlflow.data.Matrix;

/**
 * Makes models of what is stored of them within others; found by {@link ServiceLoader}, since
 * features know no models.
 */
public interface InnerModels {
  /**
   * A model, ready to answer.
   *
   * @throws RuntimeException that says why, where it cannot be restored
   */
  Scorer scorer(InnerModel model);

  /** Answers to rows. Used by one thread at a time. */
  @FunctionalInterface
  interface Scorer {
    /**
     * What the model answers.
     *
     * @param rows {@code rows x features}, encoded as the model has it; at least one
     * @param output {@value GroupFeature#GROUP}, or another output of the model
     * @return {@code rows x width}, row-major; NaN for a row in no group
     */
    float[] outputs(Matrix rows, String output);
  }

  /** The one that is installed beside this library. */
  static InnerModels installed() {
    return ServiceLoader.load(InnerModels.class, InnerModels.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new FeatureException("models cannot be features here"));
  }
}
