package org.sqlflow.features;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;

/**
 * CATEGORY_HASH(c, n): values of any type, hashed into n categories: MurmurHash3 (x86, 32 bits,
 * seed 0) of their text in UTF-8, as an unsigned number modulo n. The same on every machine.
 *
 * @param size n
 */
public record CategoryHashFeature(String column, int size) implements CategoryFeature {
  static final ColumnFunction FUNCTION =
      new ColumnFunction(
          "CATEGORY_HASH",
          2,
          2,
          "a column and how many categories to hash it into",
          "CATEGORY_HASH(city, 100)",
          Optional.of(CategoryHashFeature.class),
          CategoryHashFeature::read);

  /** Enough categories that hardly any two values share one: for a plain column in CROSS. */
  public static final int WHOLE = Integer.MAX_VALUE;

  private static List<Feature> read(Call call) {
    int size = call.whole(1, 1, MOST);
    return call.columns(0).stream()
        .<Feature>map(column -> new CategoryHashFeature(column.name(), size))
        .toList();
  }

  @Override
  public String kind() {
    return "CATEGORY_HASH";
  }

  @Override
  public String text() {
    return size == WHOLE ? column : "CATEGORY_HASH(" + column + ", " + size + ")";
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.hashed(this);
  }

  @Override
  public List<ColumnRead> reads() {
    return List.of(ColumnRead.texts(column));
  }

  @Override
  public int width() {
    return size;
  }

  @Override
  public List<String> names() {
    return IntStream.range(0, size).mapToObj(i -> column + "#" + i).toList();
  }

  @Override
  public FeatureStatistics statistics(Scale scale) {
    return FeatureStatistics.none(this);
  }

  @Override
  public void categories(RowPart part, int[] categories) {
    HashFunction hash = Hashing.murmur3_32_fixed();
    String[] texts = part.texts(column);
    for (int i = 0; i < categories.length; i++) {
      String text = texts[part.from() + i];
      categories[i] =
          text == null
              ? -1
              : Integer.remainderUnsigned(
                  hash.hashString(text, StandardCharsets.UTF_8).asInt(), size);
    }
  }
}
