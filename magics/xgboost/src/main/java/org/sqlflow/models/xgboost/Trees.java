package org.sqlflow.models.xgboost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.training.ModelJson;

/**
 * A model in XGBoost's own form; made into objects of the library when it is first used. Used by
 * one thread at a time.
 */
final class Trees {
  private static final String ROUNDS = "rounds";

  private final byte[] bytes;
  private final int rounds;
  private Boosting boosting;

  /**
   * A model.
   *
   * @param bytes as {@link Boosting#bytes} gives them
   * @param rounds how many of its rounds count
   */
  Trees(byte[] bytes, int rounds) {
    this.bytes = bytes.clone();
    this.rounds = rounds;
  }

  static Trees read(ModelContent content) {
    byte[] bytes = content.network().orElseThrow(() -> ModelJson.corrupt("no trees"));
    int rounds = content.parameters().path(ROUNDS).asInt(0);
    if (rounds < 1) {
      throw ModelJson.corrupt("no rounds");
    }
    return new Trees(bytes, rounds);
  }

  void write(ObjectNode json) {
    json.put(ROUNDS, rounds);
  }

  /** How many rounds count. */
  int rounds() {
    return rounds;
  }

  /** These, to which others are added. */
  Boosting further(Map<String, Object> parameters) {
    return Boosting.further(parameters, bytes, rounds);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** See {@link Boosting#predict}. */
  float[][] predict(Matrix rows) {
    return boosting(rows).predict(rows, rounds);
  }

  /** See {@link Boosting#contributions}. */
  float[][] contributions(Matrix rows) {
    return boosting(rows).contributions(rows, rounds);
  }

  /**
   * The sums of the trees as a formula.
   *
   * @param isLinked whether predictions may be other than the sums
   * @return empty if XGBoost computes them in another way, as with dropped trees or a linear model
   */
  Optional<Formula.Sums> formula(int features, boolean isLinked) {
    return new TreeFormula(boosting(), rounds, features).sums(isLinked).map(sums -> sums);
  }

  private Boosting boosting(Matrix rows) {
    boosting().useThreads(Boosting.threads(rows));
    return boosting;
  }

  private Boosting boosting() {
    if (boosting == null) {
      boosting = Boosting.read(bytes);
    }
    return boosting;
  }
}
