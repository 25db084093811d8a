package org.sqlflow.syntax;

import java.util.List;
import java.util.Optional;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.MultiPartName;
import net.sf.jsqlparser.statement.piped.FromQuery;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.TableStatement;
import net.sf.jsqlparser.util.TablesNamesFinder;
import org.sqlflow.syntax.QueryOutline.OutputColumn;

/**
 * Reads a query with JSqlParser, for information before it runs. The database decides what is valid
 * SQL, so a query that JSqlParser can't read has no outline and is no error.
 */
public final class QueryReader {
  // JSqlParser looks ahead repeatedly: its time grows with the cube of the nesting.
  private static final int LONGEST = 50_000;
  private static final int DEEPEST = 30;

  private static final OutputColumn EVERY_COLUMN = new OutputColumn("*", Optional.empty(), true);

  private QueryReader() {}

  /** The outline of a query, if JSqlParser can read it. */
  public static Optional<QueryOutline> read(String sql) {
    try {
      if (sql.length() > LONGEST || Splitter.nesting(new Scanner(sql)) > DEEPEST) {
        return Optional.empty();
      }
      // CCJSqlParserUtil would start a thread for each call.
      return new CCJSqlParser(sql).Statement() instanceof Select select
          ? columns(select).map(columns -> new QueryOutline(columns, tables(select)))
          : Optional.empty();
    } catch (ParseException | RuntimeException | StackOverflowError unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<List<OutputColumn>> columns(Select select) {
    if (select instanceof PlainSelect plain) {
      return Optional.of(plain.getSelectItems().stream().map(QueryReader::column).toList());
    }
    if (select instanceof ParenthesedSelect inBrackets) {
      return columns(inBrackets.getSelect());
    }
    if (select instanceof SetOperationList union) {
      return columns(union.getSelects().get(0));
    }
    boolean wholeTable =
        select instanceof TableStatement
            || (select instanceof FromQuery from && from.getPipeOperators().isEmpty());
    return wholeTable ? Optional.of(List.of(EVERY_COLUMN)) : Optional.empty();
  }

  private static OutputColumn column(SelectItem<?> item) {
    Optional<String> name = Optional.ofNullable(item.getUnquotedAliasName());
    if (item.getExpression() instanceof Column column) {
      name = name.or(() -> Optional.of(MultiPartName.unquote(column.getColumnName())));
    }
    return new OutputColumn(item.toString(), name, item.getExpression() instanceof AllColumns);
  }

  private static List<String> tables(Select select) {
    return new TablesNamesFinder<Void>()
        .getTables((net.sf.jsqlparser.statement.Statement) select).stream().sorted().toList();
  }
}
