package org.sqlflow.report.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.clustering.rules.RuledEstimator;

class AttributeTableTest {
  private static final Path PAGE = Path.of("../../notebooks/reference/attributes.md");
  private static final String BEGIN = "<!-- attributes: made from their declarations -->\n";
  private static final String END = "<!-- end of attributes -->";

  /** To renew the page, run this test with -Dsqlflow.renew=true. */
  @Test
  void theReferencePageHasTheAttributesAsTheyAreDeclared() throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    String declared = AttributeTable.markdown(shipped());

    if (Boolean.getBoolean("sqlflow.renew")) {
      Files.writeString(PAGE, page.substring(0, begin) + declared + page.substring(end));
    } else {
      assertThat(page.substring(begin, end)).isEqualTo(declared);
    }
  }

  /** Without the estimators of the tests and of other modules, which have tables of their own. */
  private static List<Estimator> shipped() {
    return RuledEstimator.all(new Estimators(installed())).all();
  }

  private static List<Estimator> installed() {
    return Estimators.installed().all().stream()
        .filter(estimator -> estimator.getClass().getName().startsWith("org.sqlflow."))
        .filter(estimator -> !estimator.getClass().getName().contains(".xgboost."))
        .toList();
  }
}
