package org.sqlflow.models;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The estimators that come nearest to methods that people know from other tools. */
final class FamiliarMethods {
  private static final Map<String, List<String>> NEAREST = new HashMap<>();

  static {
    add("density", "dbscan hdbscan optics meanshift");
    add("gaussianMixture", "gmm mixture bayesianGaussianMixture mclust");
    add("kmeans", "miniBatchKMeans bisectingKMeans kMeansPlusPlus kMedoids pam clara");
    add("kmeans", "agglomerative hierarchical hclust ward birch");
    add("autoCluster", "cluster auto affinityPropagation xmeans");
    add("clusterModel", "dec idec deepEmbedded deep");
    add("autoencoder", "pca svd truncatedSvd umap tsne vae embedding");
    add("xgboost.gbtree", "xgb xgboost");
    String trees = "BoostedTreesClassifier BoostedTreesRegressor";
    add(trees, "randomForest rf extraTrees extraTree decisionTree tree cart adaBoost bagging");
    add(trees, "boostedTrees gradientBoosting histGradientBoosting gradientBoosted gbt gbm gbdt");
    add(trees, "gradientBoostedTrees lightGbm lgbm lgb catBoost");
    add("LinearClassifier", "logisticRegression logistic logit naiveBayes gaussianNb bernoulliNb");
    add("LinearRegressor", "linearRegression ols ridge lasso elasticNet");
    add("LinearClassifier LinearRegressor", "linear glm sgd svm linearSvm perceptron");
    add("DNNClassifier", "svc");
    add("DNNRegressor", "svr");
    add("DNNClassifier DNNRegressor", "dnn mlp multilayerPerceptron neuralNetwork neuralNet nn");
    add("DNNClassifier DNNRegressor", "kNeighbors knn nearestNeighbors");
  }

  /** What such a method is for, at the end of its name. */
  private static final Pattern TASK = Pattern.compile("(classifi|regress|cluster)\\w{0,10}$");

  private FamiliarMethods() {}

  private static void add(String estimators, String methods) {
    for (String method : methods.split(" ")) {
      NEAREST.put(method.toLowerCase(Locale.ROOT), List.of(estimators.split(" ")));
    }
  }

  /**
   * The names of the estimators nearest to a method, such as {@code sklearn.cluster.DBSCAN}; none
   * for an unknown one.
   */
  static List<String> nearest(String method) {
    String name =
        method
            .substring(method.lastIndexOf('.') + 1)
            .replaceAll("[_ -]", "")
            .toLowerCase(Locale.ROOT);
    Matcher task = TASK.matcher(name);
    if (NEAREST.containsKey(name) || !task.find()) {
      return NEAREST.getOrDefault(name, List.of());
    }
    List<String> all = NEAREST.getOrDefault(name.substring(0, task.start()), List.of());
    List<String> same =
        all.stream()
            .filter(estimator -> estimator.toLowerCase(Locale.ROOT).contains(task.group(1)))
            .toList();
    return same.isEmpty() ? all : same;
  }
}
