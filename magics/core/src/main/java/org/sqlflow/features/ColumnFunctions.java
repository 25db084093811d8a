package org.sqlflow.features;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.ContextAttributes;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlflow.syntax.Name;
import org.sqlflow.text.NearestName;

/**
 * The functions of COLUMN, and the features of stored models. Immutable.
 *
 * @param all in the order in which messages and completion list them
 */
public record ColumnFunctions(List<ColumnFunction> all) {
  /** The functions of the language: a line for each. */
  public static final ColumnFunctions STANDARD =
      new ColumnFunctions(
          List.of(
              NumericFeature.NUMERIC,
              NumericFeature.LOG,
              BucketFeature.FUNCTION,
              CategoryIdFeature.FUNCTION,
              CategoryHashFeature.FUNCTION,
              IndicatorFeature.FUNCTION,
              CrossFeature.FUNCTION,
              DenseFeature.FUNCTION,
              SparseFeature.FUNCTION,
              WeightedFeature.FUNCTION,
              GroupFeature.FUNCTION,
              EmbeddingFeature.FUNCTION));

  /** Features that have no function to read them, by their kinds. */
  private static final Map<String, Class<? extends Feature>> FURTHER =
      Map.of(ModelNumbersFeature.KIND, ModelNumbersFeature.class);

  /** Functions of SQLFlow that are not supported, with what to do instead. */
  private static final Map<String, String> NOT_SUPPORTED =
      Map.of(
          "SEQ_CATEGORY_ID",
          "no estimator reads sequences; split the text in the query and use CATEGORY_HASH on its"
              + " parts",
          "WEIGHTED_CATEGORY",
          "SPARSE(c, n, ',', int, ':', float) reads places with weights",
          "CONCAT",
          "list the entries in COLUMN, separated by commas",
          "BUCKETIZE",
          "use BUCKET(c, [b1, b2]) with explicit bounds");

  public ColumnFunctions {
    all = List.copyOf(all);
  }

  /** These functions and one more. */
  public ColumnFunctions with(ColumnFunction function) {
    return new ColumnFunctions(Stream.concat(all.stream(), Stream.of(function)).toList());
  }

  /** The function of a name in any case, if there is one. */
  public Optional<ColumnFunction> find(String name) {
    return all.stream().filter(function -> function.name().equalsIgnoreCase(name)).findFirst();
  }

  /**
   * The function of a name.
   *
   * @throws FeatureException if there is none, with the nearest one
   */
  ColumnFunction of(Name name) {
    return find(name.text())
        .orElseThrow(() -> new FeatureException(unknown(name.text()), name.position()));
  }

  private String unknown(String name) {
    String instead = NOT_SUPPORTED.get(name.toUpperCase(Locale.ROOT));
    if (instead != null) {
      return name + " is a function of SQLFlow that is not supported: " + instead;
    }
    List<String> names = all.stream().map(ColumnFunction::name).toList();
    return "no column function "
        + name
        + "; "
        + NearestName.question(name, names)
            .orElseGet(
                () ->
                    "there are "
                        + String.join(", ", names)
                        + ". Compute anything else in the query");
  }

  /**
   * Lets a mapper read features of these functions from JSON. Any mapper reads and writes those of
   * the {@link #STANDARD} ones.
   */
  public JsonMapper.Builder register(JsonMapper.Builder mapper) {
    return mapper.defaultAttributes(
        ContextAttributes.getEmpty().withSharedAttribute(ColumnFunctions.class, this));
  }

  /** The types of features in JSON: the names of their functions. */
  static final class Kinds extends TypeIdResolverBase {
    @Override
    public String idFromValue(Object value) {
      return ((Feature) value).kind();
    }

    @Override
    public String idFromValueAndType(Object value, Class<?> suggestedType) {
      return idFromValue(value);
    }

    @Override
    public JsonTypeInfo.Id getMechanism() {
      return JsonTypeInfo.Id.CUSTOM;
    }

    @Override
    public JavaType typeFromId(DatabindContext context, String id) throws IOException {
      ColumnFunctions functions =
          context.getAttribute(ColumnFunctions.class) instanceof ColumnFunctions registered
              ? registered
              : STANDARD;
      Optional<Class<? extends Feature>> feature =
          functions.all.stream()
              .filter(function -> function.name().equals(id))
              .findFirst()
              .flatMap(ColumnFunction::feature)
              .or(() -> Optional.ofNullable(FURTHER.get(id)));
      if (feature.isEmpty()) {
        throw ((DeserializationContext) context)
            .invalidTypeIdException(context.constructType(Feature.class), id, "no such feature");
      }
      return context.constructType(feature.get());
    }
  }
}
