package org.sqlflow.models;

import java.util.ArrayList;
import java.util.List;

/** Keeps all progress of a training, and never stops it. */
public final class HeardProgress implements TrainingListener {
  private final List<TrainingProgress> heard = new ArrayList<>();

  @Override
  public void progress(TrainingProgress progress) {
    heard.add(progress);
  }

  @Override
  public void checkCancelled() {}

  /** All progress so far, first one first. */
  public List<TrainingProgress> all() {
    return heard;
  }

  /** The latest progress. */
  public TrainingProgress last() {
    return heard.get(heard.size() - 1);
  }
}
