package org.sqlflow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlflow.models.Estimator;

/**
 * A cell flows down once, its result flows up once: a package knows only packages below it, and no
 * two packages know each other. There are no exceptions to these rules.
 */
class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.sqlflow");

  /** For each package those that it may know, from the ground up; all may know {@code text}. */
  private static final Map<String, List<String>> MAY_KNOW = mayKnow();

  private static Map<String, List<String>> mayKnow() {
    Map<String, List<String>> may = new LinkedHashMap<>();
    put(may, "text", "");
    put(may, "files", "");
    put(may, "executor", "");
    put(may, "data", "");
    put(may, "math", "data");
    put(may, "syntax", "");
    put(may, "columns", "data math");
    put(may, "features.scale", "math");
    put(may, "features.trained", "data syntax");
    put(may, "features", "data math syntax columns features.scale features.trained");
    put(
        may,
        "features.encoding",
        "data math syntax columns features.scale features.trained features");
    put(may, "models.attributes", "");
    put(may, "models.formula", "executor");
    put(may, "models.clusters", "");
    put(may, "models.drift", "data math features features.encoding");
    put(may, "models", "data math executor features.encoding models.attributes models.clusters");
    put(may, "models.training", "data math models models.attributes");
    put(may, "models.metrics", "data math models");
    put(
        may,
        "models.neural",
        "data math executor models models.attributes models.training models.formula");
    put(
        may,
        "models.autoencoder",
        "data math executor models models.attributes models.training models.neural models.formula");
    put(
        may,
        "models.autoencoder.keras",
        "data math models models.attributes models.training models.neural models.autoencoder");
    put(
        may,
        "models.clustering",
        "data math executor features features.encoding models models.attributes models.clusters"
            + " models.drift models.training models.metrics models.formula");
    put(may, "models.clustering.centres", "data math models models.training models.clustering");
    put(
        may,
        "models.clustering.landmarks",
        "data math models models.clustering models.clustering.centres");
    put(
        may,
        "models.clustering.judge",
        "data math models models.attributes models.clusters models.training models.metrics"
            + " models.clustering models.clustering.centres models.clustering.landmarks");
    put(
        may,
        "models.clustering.kmeans",
        "data math models models.attributes models.clusters models.training models.metrics"
            + " models.clustering models.clustering.centres models.clustering.judge"
            + " models.formula");
    put(may, "models.clustering.manifold", "data math models models.clustering.centres");
    put(
        may,
        "models.clustering.mixture",
        "data math models models.attributes models.clusters models.training models.clustering"
            + " models.clustering.centres models.clustering.judge models.clustering.kmeans"
            + " models.formula");
    put(
        may,
        "models.clustering.density",
        "data math models models.attributes models.clusters models.training models.clustering"
            + " models.clustering.judge");
    put(
        may,
        "models.clustering.spectral",
        "data math models models.attributes models.clusters models.training models.clustering"
            + " models.clustering.centres models.clustering.landmarks models.clustering.judge"
            + " models.clustering.kmeans");
    put(
        may,
        "models.clustering.auto",
        "data math models models.attributes models.clusters models.training models.metrics"
            + " models.clustering models.clustering.centres models.clustering.landmarks"
            + " models.clustering.judge models.clustering.kmeans models.clustering.mixture"
            + " models.clustering.spectral models.clustering.density models.formula");
    put(
        may,
        "models.clustering.dec",
        "data math executor models models.attributes models.clusters models.training models.metrics"
            + " models.neural models.autoencoder models.clustering models.clustering.centres"
            + " models.clustering.judge models.clustering.kmeans models.clustering.manifold"
            + " models.formula");
    put(
        may,
        "models.clustering.rules",
        "data math columns features features.scale features.encoding models models.attributes"
            + " models.clusters models.training models.metrics models.clustering"
            + " models.clustering.judge models.clustering.kmeans");
    put(may, "models.classification", "data math models models.metrics");
    put(may, "models.regression", "data math models models.metrics");
    put(
        may,
        "models.supervised",
        "data math features features.encoding models models.attributes models.training"
            + " models.metrics models.classification models.regression models.formula");
    put(
        may,
        "models.supervised.linear",
        "data models models.attributes models.training models.supervised models.formula");
    put(
        may,
        "models.supervised.dense",
        "data executor features features.encoding models models.attributes models.training"
            + " models.neural models.supervised models.formula");
    put(
        may,
        "engine",
        "data math columns features features.scale features.encoding models"
            + " models.attributes");
    put(may, "database", "data");
    put(may, "database.spi", "data database");
    put(may, "database.session", "data database database.spi");
    put(may, "database.generic", "data database database.spi database.session");
    put(may, "database.postgres", "data database database.spi database.session database.generic");
    put(may, "database.mariadb", "data database database.spi database.session database.generic");
    put(may, "database.duckdb", "data database database.spi database.session");
    put(
        may,
        "export",
        "files data columns executor database features features.scale features.encoding"
            + " models.formula models.clustering.rules");
    put(
        may,
        "store",
        "files data features features.trained features.encoding models models.attributes"
            + " models.clusters models.drift models.clustering models.clustering.rules database");
    String below =
        String.join(" ", may.keySet()) + " report report.tables report.charts report.words";
    put(may, "statements", below);
    below += " statements";
    put(may, "statements.export", below);
    put(may, "statements.describe", below);
    put(may, "statements.evaluate", below);
    put(may, "statements.explain", below);
    put(may, "statements.train", below + " statements.describe");
    put(may, "statements.predict", below + " statements.export");
    put(may, "statements.lifecycle", below + " statements.train");
    put(
        may,
        "statements.dispatch",
        below
            + " statements.export statements.describe statements.evaluate statements.explain"
            + " statements.train statements.predict statements.lifecycle");
    return may;
  }

  private static void put(Map<String, List<String>> may, String name, String others) {
    may.put(name, others.isEmpty() ? List.of() : Arrays.asList(others.split(" ")));
  }

  static Stream<String> packages() {
    return MAY_KNOW.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageKnowsOnlyThoseBelowIt(String name) {
    List<String> allowed = MAY_KNOW.get(name);
    noClasses()
        .that()
        .resideInAPackage("org.sqlflow." + name)
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of a package of ours beside " + allowed,
                other ->
                    other.getPackageName().startsWith("org.sqlflow.")
                        && !shortName(other).equals(name)
                        && !shortName(other).equals("text")
                        && !allowed.contains(shortName(other))))
        .check(PRODUCT);
  }

  private static String shortName(JavaClass type) {
    return type.getPackageName().substring("org.sqlflow.".length());
  }

  @Test
  void noTwoPackagesKnowEachOther() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
              }

              @Override
              public String getDescription() {
                return "each package by itself";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(PRODUCT);
  }

  @Test
  void modelsKnowNoSqlAndTheMagicNoJupyter() {
    noClasses()
        .that()
        .resideInAnyPackage("org.sqlflow.models..", "org.sqlflow.engine..", "org.sqlflow.data..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.duckdb..", "net.sf.jsqlparser..")
        .check(PRODUCT);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.dflib.jjava..", "org.zeromq..", "org.apache.spark..")
        .check(PRODUCT);
  }

  @Test
  void estimatorsAndDatabasesAreFoundAndNeverNamed() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.sqlflow.models..")
        .should()
        .callConstructorWhere(
            DescribedPredicate.describe(
                "an estimator is made",
                call -> call.getTargetOwner().isAssignableTo(Estimator.class)))
        .check(PRODUCT);
    noClasses()
        .that()
        .resideOutsideOfPackages("org.sqlflow.database..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.sqlflow.database.duckdb",
            "org.sqlflow.database.postgres",
            "org.sqlflow.database.mariadb",
            "org.sqlflow.database.spark",
            "org.sqlflow.database.generic")
        .check(PRODUCT);
  }

  @Test
  void numbersAreWrittenTheSameOnEveryMachine() {
    noClasses()
        .should()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "format", String.class, Object[].class)
        .because("they write 1.234,5 on some machines: use org.sqlflow.text.Text")
        .check(PRODUCT);
  }

  @Test
  void everyClassLivesInAKnownPackage() {
    String[] upper = {"report..", "completion", "magic"};
    classes()
        .should()
        .resideInAnyPackage(
            Stream.concat(MAY_KNOW.keySet().stream(), Arrays.stream(upper))
                .map(name -> "org.sqlflow." + name)
                .toArray(String[]::new))
        .check(PRODUCT);
  }
}
