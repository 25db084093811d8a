package org.sqlflow.models.attributes;

import java.util.List;
import org.sqlflow.models.attributes.AttributeType.Choice;
import org.sqlflow.models.attributes.AttributeType.Portion;
import org.sqlflow.models.attributes.AttributeType.Whole;

/**
 * Attributes that every model type takes. Scaling and NULL are the features' work: a model declares
 * them and sees its rows encoded and scaled already.
 */
public final class CommonAttributes {
  public static final String SCALE = "train.scale";
  public static final String ON_NULL = "train.on_null";
  public static final String SAMPLE = "train.sample";
  public static final String SEED = "train.seed";
  public static final String VERBOSE = "train.verbose";
  public static final String ON_INTERRUPT = "train.on_interrupt";

  /** The value of {@link #ON_INTERRUPT} that stores what there is. */
  public static final String KEEP = "keep";

  private CommonAttributes() {}

  /** The declarations, in the order to show them. */
  public static List<AttributeDeclaration> declarations() {
    return List.of(
        AttributeDeclaration.of(
            SCALE,
            new Choice(List.of("standard", "minmax", "robust", "none")),
            "standard",
            "how each feature is scaled; learnt in training and kept with the model"),
        AttributeDeclaration.of(
            ON_NULL,
            new Choice(List.of("error", "skip", "mean")),
            "error",
            "what to do with a row that holds NULL, NaN or infinity"),
        AttributeDeclaration.of(
            SAMPLE,
            new Portion(),
            null,
            "train on so many rows, drawn by chance; without it on all"),
        AttributeDeclaration.of(
            SEED,
            new Whole(Long.MIN_VALUE, Long.MAX_VALUE),
            42L,
            "start of all random numbers: the same seed and rows give the same model"),
        AttributeDeclaration.of(
            VERBOSE,
            new Whole(0, 2),
            1L,
            "how much to tell: 0 the essentials, 1 progress and pictures, 2 also each pass"),
        AttributeDeclaration.of(
            ON_INTERRUPT,
            new Choice(List.of("discard", KEEP)),
            "discard",
            "what an interrupted training leaves: nothing, or its best state so far as the model"));
  }
}
