package org.sqlflow.completion;

import java.util.List;
import java.util.Optional;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.statements.PredictAttributes;
import org.sqlflow.syntax.Place;

/** The attributes that WITH takes at a place. */
final class WithAttributes {
  private static final AttributeDeclarations NONE = new AttributeDeclarations(List.of());

  private WithAttributes() {}

  static AttributeDeclarations at(Place place, Estimators types) {
    Optional<String> operation = place.statement().operation();
    if (operation.filter("PREDICT"::equals).isPresent()) {
      return PredictAttributes.ofSomeModel();
    }
    return operation
        .filter("TRAIN"::equals)
        .flatMap(train -> place.statement().subject())
        .flatMap(types::find)
        .map(Estimator::attributes)
        .map(AttributeDeclarations::new)
        .orElse(NONE);
  }
}
