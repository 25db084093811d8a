package org.sqlflow.statements;

import java.util.ArrayList;
import java.util.List;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.store.ModelStore;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/** Versions of models in messages. */
public final class ModelNames {
  private ModelNames() {}

  /** Such as "is only version 1" or "are versions 1, 2 and 4", to follow "there". */
  public static String listed(List<Integer> versions) {
    return versions.size() == 1
        ? "is only " + Text.withNoun("version", versions)
        : "are " + Text.withNoun("version", versions);
  }

  /**
   * Sentences about the other versions of a model that was stored.
   *
   * @param keep how many versions are kept
   */
  public static List<String> versions(ModelStore.Saved saved, String name, int keep) {
    List<String> sentences = new ArrayList<>();
    String model = SqlNames.model(name);
    if (saved.version() > 1) {
      int earlier = saved.earlier().size();
      sentences.add(
          earlier == 0
              ? Text.of("It is version %1$d of %2$s (%3$s@%1$d).", saved.version(), name, model)
              : Text.of(
                  "It is version %1$d of %2$s (%3$s@%1$d) and the default now; %4$s. To go back:"
                      + " ALTER MODEL %3$s SET DEFAULT_VERSION = %5$d",
                  saved.version(),
                  name,
                  model,
                  Text.withNoun("version", saved.earlier()) + (earlier == 1 ? " stays" : " stay"),
                  saved.earlier().get(earlier - 1)));
    }
    if (!saved.deleted().isEmpty()) {
      sentences.add(
          Text.of(
              "%s of %s %s deleted: %d are kept (%s).",
              Text.withNoun("Version", saved.deleted()),
              name,
              saved.deleted().size() == 1 ? "was" : "were",
              keep,
              CommonAttributes.KEEP_VERSIONS));
    }
    return sentences;
  }
}
