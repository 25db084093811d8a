package org.sqlflow.statements.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.autoencoder.keras.KerasAutoencoder;
import org.sqlflow.models.clustering.NumberedModel;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.Text;

/**
 * The model of USING, which a training starts from: a stored one, or one in a Keras file.
 *
 * @param encoding how its features were encoded; empty for a Keras file
 * @param file the Keras file, if it comes from one
 */
record BaseModel(
    Name name, Model model, Optional<FeatureEncoding> encoding, Optional<KerasAutoencoder> file) {
  /** The attribute that means the same as USING. */
  private static final String ATTRIBUTE = "model.existed_pretrain_model";

  /** The model that a statement names, if it names one. */
  static Optional<BaseModel> of(
      Statement.Train statement, AttributeValues attributes, Workspace workspace) {
    return name(statement, attributes).map(name -> read(name, attributes, workspace));
  }

  private static Optional<Name> name(Statement.Train statement, AttributeValues attributes) {
    Optional<String> attribute = attributes.value(ATTRIBUTE).map(String::valueOf);
    if (attribute.isEmpty()) {
      return statement.using();
    }
    if (statement.using().isPresent()) {
      Name using = statement.using().get();
      if (!attribute.get().equalsIgnoreCase(using.text())) {
        throw new StatementException(
            "USING names "
                + using
                + " and "
                + ATTRIBUTE
                + " names "
                + attribute.get()
                + ": keep one",
            using.position());
      }
      return statement.using();
    }
    return statement.attributes().stream()
        .filter(a -> a.name().text().toLowerCase(Locale.ROOT).endsWith("pretrain_model"))
        .map(a -> new Name(attribute.get(), false, a.value().position()))
        .findFirst();
  }

  private static BaseModel read(Name name, AttributeValues attributes, Workspace workspace) {
    if (KerasAutoencoder.isNamed(name.text())) {
      try {
        KerasAutoencoder file =
            KerasAutoencoder.read(name.text(), attributes.wholeLong(CommonAttributes.SEED));
        return new BaseModel(name, file.unnamed(), Optional.empty(), Optional.of(file));
      } catch (ModelException error) {
        throw new StatementException(error.getMessage(), name.position());
      }
    }
    StoredModel stored = workspace.model(name);
    return new BaseModel(
        new Name(stored.name(), name.quoted(), name.position()),
        // Only the model inside matters to a training, not how its groups are numbered.
        workspace.restored(stored) instanceof NumberedModel numbered
            ? numbered.model()
            : workspace.restored(stored),
        Optional.of(stored.encoding()),
        Optional.empty());
  }

  /** The model for features of these names; a Keras file takes them in their order. */
  Model over(List<String> features) {
    try {
      return file.map(keras -> keras.over(features)).orElse(model);
    } catch (ModelException error) {
      throw new StatementException(error.getMessage(), name.position());
    }
  }

  /** What the user should know: a network keeps the scaling of its own training. */
  List<String> notes(AttributeValues attributes) {
    List<String> notes = new ArrayList<>();
    String asked = attributes.text(CommonAttributes.SCALE);
    encoding
        .map(own -> own.scale().word())
        .filter(own -> attributes.isGiven(CommonAttributes.SCALE) && !asked.equals(own))
        .ifPresent(
            own ->
                notes.add(
                    Text.of(
                        "%s has no effect: the encoder of %s keeps the scale of its own training"
                            + " (%s).",
                        CommonAttributes.SCALE, name, own)));
    file.ifPresent(
        keras -> {
          notes.add(
              Text.of(
                  "%s has neither feature names nor scaling: its inputs are the features in"
                      + " their order here, scaled as these rows are (%s = %s).",
                  keras.file(), CommonAttributes.SCALE, asked));
          notes.addAll(keras.notes());
        });
    return notes;
  }
}
