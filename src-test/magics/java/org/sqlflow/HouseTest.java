package org.sqlflow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cell flows down once, its result flows up once: no package knows one above it. */
class HouseTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.sqlflow");

  /** For each package those of ours that it may know, beside text, which all may. */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("text", List.of()),
          Map.entry("syntax", List.of()),
          Map.entry("features", List.of("syntax")),
          Map.entry("models", List.of("features")),
          Map.entry("models.cluster", List.of("models", "features")),
          Map.entry("database", List.of()),
          Map.entry("store", List.of("models", "features", "database")),
          Map.entry("report", List.of("models", "features")),
          Map.entry(
              "statements",
              List.of(
                  "syntax", "features", "models", "models.cluster", "database", "store", "report")),
          Map.entry(
              "completion",
              List.of("syntax", "features", "models", "database", "store", "report", "statements")),
          Map.entry(
              "magic",
              List.of(
                  "syntax",
                  "features",
                  "models",
                  "database",
                  "store",
                  "report",
                  "statements",
                  "completion")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "syntax",
        "features",
        "models",
        "models.cluster",
        "database",
        "store",
        "report",
        "statements",
        "completion",
        "magic"
      })
  void aPackageKnowsOnlyThoseBelowIt(String name) {
    String own = "org.sqlflow." + name;
    String[] unknown =
        MAY_KNOW.keySet().stream()
            .filter(other -> !other.equals("text"))
            .filter(other -> !other.equals(name) && !MAY_KNOW.get(name).contains(other))
            // The registry of model types is the one place of models that names its types.
            .filter(other -> !(name.equals("models") && other.equals("models.cluster")))
            .map(other -> "org.sqlflow." + other)
            .toArray(String[]::new);

    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(own)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(unknown);

    rule.check(HOUSE);
  }

  @Test
  void onlyTheRegistryOfModelTypesNamesModels() {
    noClasses()
        .that()
        .resideInAPackage("org.sqlflow.models")
        .and()
        .doNotHaveSimpleName("ModelTypes")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.sqlflow.models.cluster")
        .check(HOUSE);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("org.sqlflow.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void modelsKnowNoSqlAndTheMagicNoJupyter() {
    noClasses()
        .that()
        .resideInAPackage("org.sqlflow.models..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.duckdb..", "net.sf.jsqlparser..")
        .check(HOUSE);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.dflib.jjava..", "org.zeromq..")
        .check(HOUSE);
  }

  @Test
  void figuresAreWrittenAlikeOnEveryMachine() {
    noClasses()
        .should()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "format", String.class, Object[].class)
        .because("they write 1.234,5 on some machines: use org.sqlflow.text.Text")
        .check(HOUSE);
  }

  @Test
  void everyClassLivesInAPackageOfTheHouse() {
    classes()
        .should()
        .resideInAnyPackage(
            MAY_KNOW.keySet().stream().map(p -> "org.sqlflow." + p).toArray(String[]::new))
        .check(HOUSE);
  }
}
