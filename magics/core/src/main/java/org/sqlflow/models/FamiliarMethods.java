package org.sqlflow.models;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The estimators that come nearest to methods that people know from other tools. */
final class FamiliarMethods {
  private static final Map<String, List<String>> NEAREST = nearest();

  /** What such a method is for, at the end of its name. */
  private static final Pattern TASK = Pattern.compile("(classifi|regress|cluster)\\w{0,10}$");

  private FamiliarMethods() {}

  private static Map<String, List<String>> nearest() {
    Map<String, List<String>> nearest = new HashMap<>();
    add(nearest, "density", "dbscan hdbscan optics meanshift");
    add(nearest, "gaussianMixture", "gmm mixture bayesianGaussianMixture mclust");
    add(nearest, "kmeans", "miniBatchKMeans bisectingKMeans kMeansPlusPlus kMedoids pam clara");
    add(nearest, "spectral", "spectral");
    add(nearest, "kmeans", "kMeans agglomerative hierarchical hclust ward birch");
    add(nearest, "autoCluster", "cluster auto affinityPropagation xmeans");
    add(nearest, "clusterModel", "dec idec deepEmbedded deep");
    add(nearest, "autoencoder", "pca svd truncatedSvd umap tsne vae embedding");
    add(nearest, "xgboost.gbtree", "xgb xgboost");
    String trees = "BoostedTreesClassifier BoostedTreesRegressor";
    add(
        nearest,
        trees,
        "randomForest rf extraTrees extraTree decisionTree tree cart adaBoost bagging");
    add(
        nearest,
        trees,
        "boostedTrees gradientBoosting histGradientBoosting gradientBoosted gbt gbm gbdt");
    add(nearest, trees, "gradientBoostedTrees lightGbm lgbm lgb catBoost");
    add(
        nearest,
        "LinearClassifier",
        "logisticRegression logistic logit naiveBayes gaussianNb ridgeClassifier");
    add(nearest, "LinearRegressor", "linearRegression ols ridge lasso elasticNet");
    add(nearest, "LinearClassifier LinearRegressor", "linear glm sgd svm linearSvm perceptron");
    add(nearest, "DNNClassifier", "svc");
    add(nearest, "DNNRegressor", "svr");
    add(
        nearest,
        "DNNClassifier DNNRegressor",
        "dnn mlp multilayerPerceptron neuralNetwork neuralNet nn");
    add(nearest, "DNNClassifier DNNRegressor", "kNeighbors knn nearestNeighbors");
    return Map.copyOf(nearest);
  }

  private static void add(Map<String, List<String>> nearest, String estimators, String methods) {
    for (String method : methods.split(" ")) {
      nearest.put(method.toLowerCase(Locale.ROOT), List.of(estimators.split(" ")));
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
