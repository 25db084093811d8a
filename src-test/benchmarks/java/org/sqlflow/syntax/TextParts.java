package org.sqlflow.syntax;

import java.util.List;
import java.util.Optional;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is done with the text of a cell. */
@State(Scope.Thread)
public class TextParts {
  private static final String QUERY =
      """
      WITH recent AS (
        SELECT c.id, c.balance, sum(o.amount) AS spent, count(*) FILTER (WHERE o.paid) AS paid
        FROM customers c LEFT JOIN orders o ON o.customer = c.id -- all of them; also the idle
        WHERE o.day BETWEEN DATE '2026-01-01' AND DATE '2026-06-30' AND c.note NOT LIKE '%;%'
        GROUP BY c.id, c.balance HAVING count(*) > 0
      )
      SELECT id, balance, spent / nullif(paid, 0) AS mean, CASE WHEN paid > 9 THEN 1 ELSE 0 END AS often
      FROM recent ORDER BY spent DESC LIMIT 10000\
      """;

  private static final String TRAIN =
      QUERY
          + """

          TO TRAIN clusterModel
          WITH model.n_clusters = 4, model.encode_units = [100, 7], model.pretrain_epochs = 50,
               train.batch_size = 256, train.scale = standard, train.verbose = 1
          COLUMN balance, NUMERIC(spent), BUCKET(mean, [10, 100, 1000]), INDICATOR(CATEGORY_ID(often, 2))
          INTO customer_groups;\
          """;

  private static final String CELL = QUERY + ";\n" + QUERY + ";\n" + QUERY;

  @Benchmark
  public int splittingACellOfThreeQueries() {
    Splitter splitter = new Splitter(new Scanner(CELL));
    int pieces = 0;
    Optional<Splitter.Piece> piece = splitter.next(0);
    while (piece.isPresent()) {
      pieces++;
      piece = splitter.next(piece.get().stop().end());
    }
    return pieces;
  }

  @Benchmark
  public List<Statement> parsingATrainStatement() {
    return SqlflowParser.parse(TRAIN);
  }

  @Benchmark
  public Object parsingItsQueryByJsqlparser() throws ParseException {
    return new CCJSqlParser(QUERY).Statement();
  }
}
