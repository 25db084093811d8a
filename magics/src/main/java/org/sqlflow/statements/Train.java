package org.sqlflow.statements;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.features.FeatureLearner;
import org.sqlflow.features.FeatureSelection;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.Scale;
import org.sqlflow.features.SourceColumn;
import org.sqlflow.models.AttributeDeclarations;
import org.sqlflow.models.AttributeValues;
import org.sqlflow.models.CommonAttributes;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.ModelType;
import org.sqlflow.models.TrainedModel;
import org.sqlflow.models.Training;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.report.TrainingReport;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;

/** TO TRAIN: reads the query's rows, trains a model and stores it. */
final class Train {
  private final Statement.Train statement;
  private final Workspace workspace;
  private final StatementListener listener;

  Train(Statement.Train statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
  }

  /** The model of USING with the encoding that its network was trained on. */
  private record Base(StoredModel stored, TrainedModel model) {}

  void run() {
    Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    long begun = System.nanoTime();
    ModelType type = workspace.type(statement.estimator());
    Attributes written = new Attributes(statement.attributes());
    AttributeDeclarations declarations = new AttributeDeclarations(type.attributes());
    AttributeValues attributes = written.check(declarations);
    Optional<Name> baseName = baseName(attributes);
    Optional<Base> base = baseName.map(this::base);
    FeatureLearner.Learnt learnt;
    Training training;
    try {
      type.check(attributes, base.map(Base::model));
      learnt = read(attributes, base);
      training = train(type, attributes, base, learnt);
    } catch (ModelException error) {
      throw error.attribute().isEmpty() && baseName.isPresent()
          ? new StatementException(error.getMessage(), baseName.get().position())
          : written.located(error, declarations);
    }
    StoredModel stored =
        new StoredModel(
            statement.into().text(),
            type.name(),
            learnt.encoding(),
            training.model().content(),
            new StoredModel.History(
                statement.text(),
                base.map(b -> b.stored().name()).orElse(""),
                statement.label().map(Name::text).orElse(""),
                written.asWritten(),
                learnt.leftOut(),
                learnt.skipped(),
                started.toString(),
                (System.nanoTime() - begun) / 1e9,
                Versions.all(),
                training.story()));
    listener.checkCancelled();
    workspace.store().save(stored);
    report(stored, attributes, scaleNotes(attributes, base)).outputs().forEach(listener::output);
  }

  private static TrainingReport report(
      StoredModel stored, AttributeValues attributes, List<String> notes) {
    StoredModel.History history = stored.history();
    return new TrainingReport(
        stored.name(),
        stored.type(),
        stored.encoding().featureNames(),
        history.leftOut(),
        history.skippedRows(),
        history.seconds(),
        history.story(),
        attributes.wholeLong(CommonAttributes.VERBOSE) > 1,
        notes);
  }

  private Optional<Name> baseName(AttributeValues attributes) {
    Optional<String> attribute =
        attributes.value("model.existed_pretrain_model").map(String::valueOf);
    if (attribute.isEmpty() || statement.using().isPresent()) {
      boolean same =
          attribute.isEmpty() || attribute.get().equalsIgnoreCase(statement.using().get().text());
      if (!same) {
        throw new StatementException(
            "USING names "
                + statement.using().get()
                + " and model.existed_pretrain_model names "
                + attribute.get()
                + ": keep one",
            statement.using().get().position());
      }
      return statement.using();
    }
    return statement.attributes().stream()
        .filter(a -> a.name().text().toLowerCase(java.util.Locale.ROOT).endsWith("pretrain_model"))
        .map(a -> new Name(attribute.get(), false, a.value().position()))
        .findFirst();
  }

  private Base base(Name name) {
    if (name.text().matches("(?i).*\\.(h5|hdf5|keras)")) {
      throw new StatementException(
          "this version does not read Keras files: USING takes a model made by TO TRAIN"
              + " autoencoder or clusterModel",
          name.position());
    }
    StoredModel stored = workspace.model(name);
    return new Base(stored, StoredModels.restore(stored, workspace.types()));
  }

  private FeatureLearner.Learnt read(AttributeValues attributes, Optional<Base> base) {
    List<SourceColumn> offered = workspace.columns(statement.query());
    FeatureSelection selection =
        FeatureSelection.choose(statement.columns(), offered, statement.label());
    Optional<FeatureEncoding> encoding = base.map(b -> b.stored().encoding());
    selection = encoding.map(selection::inOrderOf).orElse(selection);
    FeatureLearner learner =
        new FeatureLearner(
            selection,
            Scale.of(attributes.text(CommonAttributes.SCALE)),
            OnNull.of(attributes.text(CommonAttributes.ON_NULL)),
            encoding);
    try {
      workspace
          .database()
          .read(
              statement.query().text(),
              FeatureColumns.of(selection.reads(), offered),
              block -> {
                listener.checkCancelled();
                learner.add(block.rows(), block.columns());
              });
    } catch (DatabaseException error) {
      throw Workspace.refused(error, statement.query());
    }
    return learner.learn();
  }

  private Training train(
      ModelType type,
      AttributeValues attributes,
      Optional<Base> base,
      FeatureLearner.Learnt learnt) {
    boolean quiet = attributes.wholeLong(CommonAttributes.VERBOSE) == 0;
    TrainingListener progress = quiet ? new Quiet(listener) : listener;
    try {
      return type.train(
          new TrainingData(
              learnt.matrix(), learnt.encoding().featureNames(), attributes, base.map(Base::model)),
          progress);
    } finally {
      listener.trainingEnded();
    }
  }

  /** A network keeps the scaling that it was trained on. */
  private static List<String> scaleNotes(AttributeValues attributes, Optional<Base> base) {
    List<String> notes = new ArrayList<>();
    base.ifPresent(
        b -> {
          String own = b.stored().encoding().scale().word();
          boolean asked = attributes.isGiven(CommonAttributes.SCALE);
          if (asked && !attributes.text(CommonAttributes.SCALE).equals(own)) {
            notes.add(
                "train.scale has no effect: the encoder of "
                    + b.stored().name()
                    + " keeps the scale that it was trained on ("
                    + own
                    + ")");
          }
        });
    return notes;
  }

  /** Passes on the wish to stop, and no progress. */
  private record Quiet(StatementListener listener) implements TrainingListener {
    @Override
    public void progress(org.sqlflow.models.TrainingProgress progress) {}

    @Override
    public void checkCancelled() {
      listener.checkCancelled();
    }
  }
}
