package org.sqlflow.statements.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.data.Schema;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.EncodedRows;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.syntax.Statement.StandardSql;

/**
 * Two models that group the same rows. A row that lacks a value for one of them is in no group of
 * that one.
 *
 * @param earlier the first of them
 * @param later the second
 */
public record BothModels(Side earlier, Side later) {
  /** One model, and how it encodes rows. */
  public record Side(FeatureEncoding encoding, ClusteringModel model) {
    /** Rows that lack a value get no group, even where the model would refuse them. */
    public Side {
      encoding = encoding.onNull() == OnNull.ERROR ? encoding.with(OnNull.SKIP) : encoding;
    }
  }

  /**
   * Some rows with their groups in both models.
   *
   * @param from the first row of the batch
   * @param to the end, exclusive
   * @param encoded the rows as the earlier model sees them
   * @param encodedLater the same rows as the later model sees them
   * @param before the group of each row in the earlier model; negative for none
   * @param after the same in the later one
   */
  public record Part(
      RowBatch batch,
      int from,
      int to,
      EncodedRows encoded,
      EncodedRows encodedLater,
      int[] before,
      int[] after) {}

  /** Receives the rows. */
  @FunctionalInterface
  public interface Reader {
    /** Receives the next rows. */
    void accept(Part part);
  }

  /** Groups the rows of a query by both, part by part. */
  public void read(
      StandardSql query,
      Schema schema,
      Workspace workspace,
      StatementListener listener,
      Reader reader) {
    List<ColumnRead> reads = new ArrayList<>();
    for (Side side : List.of(earlier, later)) {
      side.encoding().reads().stream()
          .map(read -> read.in(schema))
          .filter(read -> !reads.contains(read))
          .forEach(reads::add);
    }
    int step = Math.min(earlier.encoding().rowsAtATime(), later.encoding().rowsAtATime());
    try (RowSource rows = workspace.database().read(query.text(), reads, RowLimit.ALL)) {
      rows.read(
          batch -> {
            for (int from = 0; from < batch.rows(); from += step) {
              listener.checkCancelled();
              int to = (int) Math.min(batch.rows(), (long) from + step);
              EncodedRows first = earlier.encoding().encode(batch, from, to);
              EncodedRows second = later.encoding().encode(batch, from, to);
              reader.accept(
                  new Part(
                      batch,
                      from,
                      to,
                      first,
                      second,
                      groups(earlier.model(), first),
                      groups(later.model(), second)));
            }
          });
    } catch (DatabaseException error) {
      listener.checkCancelled();
      throw Workspace.refused(error, query);
    }
  }

  private static int[] groups(ClusteringModel model, EncodedRows rows) {
    int[] own = model.assign(rows.matrix());
    return Arrays.stream(rows.rowOf()).map(row -> row < 0 ? -1 : Math.max(-1, own[row])).toArray();
  }

  /** Counts rows by their groups in both models. */
  public static final class Counts {
    private final long[][] both;
    private final long[] onlyBefore;
    private final long[] onlyAfter;
    private long neither;

    /** Begins with all counts at 0. */
    public Counts(BothModels models) {
      this.both = new long[models.earlier.model().clusters()][models.later.model().clusters()];
      this.onlyBefore = new long[both.length];
      this.onlyAfter = new long[models.later.model().clusters()];
    }

    /** Counts the rows of one part. */
    public void add(Part part) {
      for (int row = 0; row < part.before().length; row++) {
        int before = part.before()[row];
        int after = part.after()[row];
        if (before >= 0 && after >= 0) {
          both[before][after]++;
        } else if (before >= 0) {
          onlyBefore[before]++;
        } else if (after >= 0) {
          onlyAfter[after]++;
        } else {
          neither++;
        }
      }
    }

    /** Rows in a group of both, {@code earlier x later}. */
    public long[][] both() {
      return both;
    }

    /** Rows in a group of the earlier model and in none of the later one. */
    public long left() {
      return Arrays.stream(onlyBefore).sum();
    }

    /** Rows in a group of the later model and in none of the earlier one. */
    public long joined() {
      return Arrays.stream(onlyAfter).sum();
    }

    /** All rows that were read. */
    public long rows() {
      return left() + joined() + neither + Arrays.stream(both).flatMapToLong(Arrays::stream).sum();
    }
  }
}
