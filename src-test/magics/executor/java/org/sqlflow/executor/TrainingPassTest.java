package org.sqlflow.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingPassTest {
  private static final int FEATURES = 4;
  private static final TrainingPass.Steps STEPS = new TrainingPass.Steps(32, 0.01, 7);

  private final List<float[]> rows = rows(3, 500);
  private final NetworkShape shape = shape(Activation.RELU);

  private static NetworkShape shape(Activation hidden) {
    return new NetworkShape(
        FEATURES,
        new int[] {6, 2, 6, FEATURES},
        new Activation[] {hidden, Activation.IDENTITY, hidden, Activation.IDENTITY},
        2,
        new float[] {1, 0, -1, 0.5f},
        2);
  }

  /** Two groups, with the number of their partition first. */
  private static List<float[]> rows(int partition, int count) {
    Random random = new Random(partition);
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] row = new float[1 + FEATURES];
      row[0] = partition;
      for (int c = 1; c < row.length; c++) {
        row[c] = (float) (random.nextGaussian() / 2 + (i % 2 == 0 ? 3 : -3));
      }
      rows.add(row);
    }
    return rows;
  }

  private static float[] parameters(int count) {
    Random random = new Random(count);
    float[] parameters = new float[count];
    for (int i = 0; i < count; i++) {
      parameters[i] = (float) random.nextGaussian() / 2;
    }
    return parameters;
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void theGradientAgreesWithANumericalOne(Activation hidden) {
    NetworkShape own = shape(hidden);
    float[] parameters = parameters(own.parameters());
    Network network = new Network(own, 16);
    float[] gradient = new float[parameters.length];
    error(network, parameters);
    network.backward(true, null, gradient);

    for (int at = 0; at < parameters.length; at += 5) {
      float value = parameters[at];
      parameters[at] = value + 1f / 512;
      double above = error(network, parameters);
      parameters[at] = value - 1f / 512;
      double numerical = (above - error(network, parameters)) * 256;
      parameters[at] = value;
      assertThat((double) gradient[at]).as("parameter " + at).isCloseTo(numerical, within(0.03));
    }
  }

  private double error(Network network, float[] parameters) {
    network.take(parameters);
    network.load(rows.toArray(new float[0][]), 0, 16);
    network.encode();
    return network.decode(1.0 / (16 * FEATURES)) / (16 * FEATURES);
  }

  @Test
  void passesLowerTheErrorAndTheSameSeedGivesTheSame() {
    TrainingState state = TrainingState.of(parameters(shape.parameters()));
    Trained first = TrainingPass.reconstructing(shape, state, STEPS).trained(rows.iterator());
    Trained again = TrainingPass.reconstructing(shape, state, STEPS).trained(rows.iterator());
    Trained last = first;
    for (int pass = 0; pass < 20; pass++) {
      last = TrainingPass.reconstructing(shape, last.state(), STEPS).trained(rows.iterator());
    }

    assertThat(first.partition()).isEqualTo(3);
    assertThat(first.rows()).isEqualTo(500);
    assertThat(first.state().steps()).isEqualTo(16);
    assertThat(again.state().parameters()).containsExactly(first.state().parameters());
    assertThat(last.loss()).isLessThan(first.loss() / 4);
  }

  @Test
  void aClusteringWithoutAnEncoderMovesItsCentresToTheGroups() {
    NetworkShape none = NetworkShape.none(FEATURES);
    float[] centres = {1, 1, 1, 1, -1, -1, -1, -1};
    TrainingState state = TrainingState.of(centres);
    for (int pass = 0; pass < 40; pass++) {
      SoftSums sums =
          SoftSums.of(SoftSums.pass(none, state.parameters(), 2).apply(rows.iterator()));
      SoftTarget target = new SoftTarget(2, state.parameters().clone(), sums.frequencies());
      state =
          TrainingPass.clustering(none, state, target, 1, STEPS).trained(rows.iterator()).state();
    }

    assertThat(state.centres(none))
        .containsExactly(new float[] {3, 3, 3, 3, -3, -3, -3, -3}, within(0.5f));
    assertThat(
            SoftSums.of(SoftSums.pass(none, state.parameters(), 2).apply(rows.iterator())).sizes())
        .containsExactly(250, 250);
  }

  @Test
  void theMeanOfCopiesIsWeightedByTheirRows() {
    TrainingState one = new TrainingState(new float[] {1, 2}, new float[2], new float[2], 4);
    TrainingState other =
        new TrainingState(new float[] {5, 2}, new float[] {4, 0}, new float[] {0, 8}, 8);

    TrainingState mean =
        TrainingState.mean(List.of(new Trained(0, 300, 1, one), new Trained(1, 100, 1, other)));

    assertThat(mean.parameters()).containsExactly(2, 2);
    assertThat(mean.first()).containsExactly(1, 0);
    assertThat(mean.second()).containsExactly(0, 2);
    assertThat(mean.steps()).isEqualTo(5);
  }

  /** As the interface of Spark's that the proxy has. */
  private interface Partitions {
    Iterator<byte[]> call(Iterator<float[]> rows);
  }

  @Test
  void workAndItsResultTravelAsBytes() throws IOException, ClassNotFoundException {
    float[] parameters = parameters(shape.parameters() + 4);
    SoftTarget target = new SoftTarget(2, parameters, new double[] {1, 2});
    TrainingPass pass =
        TrainingPass.clustering(shape, TrainingState.of(parameters), target, 1, STEPS);
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Partitions.class},
            new PartitionTask(pass));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(proxy);
    }
    Partitions there;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      there = (Partitions) in.readObject();
    }

    Trained expected = pass.trained(rows.iterator());
    Trained result = Trained.of(there.call(rows.iterator()).next());
    assertThat(result.partition()).isEqualTo(3);
    assertThat(result.loss()).isEqualTo(expected.loss());
    assertThat(result.state().steps()).isEqualTo(expected.state().steps());
    assertThat(result.state().parameters()).containsExactly(expected.state().parameters());
    assertThat(result.state().second()).containsExactly(expected.state().second());
    assertThat(there.call(Collections.emptyIterator())).isExhausted();
  }
}
