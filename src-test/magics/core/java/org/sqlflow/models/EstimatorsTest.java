package org.sqlflow.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;

class EstimatorsTest {
  private final Estimators types = Estimators.installed();

  @Test
  void aTypeIsFoundByNameAndAliasInAnyCase() {
    for (String name :
        List.of(
            "clusterModel",
            "CLUSTERMODEL",
            "DeepEmbeddingClusterModel",
            "sqlflow_models.DeepEmbeddingClusterModel")) {
      assertThat(types.find(name)).map(Estimator::name).contains("clusterModel");
    }
    assertThat(types.find("AutoEncoder")).map(Estimator::name).contains("autoencoder");
    assertThat(types.find("nothing")).isEmpty();
  }

  @Test
  void noTwoAttributesOfATypeShareAName() {
    for (Estimator type : types.all()) {
      assertThat(
              new AttributeDeclarations(type.attributes())
                  .names().stream().map(name -> name.toLowerCase(Locale.ROOT)))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void everyDefaultIsAValueThatCouldBeGiven() {
    for (Estimator type : types.all()) {
      AttributeDeclarations declarations = new AttributeDeclarations(type.attributes());
      for (AttributeDeclaration attribute : type.attributes()) {
        attribute
            .defaultValue()
            .ifPresent(
                value ->
                    assertThat(
                            declarations
                                .check(java.util.Map.of(attribute.name(), value))
                                .value(attribute.name()))
                        .contains(value));
      }
    }
  }

  @Test
  void sqlflowsNamesAreKnown() {
    AttributeDeclarations declarations =
        new AttributeDeclarations(types.find("clusterModel").orElseThrow().attributes());
    assertThat(declarations.find("model.pretrain_dims"))
        .map(AttributeDeclaration::name)
        .contains("model.encode_units");
    assertThat(declarations.find("n_clusters"))
        .map(AttributeDeclaration::name)
        .contains("model.n_clusters");
  }
}
