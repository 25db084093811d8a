package org.sqlflow.models.attributes;

import java.util.List;
import org.sqlflow.models.attributes.AttributeType.Choice;
import org.sqlflow.models.attributes.AttributeType.Portion;
import org.sqlflow.models.attributes.AttributeType.Truth;
import org.sqlflow.models.attributes.AttributeType.Whole;

/**
 * Attributes that every estimator has. Scaling and NULL are handled before the estimator sees the
 * rows, which are encoded and scaled by then.
 */
public final class CommonAttributes {
  public static final String SCALE = "train.scale";
  public static final String ON_NULL = "train.on_null";
  public static final String TEXT_NUMBERS = "train.text_numbers";
  public static final String SAMPLE = "train.sample";
  public static final String ENGINE = "train.engine";
  public static final String SEED = "train.seed";
  public static final String VERBOSE = "train.verbose";
  public static final String ON_INTERRUPT = "train.on_interrupt";
  public static final String KEEP_VERSIONS = "train.keep_versions";
  public static final String MATCH = "train.match";

  /** The value of {@link #ENGINE} that trains here, on rows that are fetched. */
  public static final String LOCAL = "local";

  /** The value of {@link #ENGINE} that learns from rows that stay in the cluster. */
  public static final String CLUSTER = "cluster";

  /** The value of {@link #ON_INTERRUPT} that stores the best state so far. */
  public static final String KEEP = "keep";

  /** A year of monthly trainings would be 12; a model takes from 100 kB to a few MB. */
  private static final long VERSIONS = 10;

  private static final int MOST_VERSIONS = 1000;

  private CommonAttributes() {}

  /** Whether an interrupted training keeps its best state. */
  public static boolean keepsOnInterrupt(AttributeValues attributes) {
    return attributes.text(ON_INTERRUPT).equals(KEEP);
  }

  /** The declarations, in the order to show them. */
  public static List<AttributeDeclaration> declarations() {
    return List.of(
        AttributeDeclaration.of(
            SCALE,
            new Choice(List.of("auto", "standard", "minmax", "robust", "none")),
            "auto",
            "how each feature is scaled; fitted in training and stored with the model. auto: by its"
                + " range, or by a range that most features share"),
        AttributeDeclaration.of(
            ON_NULL,
            new Choice(List.of("error", "skip", "mean")),
            "error",
            "what to do with a row that has NULL, NaN or infinity"),
        AttributeDeclaration.of(
            TEXT_NUMBERS,
            new Truth(),
            false,
            "whether columns of texts such as $1,234.50 are read as numbers, if nearly all of their"
                + " values can be; the first rows of the query are read once more for it"),
        AttributeDeclaration.of(
            SAMPLE,
            new Portion(),
            null,
            "train on a random sample of this size; default: all rows"),
        AttributeDeclaration.of(
            ENGINE,
            new Choice(List.of("auto", LOCAL, CLUSTER)),
            "auto",
            "where a training on a Spark cluster runs: here, on all of its rows, or in the cluster;"
                + " auto: here if the rows fit into memory"),
        AttributeDeclaration.of(
            SEED,
            new Whole(Long.MIN_VALUE, Long.MAX_VALUE),
            42L,
            "seed of all random numbers: the same seed and rows give the same model"),
        AttributeDeclaration.of(
            VERBOSE,
            new Whole(0, 2),
            1L,
            "how much to show: 0 the essentials, 1 progress and charts, 2 also each epoch"),
        AttributeDeclaration.of(
            ON_INTERRUPT,
            new Choice(List.of("discard", KEEP)),
            "discard",
            "what an interrupted training stores: nothing, or its best state so far"),
        AttributeDeclaration.of(
            KEEP_VERSIONS,
            new Whole(1, MOST_VERSIONS),
            VERSIONS,
            "how many versions of the model there may be; the oldest are deleted, and named"),
        AttributeDeclaration.of(
            MATCH,
            new AttributeType.Text(),
            null,
            "an earlier model, such as m or m@1, whose groups give the new groups their numbers;"
                + " both models group the query's rows for that"));
  }
}
