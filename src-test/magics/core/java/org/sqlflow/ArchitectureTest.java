package org.sqlflow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A cell flows down once, its result flows up once: no package knows one above it. */
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.sqlflow");

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
}
