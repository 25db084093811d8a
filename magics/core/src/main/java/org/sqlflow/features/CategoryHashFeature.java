package org.sqlflow.features;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * CATEGORY_HASH(c, n): values of any type, spread over n categories by MurmurHash3 (x86, 32 bits,
 * seed 0) of their text in UTF-8, read as unsigned, modulo n. It is the same on every machine.
 *
 * @param size n
 */
public record CategoryHashFeature(String column, int size) implements CategoryFeature {
  /** A size at which next to no two values share a category: a bare column in CROSS. */
  static final int WHOLE = Integer.MAX_VALUE;

  private ColumnRead.Texts read() {
    return new ColumnRead.Texts(column);
  }

  @Override
  public String text() {
    return size == WHOLE ? column : "CATEGORY_HASH(" + column + ", " + size + ")";
  }

  @Override
  public List<ColumnRead> reads() {
    return List.of(read());
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
  public Feature learn(TrainingSample sample, Scale scale) {
    return this;
  }

  @Override
  public void categories(FeatureRows rows, int from, int[] categories) {
    HashFunction hash = Hashing.murmur3_32_fixed();
    String[] texts = rows.texts(read());
    for (int i = 0; i < categories.length; i++) {
      String text = texts[from + i];
      categories[i] =
          text == null
              ? -1
              : Integer.remainderUnsigned(
                  hash.hashString(text, StandardCharsets.UTF_8).asInt(), size);
    }
  }
}
