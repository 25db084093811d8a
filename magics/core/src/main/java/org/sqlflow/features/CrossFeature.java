package org.sqlflow.features;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.syntax.ColumnEntry.Argument;

/**
 * CROSS([a, b], n): the combinations of categories, hashed into n: MurmurHash3 (x86, 32 bits, seed
 * 0) of the parts' categories as little-endian 32-bit integers, as an unsigned number modulo n.
 *
 * @param parts two or more {@link CategoryFeature}s
 * @param size n
 */
public record CrossFeature(List<Feature> parts, int size) implements CategoryFeature {
  private static final HashFunction HASH = Hashing.murmur3_32_fixed();

  static final ColumnFunction FUNCTION =
      new ColumnFunction(
          "CROSS",
          2,
          2,
          "a list of columns or categories and how many categories to hash them into",
          "CROSS([month, region], 100)",
          Optional.of(CrossFeature.class),
          CrossFeature::read);

  private static List<Feature> read(Call call) {
    int size = call.whole(1, 1, MOST);
    List<Feature> parts = new ArrayList<>();
    for (Argument item : call.group(0)) {
      if (Call.nested(item).isPresent()) {
        call.categories(item).forEach(part -> parts.add(hashed(part)));
      } else {
        for (Column column : call.columns(item)) {
          parts.add(new CategoryHashFeature(column.name(), CategoryHashFeature.WHOLE));
        }
      }
    }
    if (parts.size() < 2) {
      throw call.wrong(0);
    }
    return List.of(new CrossFeature(parts, size));
  }

  /** The values need not be learned, as they are hashed anyway. */
  private static Feature hashed(Feature part) {
    return part instanceof IndicatorFeature values
        ? new CategoryHashFeature(values.column(), CategoryHashFeature.WHOLE)
        : part;
  }

  @Override
  public String kind() {
    return "CROSS";
  }

  @Override
  public String text() {
    return "CROSS([" + parts(", ") + "], " + size + ")";
  }

  private String parts(String between) {
    return parts.stream().map(Feature::text).collect(Collectors.joining(between));
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.cross(this);
  }

  @Override
  public List<ColumnRead> reads() {
    return Feature.readsOf(parts);
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
  public RowPart.Unfit unfit(RowPart part) {
    return parts.stream()
        .map(feature -> feature.unfit(part))
        .filter(unfit -> unfit.count() > 0)
        .findFirst()
        .orElse(RowPart.Unfit.NONE);
  }

  @Override
  public FeatureStatistics statistics(Scale scale) {
    return new OfParts(parts.stream().map(part -> part.statistics(scale)).toList(), size);
  }

  /** The statistics of the parts, none of which collects columns. */
  private record OfParts(List<FeatureStatistics> parts, int size) implements FeatureStatistics {
    @Override
    public void add(RowPart part, boolean[] skip) {
      parts.forEach(statistics -> statistics.add(part, skip));
    }

    @Override
    public void merge(FeatureStatistics other) {
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).merge(((OfParts) other).parts.get(i));
      }
    }

    @Override
    public Feature fitted() {
      return new CrossFeature(parts.stream().map(FeatureStatistics::fitted).toList(), size);
    }
  }

  @Override
  public void categories(RowPart part, int[] categories) {
    int[][] of = new int[parts.size()][categories.length];
    for (int i = 0; i < of.length; i++) {
      ((CategoryFeature) parts.get(i)).categories(part, of[i]);
    }
    int[] codes = new int[of.length];
    for (int i = 0; i < categories.length; i++) {
      boolean complete = true;
      for (int j = 0; j < of.length; j++) {
        codes[j] = of[j][i];
        complete &= of[j][i] >= 0;
      }
      categories[i] = complete ? category(codes) : -1;
    }
  }

  /**
   * The category of a combination.
   *
   * @param codes the category of each part
   */
  public int category(int[] codes) {
    Hasher hasher = HASH.newHasher();
    for (int code : codes) {
      hasher.putInt(code);
    }
    return Integer.remainderUnsigned(hasher.hash().asInt(), size);
  }
}
