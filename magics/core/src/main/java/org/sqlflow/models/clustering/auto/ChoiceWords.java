package org.sqlflow.models.clustering.auto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clusters.ClusterJudgement.Worth;
import org.sqlflow.models.clusters.StabilityBand;
import org.sqlflow.text.Text;

/** What autoCluster decided and why, in three sentences. */
record ChoiceWords(
    Choice choice, Survey.Outcome outcome, Optional<GroupTest> test, boolean isGiven, Worth worth) {
  /** The sentence on rows without groups. */
  static String noGroups(GroupTest test) {
    return Text.of(
        "There are no groups here: the rows are one crowd. The best division found, into %d, has"
            + " %s; as many %s get %.3f.",
        test.clusters(), own(test), referenceRows(test), test.reference());
  }

  /** The sentence on rows that are too few for the test. */
  static String tooFew(int rows) {
    return Text.of(
        "%,d %s too few to tell whether there are groups: that takes %d.",
        rows, rows == 1 ? "row is" : "rows are", GroupTest.LEAST_ROWS);
  }

  /** The sentence on rows with groups. */
  static String groups(GroupTest test) {
    return Text.of(
        "The rows have groups: divided into %d they have %s; as many %s get %.3f.",
        test.clusters(), own(test), referenceRows(test), test.reference());
  }

  /** The sentences on a choice. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    test.ifPresent(found -> notes.add(groups(found)));
    notes.add(number());
    notes.add(method());
    if (outcome.isCutShort()) {
      notes.add("Not everything was tried: " + AutoClusterEstimator.MINUTES + " was reached.");
    }
    return notes;
  }

  private static String own(GroupTest test) {
    return Text.of(test.statistic().words(), test.own());
  }

  private static String referenceRows(GroupTest test) {
    return switch (test.kind()) {
      case EVEN -> "evenly spread rows";
      case NORMAL -> "rows of one normal distribution";
      case OWN_SHAPES -> "rows without groups, but with columns of the same shapes,";
    };
  }

  private String number() {
    Try chosen = choice.chosen();
    String stability =
        chosen.stability().isEmpty()
            ? "how stable its groups are was not measured, since time ran out"
            : Text.of(
                "when rows are drawn and grouped again, the groups found have a similarity of %.2f"
                    + " on average, the weakest %.2f (%s)",
                chosen.stable(), chosen.weakest(), StabilityBand.of(chosen.weakest()).word());
    String how = isGiven ? "was given" : how();
    return Text.of(
        "%s = %d %s: %s.", ClusterAttributes.CLUSTERS, chosen.clusters(), how, stability);
  }

  private String how() {
    return switch (choice.reason()) {
      case GAPS -> "is the largest number of groups that gaps divide and that are as stable as any";
      case AGREED ->
          "is the largest number whose groups are as stable as any and found by methods that look"
              + " for gaps and by methods that look for compact groups";
      case STABLE -> "is the largest number whose groups are as stable as those of any other";
      case SEPARATED ->
          "is the largest number whose groups are highly stable and separate clearly better than"
              + " the most stable ones";
      case SEEN -> "is a number for which the rows were found to have groups";
    };
  }

  private String method() {
    Try chosen = choice.chosen();
    List<Try> others =
        outcome.tries().stream()
            .filter(one -> one.clusters() == chosen.clusters() && one != chosen)
            .toList();
    List<String> same =
        others.stream()
            .filter(one -> Choice.agreement(one, chosen) >= Choice.SAME)
            .map(Try::method)
            .toList();
    String agreement =
        others.isEmpty()
            ? ""
            : same.isEmpty()
                ? ". The other methods find other groups"
                : ". "
                    + Text.list(same)
                    + (same.size() == 1 ? " finds" : " find")
                    + " nearly the same groups";
    return Text.of("%s was chosen: %s%s.", chosen.method(), why(), agreement);
  }

  private String why() {
    if (outcome.tries().stream().map(Try::method).distinct().count() == 1) {
      return "it is the only method that was tried";
    }
    if (choice.reason() == Choice.Reason.SEEN) {
      return "of what was tried it keeps the most neighbours together";
    }
    return switch (choice.chosen().method()) {
      case Methods.KMEANS -> "it is the simplest method, and no other is clearly better";
      case Methods.MIXTURE ->
          worth == Worth.CUTS
              ? "its groups are found again about as surely as those of other methods"
              : "it tells groups that overlap apart by their shapes, about as surely as other"
                  + " methods";
      default ->
          choice.reason() == Choice.Reason.GAPS
              ? "it divides the rows along gaps" + across()
              : "it keeps most neighbours together";
    };
  }

  /** Only methods that do not look for gaps can cut across them. */
  private String across() {
    return outcome.tries().stream().allMatch(Choice::knowsGaps)
        ? ""
        : " that other methods cut across";
  }
}
