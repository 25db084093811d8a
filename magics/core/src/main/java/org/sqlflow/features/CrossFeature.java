package org.sqlflow.features;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * CROSS([a, b], n): the combinations of categories, spread over n by MurmurHash3 (x86, 32 bits,
 * seed 0) of the parts' categories as little-endian 32-bit integers, read as unsigned, modulo n.
 *
 * @param parts two or more {@link CategoryFeature}s
 * @param size n
 */
public record CrossFeature(List<Feature> parts, int size) implements CategoryFeature {
  @Override
  public String text() {
    return "CROSS([" + parts(", ") + "], " + size + ")";
  }

  private String parts(String between) {
    return parts.stream().map(Feature::text).collect(Collectors.joining(between));
  }

  @Override
  public List<ColumnRead> reads() {
    return parts.stream().flatMap(part -> part.reads().stream()).distinct().toList();
  }

  @Override
  public int width() {
    return size;
  }

  @Override
  public List<String> names() {
    String name = parts(" x ");
    return IntStream.range(0, size).mapToObj(i -> name + "#" + i).toList();
  }

  @Override
  public UnfitRows unfit(FeatureRows rows) {
    return parts.stream()
        .map(part -> part.unfit(rows))
        .filter(unfit -> unfit.count() > 0)
        .findFirst()
        .orElse(UnfitRows.NONE);
  }

  @Override
  public Feature learn(TrainingSample sample, Scale scale) {
    return new CrossFeature(parts.stream().map(part -> part.learn(sample, scale)).toList(), size);
  }

  @Override
  public void categories(FeatureRows rows, int from, int[] categories) {
    int[][] of = new int[parts.size()][categories.length];
    for (int part = 0; part < of.length; part++) {
      ((CategoryFeature) parts.get(part)).categories(rows, from, of[part]);
    }
    HashFunction hash = Hashing.murmur3_32_fixed();
    for (int i = 0; i < categories.length; i++) {
      Hasher hasher = hash.newHasher();
      boolean whole = true;
      for (int[] part : of) {
        hasher.putInt(part[i]);
        whole &= part[i] >= 0;
      }
      categories[i] = whole ? Integer.remainderUnsigned(hasher.hash().asInt(), size) : -1;
    }
  }
}
