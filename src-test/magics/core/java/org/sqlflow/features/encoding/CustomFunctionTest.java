package org.sqlflow.features.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.ColumnFunction;
import org.sqlflow.features.ColumnFunctions;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureStatistics;
import org.sqlflow.features.FeatureVisitor;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.scale.Scale;

/** A column function costs one record and one line in a registry: here {@code SIGN(c)}. */
class CustomFunctionTest {
  private static final ColumnFunctions FUNCTIONS =
      ColumnFunctions.STANDARD.with(SignFeature.FUNCTION);

  /** SIGN(c): -1, 0 or 1; 0 for NULL. */
  record SignFeature(String column) implements Feature {
    static final ColumnFunction FUNCTION =
        new ColumnFunction(
            "SIGN",
            1,
            1,
            "a column of numbers",
            "SIGN(balance)",
            Optional.of(SignFeature.class),
            call ->
                call.numbers(0).stream()
                    .<Feature>map(number -> new SignFeature(number.column()))
                    .toList());

    @Override
    public String kind() {
      return "SIGN";
    }

    @Override
    public String text() {
      return "SIGN(" + column + ")";
    }

    @Override
    public <R> R accept(FeatureVisitor<R> visitor) {
      return visitor.other(this);
    }

    @Override
    public List<ColumnRead> reads() {
      return List.of(ColumnRead.numbers(column));
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public List<String> names() {
      return List.of(text());
    }

    @Override
    public FeatureStatistics statistics(Scale scale) {
      return FeatureStatistics.none(this);
    }

    @Override
    public void encode(RowPart part, Target target, int at) {
      for (int i = 0; i < part.rows(); i++) {
        double number = part.doubles(column)[part.from() + i];
        if (target.starts()[i] >= 0 && !Double.isNaN(number)) {
          target.values()[target.starts()[i] + at] = (float) Math.signum(number);
        }
      }
    }
  }

  private static FeatureEncoding fitted(RowBatch batch) {
    FeatureSelection selection =
        Encoded.choose("sign(m), m", Encoded.schema(batch), Optional.empty(), FUNCTIONS);
    return new FeatureFitter(selection, Scale.NONE, OnNull.MEAN, Optional.empty())
        .fit(Encoded.rows(batch), (rows, width) -> {})
        .encoding();
  }

  @Test
  void itIsCalledFittedAndEncodedLikeTheOthers() {
    RowBatch batch = Encoded.batch("m", new double[] {-5, 0, 7, Double.NaN});
    FeatureEncoding encoding = fitted(batch);

    assertThat(encoding.featureNames()).containsExactly("SIGN(m)", "m");
    assertThat(encoding.encode(batch, 0, 3).matrix().values()).containsExactly(-1, -5, 0, 0, 1, 7);
  }

  @Test
  void itsErrorsShowItsUsage() {
    RowBatch batch = Encoded.batch("m", new double[] {1});

    assertThatThrownBy(
            () -> Encoded.choose("SIGN()", Encoded.schema(batch), Optional.empty(), FUNCTIONS))
        .hasMessage("SIGN takes a column of numbers, as in SIGN(balance)");
    assertThatThrownBy(
            () -> Encoded.choose("SGN(m)", Encoded.schema(batch), Optional.empty(), FUNCTIONS))
        .hasMessage("no column function SGN; did you mean SIGN?");
  }

  @Test
  void itIsReadFromJsonWhereItIsRegistered() throws JsonProcessingException {
    FeatureEncoding encoding = fitted(Encoded.batch("m", new double[] {-5, 3}));
    JsonMapper json = FUNCTIONS.register(JsonMapper.builder()).build();

    String written = json.writeValueAsString(encoding);

    assertThat(written).contains("{\"kind\":\"SIGN\",\"column\":\"m\"}");
    assertThat(json.readValue(written, FeatureEncoding.class)).isEqualTo(encoding);
    assertThatThrownBy(() -> new JsonMapper().readValue(written, FeatureEncoding.class))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("SIGN");
  }
}
