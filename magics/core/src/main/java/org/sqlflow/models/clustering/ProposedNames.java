package org.sqlflow.models.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.ClusterProfile.Feature;
import org.sqlflow.models.clusters.ClusterProfile.Group;
import org.sqlflow.models.clusters.ClusterProfile.Kind;
import org.sqlflow.models.clusters.GroupNames;

/**
 * Short names for the groups that have none, from the features that set each apart: as few as
 * needed to make the names different, such as "High balance" and "Low balance, May". The same
 * profile gives the same names.
 */
public final class ProposedNames {
  private static final String AVERAGE = "Average";

  /** The most characters of a name: with a number after it, NAME GROUPS takes it (100). */
  private static final int LONGEST = 96;

  private ProposedNames() {}

  /** Names for the groups with rows and without a name. */
  public static GroupNames of(ClusterProfile profile) {
    List<Group> unnamed =
        profile.groups().stream()
            .filter(group -> group.size() > 0 && group.name().isEmpty())
            .toList();
    List<List<String>> phrases =
        unnamed.stream().map(group -> phrases(group, profile.features())).toList();
    int[] taken = new int[unnamed.size()];
    Arrays.fill(taken, 1);
    boolean changed = true;
    while (changed) {
      changed = false;
      List<String> names = names(phrases, taken);
      for (int i = 0; i < taken.length; i++) {
        String own = names.get(i);
        boolean twice = names.stream().filter(own::equals).count() > 1;
        if (twice && taken[i] < phrases.get(i).size() && fits(phrases.get(i), taken[i] + 1)) {
          taken[i]++;
          changed = true;
        }
      }
    }
    Map<Integer, String> names = new TreeMap<>();
    List<String> used = new ArrayList<>(profile.names().names().values());
    used.replaceAll(name -> name.toLowerCase(Locale.ROOT));
    List<String> proposed = names(phrases, taken);
    for (int i = 0; i < taken.length; i++) {
      String name = proposed.get(i);
      String free = name;
      for (int n = 2; used.contains(free.toLowerCase(Locale.ROOT)); n++) {
        free = name + " " + n;
      }
      used.add(free.toLowerCase(Locale.ROOT));
      names.put(unnamed.get(i).number(), free);
    }
    return new GroupNames(names);
  }

  private static List<String> names(List<List<String>> phrases, int[] taken) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < taken.length; i++) {
      List<String> own = phrases.get(i);
      String name =
          own.isEmpty() ? AVERAGE : shortened(String.join(", ", own.subList(0, taken[i])));
      int first = name.offsetByCodePoints(0, 1);
      names.add(name.substring(0, first).toUpperCase(Locale.ROOT) + name.substring(first));
    }
    return names;
  }

  private static boolean fits(List<String> phrases, int count) {
    return letters(String.join(", ", phrases.subList(0, count))) <= LONGEST;
  }

  private static int letters(String text) {
    return text.codePointCount(0, text.length());
  }

  private static List<String> phrases(Group group, List<Feature> features) {
    return group.telling().stream()
        .limit(3)
        .map(i -> phrase(features.get(i), group.means().get(i).deviations() > 0))
        .toList();
  }

  private static String phrase(Feature feature, boolean above) {
    String name = feature.name();
    if (feature.kind() == Kind.LOG && name.startsWith("LOG(") && name.endsWith(")")) {
      name = name.substring(4, name.length() - 1);
    }
    name = name.replaceAll("\\s+", " ").strip();
    if (feature.kind() == Kind.SHARE) {
      String of = name.replaceFirst("=", " ");
      return above ? of : "not " + of;
    }
    return (above ? "high " : "low ") + name;
  }

  private static String shortened(String name) {
    return letters(name) <= LONGEST
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST)).strip();
  }
}
