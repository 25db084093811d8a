package org.sqlflow.store;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model as a statement names it: {@code m}, or {@code m@2} for its second version.
 *
 * @param model the model's name
 * @param version empty for the default one
 */
public record ModelName(String model, OptionalInt version) {
  private static final Pattern VERSION = Pattern.compile("(?s)(.+)@(\\d{1,9})");

  /** Reads a name. */
  public static ModelName of(String text) {
    Matcher version = VERSION.matcher(text);
    return version.matches()
        ? new ModelName(version.group(1), OptionalInt.of(Integer.parseInt(version.group(2))))
        : new ModelName(text, OptionalInt.empty());
  }

  /** The name of a version. */
  public static String of(String model, int version) {
    return model + "@" + version;
  }

  /** The key of a model: names ignore case. */
  static String key(String model) {
    return model.toLowerCase(Locale.ROOT);
  }
}
