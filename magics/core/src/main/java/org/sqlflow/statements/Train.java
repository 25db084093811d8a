package org.sqlflow.statements;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.features.FeatureLearner;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.autoencoder.keras.KerasAutoencoder;
import org.sqlflow.models.clustering.ClusterOverviews;
import org.sqlflow.report.words.TrainingReport;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.Redactor;
import org.sqlflow.text.Text;

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

  /**
   * The model of USING.
   *
   * @param encoding that its network was trained on; a Keras file has none
   * @param file where it comes from, if not from the database
   */
  private record Base(
      Name name, Model model, Optional<FeatureEncoding> encoding, Optional<KerasAutoencoder> file) {
    /** The same with the names of the features that the query gives. */
    Base over(List<String> features) {
      try {
        return new Base(name, file.map(f -> f.over(features)).orElse(model), encoding, file);
      } catch (ModelException error) {
        throw new StatementException(error.getMessage(), name.position());
      }
    }
  }

  void run() {
    Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Estimator type = workspace.type(statement.estimator());
    Attributes written = new Attributes(statement.attributes());
    AttributeDeclarations declarations = new AttributeDeclarations(type.attributes());
    AttributeValues attributes = written.check(declarations);
    Optional<Base> base = baseName(attributes).map(name -> base(name, attributes));
    boolean hasEarlier =
        workspace.store().names().stream().anyMatch(statement.into().text()::equalsIgnoreCase);
    TrainingContext context = context(attributes);
    StoredModel stored;
    try {
      stored = train(type, attributes, base, written, started, context);
      listener.checkCancelled();
      workspace.store().save(stored, listener);
    } catch (CancellationException stopped) {
      throw new CancellationException(interrupted(context, attributes, hasEarlier));
    } catch (ModelException error) {
      throw error.attribute().isEmpty() && base.isPresent()
          ? new StatementException(error.getMessage(), base.get().name().position())
          : written.located(error, declarations);
    }
    List<String> notes = new ArrayList<>(scaleNotes(attributes, base));
    chosen(type, attributes, stored.history().summary()).ifPresent(notes::add);
    report(stored, attributes, notes).outputs().forEach(listener::output);
  }

  private StoredModel train(
      Estimator type,
      AttributeValues attributes,
      Optional<Base> base,
      Attributes written,
      Instant started,
      TrainingContext context) {
    long begun = System.nanoTime();
    type.validate(attributes, base.map(Base::model));
    TrainingReader.Read read =
        new TrainingReader(statement, type, attributes, workspace, listener)
            .read(base.flatMap(Base::encoding));
    FeatureLearner.Learnt learnt = read.learnt();
    Trained training = train(type, attributes, base, read, context);
    TrainingSummary summary = described(training, learnt, context);
    return new StoredModel(
        statement.into().text(),
        type.name(),
        learnt.encoding(),
        training.model().content(),
        new StoredModel.History(
            Redactor.redacted(statement.text()),
            base.map(b -> b.name().text()).orElse(""),
            statement.label().map(Name::text).orElse(""),
            written.asWritten(),
            learnt.leftOut(),
            learnt.skipped(),
            started.toString(),
            (System.nanoTime() - begun) / 1e9,
            Versions.all(),
            read.drawn().map(summary::withNote).orElse(summary)));
  }

  private TrainingContext context(AttributeValues attributes) {
    boolean quiet = attributes.wholeLong(CommonAttributes.VERBOSE) == 0;
    return TrainingContext.of(quiet ? new Quiet(listener) : listener);
  }

  /** What to tell of a training that stored nothing. */
  private String interrupted(
      TrainingContext context, AttributeValues attributes, boolean hasEarlier) {
    boolean keeps = attributes.text(CommonAttributes.ON_INTERRUPT).equals(CommonAttributes.KEEP);
    String model = statement.into().text();
    String message = "the training of " + model + " was interrupted in " + context.where() + ". ";
    if (context.isEndingEarly()) {
      message += "It was interrupted again before its best state was stored. ";
    } else if (keeps) {
      message += "There was no state to keep yet. ";
    }
    message += hasEarlier ? "The earlier " + model + " is unchanged." : "Nothing is stored.";
    return keeps ? message : message + " With train.on_interrupt = keep, its best state is stored.";
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
        history.summary(),
        attributes.wholeLong(CommonAttributes.VERBOSE),
        notes);
  }

  /** The summary with a description of the clusters, if there are any. */
  private static TrainingSummary described(
      Trained training, FeatureLearner.Learnt learnt, TrainingContext context) {
    TrainingSummary summary = training.summary();
    if (training.model() instanceof ClusteringModel model
        && summary.findings() instanceof Findings.Clustering found) {
      return summary.with(
          found.with(
              ClusterOverviews.of(model, learnt.encoding(), learnt.matrix(), context)));
    }
    return summary;
  }

  /** What was chosen for the user: attributes without a fixed default that WITH does not set. */
  private static Optional<String> chosen(
      Estimator type, AttributeValues attributes, TrainingSummary summary) {
    List<String> chosen =
        type.attributes().stream()
            .filter(attribute -> attribute.defaultValue().isEmpty())
            .map(AttributeDeclaration::name)
            .filter(name -> !attributes.isGiven(name))
            .filter(summary.attributesAsUsed()::containsKey)
            .map(name -> name + " = " + summary.attributesAsUsed().get(name))
            .toList();
    return chosen.isEmpty()
        ? Optional.empty()
        : Optional.of("Chosen for these rows: " + String.join(", ", chosen) + ".");
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

  private Base base(Name name, AttributeValues attributes) {
    if (KerasAutoencoder.isNamed(name.text())) {
      try {
        KerasAutoencoder file =
            KerasAutoencoder.read(name.text(), attributes.wholeLong(CommonAttributes.SEED));
        return new Base(name, file.unnamed(), Optional.empty(), Optional.of(file));
      } catch (ModelException error) {
        throw new StatementException(error.getMessage(), name.position());
      }
    }
    StoredModel stored = workspace.model(name);
    return new Base(
        new Name(stored.name(), name.quoted(), name.position()),
        StoredModels.restore(stored, workspace.types()),
        Optional.of(stored.encoding()),
        Optional.empty());
  }

  private Trained train(
      Estimator type,
      AttributeValues attributes,
      Optional<Base> base,
      TrainingReader.Read read,
      TrainingContext context) {
    FeatureLearner.Learnt learnt = read.learnt();
    List<String> features = learnt.encoding().featureNames();
    try {
      return type.fit(
          new TrainingSet(
              learnt.matrix(),
              features,
              read.target(),
              attributes,
              base.map(b -> b.over(features)).map(Base::model)),
          context);
    } finally {
      listener.trainingEnded();
    }
  }

  /** A network keeps the scaling that it was trained on; a Keras file does not tell it. */
  private static List<String> scaleNotes(AttributeValues attributes, Optional<Base> base) {
    List<String> notes = new ArrayList<>();
    String asked = attributes.text(CommonAttributes.SCALE);
    for (FeatureEncoding encoding : base.flatMap(Base::encoding).stream().toList()) {
      String own = encoding.scale().word();
      if (attributes.isGiven(CommonAttributes.SCALE) && !asked.equals(own)) {
        notes.add(
            "train.scale has no effect: the encoder of "
                + base.get().name()
                + " keeps the scale that it was trained with ("
                + own
                + ")");
      }
    }
    for (KerasAutoencoder file : base.flatMap(Base::file).stream().toList()) {
      notes.add(
          Text.of(
              "%s has neither feature names nor scaling: its inputs are the features in the order of"
                  + " COLUMN, scaled again (train.scale = %s).",
              file.file(), asked));
      notes.addAll(file.notes());
    }
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

    @Override
    public void endsEarly() {
      listener.endsEarly();
    }
  }
}
