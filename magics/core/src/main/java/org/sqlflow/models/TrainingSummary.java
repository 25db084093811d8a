package org.sqlflow.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What happened in a training; stored with the model as JSON.
 *
 * <p>What it says comes in three lists, so that nobody has to guess from a sentence's words where a
 * report shows it: {@code notes} are for every reader, the most important first; {@code advice}
 * says what to do next; {@code details} are for those who want to know how it was done. Models
 * stored by earlier versions have notes alone.
 *
 * @param rows rows that were trained on
 * @param phases the parts of the training in their order
 * @param curve the loss after each epoch
 * @param metrics scores by name, in the order to show them, such as {@code silhouette}
 * @param attributesAsUsed each attribute's final value by name, chosen defaults included
 * @param notes sentences: warnings, what was chosen, attributes without effect
 * @param findings what was found out, by task
 * @param advice sentences: what to do next
 * @param details sentences: which case it was, which start was kept
 */
public record TrainingSummary(
    int rows,
    List<Phase> phases,
    List<CurvePoint> curve,
    Map<String, Double> metrics,
    Map<String, Object> attributesAsUsed,
    List<String> notes,
    Findings findings,
    List<String> advice,
    List<String> details) {
  public TrainingSummary {
    advice = advice == null ? List.of() : List.copyOf(advice);
    details = details == null ? List.of() : List.copyOf(details);
  }

  /** A summary without advice and details. */
  public TrainingSummary(
      int rows,
      List<Phase> phases,
      List<CurvePoint> curve,
      Map<String, Double> metrics,
      Map<String, Object> attributesAsUsed,
      List<String> notes,
      Findings findings) {
    this(rows, phases, curve, metrics, attributesAsUsed, notes, findings, List.of(), List.of());
  }

  /**
   * The most important score: the first of {@link #metrics}, or that of a model with a label on
   * rows that it did not learn from, by the name that DESCRIBE gives it.
   */
  public Optional<Map.Entry<String, Double>> mainMetric() {
    Optional<Map.Entry<String, Double>> first = metrics.entrySet().stream().findFirst();
    return first.isPresent()
        ? first
        : findings.assessed().measures().stream()
            .findFirst()
            .map(
                measure ->
                    Double.isNaN(measure.validation())
                        ? Map.entry("training " + measure.name(), measure.training())
                        : Map.entry("validation " + measure.name(), measure.validation()));
  }

  /** The same with a further sentence for every reader, the first. */
  public TrainingSummary withNote(String note) {
    return new TrainingSummary(
        rows,
        phases,
        curve,
        metrics,
        attributesAsUsed,
        joined(List.of(note), notes),
        findings,
        advice,
        details);
  }

  /** The same with other sentences for every reader. */
  public TrainingSummary withNotes(List<String> sentences) {
    return new TrainingSummary(
        rows,
        phases,
        curve,
        metrics,
        attributesAsUsed,
        List.copyOf(sentences),
        findings,
        advice,
        details);
  }

  /** The same with a further sentence on what to do next, the last. */
  public TrainingSummary withAdvice(String sentence) {
    return new TrainingSummary(
        rows,
        phases,
        curve,
        metrics,
        attributesAsUsed,
        notes,
        findings,
        joined(advice, List.of(sentence)),
        details);
  }

  /** The same with further sentences on how it was done, the last. */
  public TrainingSummary withDetails(List<String> sentences) {
    return new TrainingSummary(
        rows,
        phases,
        curve,
        metrics,
        attributesAsUsed,
        notes,
        findings,
        advice,
        joined(details, sentences));
  }

  /** The same with other sentences on how it was done. */
  public TrainingSummary withOnlyDetails(List<String> sentences) {
    return new TrainingSummary(
        rows, phases, curve, metrics, attributesAsUsed, notes, findings, advice, sentences);
  }

  /** The same with another value of an attribute as used. */
  public TrainingSummary withAttribute(String name, Object value) {
    Map<String, Object> attributes = new LinkedHashMap<>(attributesAsUsed);
    attributes.put(name, value);
    return new TrainingSummary(
        rows, phases, curve, metrics, attributes, notes, findings, advice, details);
  }

  /** The same with other findings. */
  public TrainingSummary with(Findings found) {
    return new TrainingSummary(
        rows, phases, curve, metrics, attributesAsUsed, notes, found, advice, details);
  }

  /** The same with the reading of the rows as the first phase. */
  public TrainingSummary withReading(double seconds) {
    return with(
        Stream.concat(Stream.of(new Phase("reading", 1, seconds)), phases.stream()).toList());
  }

  /** The same with a last phase for the rest of a time, so that the phases add up to it. */
  public TrainingSummary upTo(double seconds) {
    double known = phases.stream().mapToDouble(Phase::seconds).sum();
    Phase rest = new Phase("report", 1, Math.max(0, seconds - known));
    return with(Stream.concat(phases.stream(), Stream.of(rest)).toList());
  }

  private TrainingSummary with(List<Phase> others) {
    return new TrainingSummary(
        rows, others, curve, metrics, attributesAsUsed, notes, findings, advice, details);
  }

  private static List<String> joined(List<String> first, List<String> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  /**
   * One part of a training, such as {@code pre-training}.
   *
   * @param epochs how many epochs it had, 1 where it has none
   * @param seconds how long it took
   */
  public record Phase(String name, int epochs, double seconds) {}

  /**
   * The state after an epoch, or after an iteration of k-means.
   *
   * @param epoch from 1
   * @param changedShare share of rows that changed cluster, from 0 to 1; NaN where there are none
   */
  public record CurvePoint(String phase, int epoch, double loss, double changedShare) {}
}
