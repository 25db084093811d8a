package org.sqlflow.database.duckdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.spi.Session;

/**
 * What DuckDB plans to do for a query.
 *
 * @param rows how many rows it expects; 0 if unknown
 * @param isOrdered whether the plan gives its rows in the same order each time it runs: all of its
 *     operators keep the order of their input, which is fixed
 * @param table the one table that it gives all rows of, if it does
 */
record QueryPlan(long rows, boolean isOrdered, Optional<Table> table) {
  /**
   * A table that a query reads.
   *
   * @param name in SQL, with its database and schema
   * @param columns the stored ones that are read
   */
  record Table(String name, Set<String> columns) {}

  private static final QueryPlan UNKNOWN = new QueryPlan(0, false, Optional.empty());

  /**
   * Aggregates, joins, sorting (of ties), set operations and windows are not among them: several
   * threads give their rows in the order in which they finish. Nor is any operator that is unknown.
   */
  private static final Set<String> KEEP_ORDER =
      Set.of(
          "SEQ_SCAN",
          "COLUMN_DATA_SCAN",
          "DUMMY_SCAN",
          "EMPTY_RESULT",
          "READ_CSV",
          "READ_CSV_AUTO",
          "PARQUET_SCAN",
          "READ_PARQUET",
          "READ_JSON",
          "READ_JSON_AUTO",
          "READ_NDJSON",
          "READ_NDJSON_AUTO",
          "RANGE",
          "GENERATE_SERIES",
          "PROJECTION",
          "FILTER",
          "LIMIT",
          "STREAMING_LIMIT",
          "LIMIT_PERCENT",
          "UNNEST");

  /** Asks DuckDB; nothing is known of a query with an error. */
  static QueryPlan of(Session session, String sql) {
    try {
      Object plan = session.rows("EXPLAIN (FORMAT json) " + sql, List.of()).get(0).get(1);
      JsonNode root = new JsonMapper().readTree((String) plan);
      return new QueryPlan(
          root.at("/0/extra_info/Estimated Cardinality").asLong(),
          isOrdered(root.path(0)),
          table(root.path(0)));
    } catch (DatabaseException | JsonProcessingException unknown) {
      return UNKNOWN;
    }
  }

  private static Optional<Table> table(JsonNode operator) {
    JsonNode info = operator.path("extra_info");
    return switch (operator.path("name").asText().strip()) {
      case "PROJECTION" -> table(operator.path("children").path(0));
      case "SEQ_SCAN" ->
          info.has("Filters") || info.has("Sample Method")
              ? Optional.empty()
              : Optional.of(
                  new Table(info.path("Table").asText(), texts(info.path("Projections"))));
      default -> Optional.empty();
    };
  }

  /** Several texts are an array, a single one is not. */
  private static Set<String> texts(JsonNode node) {
    Set<String> texts = new HashSet<>();
    if (node.isArray()) {
      node.forEach(text -> texts.add(text.asText()));
    } else {
      texts.add(node.asText());
    }
    return texts;
  }

  private static boolean isOrdered(JsonNode operator) {
    boolean keepsOrder =
        KEEP_ORDER.contains(operator.path("name").asText().strip())
            && !operator.path("extra_info").has("Sample Method");
    for (JsonNode child : operator.path("children")) {
      keepsOrder &= isOrdered(child);
    }
    return keepsOrder;
  }
}
