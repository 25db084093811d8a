package org.sqlflow.math;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sqlflow.benchmarks.Samples;
import org.sqlflow.models.neural.NetworkStep;
import org.sqlflow.models.neural.TrainingSteps;
import org.sqlflow.models.training.Batches;

/**
 * The matrix products of training by themselves, as {@link NetworkStep} cuts them: what no step
 * over the same OpenBLAS can be faster than.
 */
public final class Products {
  private final List<Layer> layers;

  /** A layer for some rows of a batch. */
  private record Layer(
      int in,
      int out,
      int rows,
      NativeFloats weights,
      NativeFloats gradient,
      NativeFloats below,
      NativeFloats above) {
    static Layer of(int in, int out, int rows) {
      return new Layer(
          in,
          out,
          rows,
          numbers(in * out),
          numbers(in * out),
          numbers(in * rows),
          numbers(out * rows));
    }

    private static NativeFloats numbers(int count) {
      NativeFloats numbers = NativeFloats.allocate(count);
      numbers.fill(0.01f);
      return numbers;
    }

    void close() {
      List.of(weights, gradient, below, above).forEach(NativeFloats::close);
    }
  }

  private Products(TrainingSteps.Shape shape, int rows) {
    List<Integer> widths = new ArrayList<>(shape.units());
    List<Integer> back = new ArrayList<>(shape.units().subList(0, shape.units().size() - 1));
    Collections.reverse(back);
    widths.addAll(back);
    widths.add(shape.features());
    this.layers = new ArrayList<>();
    int in = shape.features();
    for (int out : widths) {
      layers.add(Layer.of(in, out, rows));
      in = out;
    }
  }

  /** Whole passes over the batches of a shape. */
  public static Samples of(TrainingSteps.Shape shape, int batch, int warm, int passes) {
    int pieces = NetworkStep.pieces(batch);
    List<Products> all = new ArrayList<>();
    for (int piece = 0; piece < pieces; piece++) {
      all.add(new Products(shape, batch / pieces));
    }
    Blas.useCallingThread();
    int batches = Batches.count(shape.rows(), batch);
    try {
      return Samples.of(
          warm,
          passes,
          () -> {
            for (int i = 0; i < batches; i++) {
              Parallel.run(pieces, piece -> all.get(piece).run());
            }
          });
    } finally {
      all.forEach(products -> products.layers.forEach(Layer::close));
    }
  }

  private void run() {
    for (Layer layer : layers) {
      Blas.transposedTimes(
          layer.weights(), layer.below(), layer.above(), layer.out(), layer.rows(), layer.in());
    }
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      Blas.timesTransposed(
          layer.below(), layer.above(), layer.gradient(), layer.in(), layer.out(), layer.rows());
      if (i > 0) {
        Blas.times(
            layer.weights(), layer.above(), layer.below(), layer.in(), layer.rows(), layer.out());
      }
    }
  }
}
