package org.sqlflow.models.xgboost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formula.Node;

/**
 * Reads XGBoost's trees as a formula, and compares it with XGBoost on rows at and around their
 * thresholds: a model that XGBoost computes in another way, such as with the weights of dropped
 * trees, has no formula.
 *
 * @param rounds how many rounds of the model count
 * @param features how many numbers a row has
 */
record TreeFormula(Boosting boosting, int rounds, int features) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TESTED_ROWS = 200;
  private static final int SEED = 7;

  /** Sums of single precision differ by less. */
  private static final double CLOSE = 1e-4;

  /** A tree in a form that this class does not know. */
  private static final class UnknownTree extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The sums, if they are those of the trees.
   *
   * @param isLinked whether predictions may be other than the sums
   */
  Optional<Formula.Trees> sums(boolean isLinked) {
    List<Node> roots = new ArrayList<>();
    try {
      for (String tree : boosting.trees()) {
        roots.add(node(JSON.readTree(tree)));
      }
    } catch (JsonProcessingException | UnknownTree otherwise) {
      return Optional.empty();
    }
    Matrix tested = tested(roots);
    float[][] expected = boosting.sums(tested, rounds);
    int outputs = expected[0].length;
    List<Formula.Tree> trees = new ArrayList<>();
    int parallel = boosting.shape().parallelTrees();
    for (int i = 0; i < Math.min(roots.size(), rounds * outputs * parallel); i++) {
      trees.add(new Formula.Tree(i / parallel % outputs, roots.get(i)));
    }
    // The part that is not of the trees is the same for all rows.
    Formula.Trees bare = new Formula.Trees(features, trees, new double[outputs]);
    double[] constants = new double[outputs];
    double[] ofFirst = bare.of(row(tested, 0));
    for (int output = 0; output < outputs; output++) {
      constants[output] = expected[0][output] - ofFirst[output];
    }
    Formula.Trees formula = new Formula.Trees(features, trees, constants);
    boolean isSame = isSame(formula, tested, expected);
    boolean isSum = isLinked || isSame(formula, tested, boosting.predict(tested, rounds));
    return isSame && isSum ? Optional.of(formula) : Optional.empty();
  }

  private Node node(JsonNode json) {
    if (json.has("leaf")) {
      return new Node.Leaf(json.path("leaf").asDouble());
    }
    String name = json.path("split").asText();
    JsonNode threshold = json.path("split_condition");
    JsonNode children = json.path("children");
    if (!name.matches("f[0-9]{1,9}") || !threshold.isNumber() || children.size() != 2) {
      throw new UnknownTree();
    }
    int feature = Integer.parseInt(name.substring(1));
    if (feature >= features) {
      throw new UnknownTree();
    }
    int yes = json.path("yes").asInt();
    boolean isFirst = children.get(0).path("nodeid").asInt() == yes;
    return new Node.Split(
        feature,
        (float) threshold.asDouble(),
        node(children.get(isFirst ? 0 : 1)),
        node(children.get(isFirst ? 1 : 0)),
        json.path("missing").asInt() == yes);
  }

  /** Rows whose numbers are thresholds, their neighbours, zeros and missing ones. */
  private Matrix tested(List<Node> roots) {
    List<List<Float>> ofFeature = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      ofFeature.add(new ArrayList<>(List.of(0f, Float.NaN)));
    }
    roots.forEach(root -> collect(root, ofFeature));
    SplittableRandom random = new SplittableRandom(SEED);
    float[] values = new float[TESTED_ROWS * features];
    for (int at = 0; at < values.length; at++) {
      List<Float> own = ofFeature.get(at % features);
      values[at] = own.get(random.nextInt(own.size()));
    }
    return new Matrix(TESTED_ROWS, features, values);
  }

  private static void collect(Node node, List<List<Float>> ofFeature) {
    if (node instanceof Node.Split split) {
      List<Float> own = ofFeature.get(split.feature());
      own.add(split.threshold());
      own.add(Math.nextDown(split.threshold()));
      collect(split.below(), ofFeature);
      collect(split.others(), ofFeature);
    }
  }

  private float[] row(Matrix rows, int row) {
    float[] values = new float[features];
    System.arraycopy(rows.values(), row * features, values, 0, features);
    return values;
  }

  private boolean isSame(Formula.Trees formula, Matrix rows, float[][] expected) {
    for (int row = 0; row < rows.rows(); row++) {
      double[] sums = formula.of(row(rows, row));
      for (int output = 0; output < sums.length; output++) {
        double size = Math.max(1, Math.abs(sums[output]));
        if (!(Math.abs(sums[output] - expected[row][output]) <= CLOSE * size)) {
          return false;
        }
      }
    }
    return true;
  }
}
