package org.sqlflow.kernel;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.TrainingProgress;

/** Which way imports may point. */
class ArrowsTest {
  private final JavaClasses kernel =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.sqlflow.kernel");

  @Test
  void theKernelKnowsTheMagicWhatItTellsTextsAndFilesAndNothingBelow() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("org.sqlflow.."))
                .or(
                    resideInAnyPackage(
                        "org.sqlflow.kernel..",
                        "org.sqlflow.data",
                        "org.sqlflow.magic",
                        "org.sqlflow.report",
                        "org.sqlflow.completion",
                        "org.sqlflow.files",
                        "org.sqlflow.text"))
                .or(equivalentTo(TrainingProgress.class)))
        .check(kernel);
  }

  @Test
  void itsPackagesHaveNoCycles() {
    slices().matching("org.sqlflow.kernel.(*)..").should().beFreeOfCycles().check(kernel);
  }
}
