package org.sqlflow.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The estimators that TO TRAIN can name.
 *
 * @param all each once, in the order to show them
 */
public record Estimators(List<Estimator> all) {
  /** Shown first, in this order; the others follow by name. */
  private static final List<String> FIRST = List.of("clusterModel", "autoencoder", "kmeans");

  public Estimators {
    all = List.copyOf(all);
  }

  /**
   * Every estimator that {@link ServiceLoader} finds: by the context class loader of the thread,
   * which sees what a notebook or an application adds, or else by that of this library.
   */
  public static Estimators installed() {
    return new Estimators(
        ServiceLoader.load(Estimator.class, loader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(
                Comparator.comparingInt((Estimator estimator) -> rank(estimator.name()))
                    .thenComparing(Estimator::name))
            .toList());
  }

  /** A context class loader with another copy of this library's classes would find nothing. */
  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    try {
      if (context != null && context.loadClass(Estimator.class.getName()) == Estimator.class) {
        return context;
      }
    } catch (ClassNotFoundException unrelated) {
      return Estimators.class.getClassLoader();
    }
    return Estimators.class.getClassLoader();
  }

  private static int rank(String name) {
    int place = FIRST.indexOf(name);
    return place < 0 ? FIRST.size() : place;
  }

  /** The estimator of a name or an alias, without regard to case. */
  public Optional<Estimator> find(String name) {
    return all.stream()
        .filter(
            estimator ->
                estimator.name().equalsIgnoreCase(name)
                    || estimator.aliases().stream().anyMatch(name::equalsIgnoreCase))
        .findFirst();
  }

  /**
   * Which module has an estimator of this project that is not installed, and what to do; empty for
   * a name that no module has.
   */
  public Optional<String> elsewhere(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean isXgboost =
        (lower.startsWith("xgboost.") || lower.startsWith("boostedtrees"))
            && all.stream().noneMatch(known -> known.name().startsWith("xgboost."));
    return isXgboost
        ? Optional.of(
            name
                + " is in the module sqlflow-xgboost, which is not installed here: put its jar and"
                + " those of its libraries (xgboost4j_2.12, kryo-shaded, minlog, objenesis,"
                + " commons-logging) on the class path, and restart")
        : Optional.empty();
  }

  /**
   * The estimators nearest to a method that other tools have, such as {@code density} for DBSCAN.
   *
   * @return their names; none if the method is unknown, or they are not installed
   */
  public List<String> nearest(String method) {
    return FamiliarMethods.nearest(method).stream().filter(name -> find(name).isPresent()).toList();
  }

  /** Every name and alias. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Estimator estimator : all) {
      names.add(estimator.name());
      names.addAll(estimator.aliases());
    }
    return names;
  }
}
