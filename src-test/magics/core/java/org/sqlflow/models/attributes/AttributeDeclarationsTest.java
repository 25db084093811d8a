package org.sqlflow.models.attributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttributeDeclarationsTest {
  private final AttributeDeclarations declarations =
      new AttributeDeclarations(
          List.of(
              AttributeDeclaration.of(
                      "model.groups", new AttributeType.Whole(2, 100), 10L, "how many")
                  .alias("groups", "k"),
              AttributeDeclaration.of("model.rate", new AttributeType.Real(0, 1), 0.5, "how fast"),
              AttributeDeclaration.of("model.deep", new AttributeType.Truth(), true, "how deep"),
              AttributeDeclaration.of("model.from", new AttributeType.Text(), null, "from where"),
              AttributeDeclaration.of(
                  "train.scale",
                  new AttributeType.Choice(List.of("standard", "none")),
                  "standard",
                  "how scaled"),
              AttributeDeclaration.of(
                  "model.units", new AttributeType.Wholes(1, 500, 3), null, "how wide"),
              AttributeDeclaration.of(
                  "model.parts", new AttributeType.Candidates(2, 9, 3), 4L, "how many parts")));

  @Test
  void whatIsNotGivenTakesItsDefault() {
    AttributeValues values = declarations.check(Map.of());
    assertThat(values.whole("model.groups")).isEqualTo(10);
    assertThat(values.value("model.from")).isEmpty();
    assertThat(values.isGiven("model.groups")).isFalse();
  }

  @Test
  void namesAndAliasesFoldCase() {
    AttributeValues values = declarations.check(Map.of("K", 3L, "Model.Rate", 0.1));
    assertThat(values.whole("model.groups")).isEqualTo(3);
    assertThat(values.real("model.rate")).isEqualTo(0.1);
    assertThat(values.isGiven("model.groups")).isTrue();
  }

  @Test
  void anUnknownNameIsBlamedAsItWasGiven() {
    AttributeException error = refused(Map.of("model.gruops", 3L));
    assertThat(error).hasMessage("unknown attribute model.gruops");
    assertThat(error.attribute()).isEqualTo("model.gruops");
    assertThat(declarations.names()).contains("model.groups", "k");
  }

  @Test
  void anAttributeGivenTwiceByAnAliasIsRefused() {
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put("model.groups", 3L);
    raw.put("k", 4L);
    assertThat(refused(raw)).hasMessage("model.groups and k are the same attribute: keep one");
  }

  @Test
  void anAttributeGivenTwiceInOtherLettersIsRefused() {
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put("k", 3L);
    raw.put("K", 3L);
    assertThat(refused(raw)).hasMessage("K is given twice: keep one");
  }

  @Test
  void aNumberWithAPointIsNoWholeNumber() {
    assertThat(refused(Map.of("model.groups", 10.0)))
        .hasMessage("model.groups must be a whole number from 2 to 100, not 10.0");
  }

  @Test
  void aWholeNumberIsANumber() {
    assertThat(declarations.check(Map.of("model.rate", 1L)).real("model.rate")).isEqualTo(1.0);
  }

  @Test
  void outOfRangeIsRefused() {
    assertThat(refused(Map.of("model.groups", 1L)))
        .hasMessage("model.groups must be a whole number from 2 to 100, not 1");
    assertThat(refused(Map.of("model.rate", Double.NaN)))
        .hasMessage("model.rate must be a number from 0 to 1, not NaN");
  }

  @Test
  void aStringIsNoTruthValue() {
    assertThat(refused(Map.of("model.deep", "yes")))
        .hasMessage("model.deep must be true or false, not 'yes'");
  }

  @Test
  void aWordFoldsCaseAndIsStoredAsDeclared() {
    assertThat(declarations.check(Map.of("train.scale", "NONE")).text("train.scale"))
        .isEqualTo("none");
    assertThat(refused(Map.of("train.scale", "nine")))
        .hasMessage("train.scale must be one of standard, none, not 'nine'");
  }

  @Test
  void oneWholeNumberIsAListOfOne() {
    assertThat(declarations.check(Map.of("model.units", 7L)).wholes("model.units"))
        .contains(List.of(7L));
  }

  @Test
  void aListIsRefusedForItsLengthAndForEachOfItsValues() {
    assertThat(declarations.check(Map.of("model.units", List.of(9L, 7L))).wholes("model.units"))
        .contains(List.of(9L, 7L));
    for (List<Object> list :
        List.<List<Object>>of(
            List.of(), List.of(1L, 2L, 3L, 4L), List.of(0L), List.of(2.5), List.of("a"))) {
      assertThat(refused(Map.of("model.units", list)))
          .hasMessage(
              "model.units must be a list of 1 to 3 whole numbers from 1 to 500, not " + list);
    }
  }

  @Test
  void aNumberMayBeLeftToAChoice() {
    assertThat(declarations.check(Map.of()).whole("model.parts")).isEqualTo(4);
    assertThat(parts(5L)).contains(5L);
    assertThat(parts(List.of(8L, 3L, 8L))).contains(List.of(3L, 8L));
    assertThat(parts(List.of(7L, 7L))).contains(7L);
    assertThat(parts("AUTO")).contains("auto");
  }

  @Test
  void whatIsNoChoiceIsRefusedWithAllItsForms() {
    for (Object value :
        List.of(1L, "some", 2.5, true, List.of(), List.of(2L, 10L), List.of(2L, 3L, 4L, 5L))) {
      assertThat(refused(Map.of("model.parts", value)))
          .hasMessageStartingWith(
              "model.parts must be a whole number from 2 to 9, a list of up to 3 such numbers to"
                  + " choose from, or auto, not ");
    }
  }

  private Optional<Object> parts(Object value) {
    return declarations.check(Map.of("model.parts", value)).value("model.parts");
  }

  private AttributeException refused(Map<String, Object> raw) {
    return catchThrowableOfType(AttributeException.class, () -> declarations.check(raw));
  }
}
