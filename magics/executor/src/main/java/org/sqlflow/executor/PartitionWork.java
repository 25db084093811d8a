package org.sqlflow.executor;

import java.io.Serializable;
import java.util.Iterator;
import java.util.function.Function;

/**
 * Work on the rows of a partition, wherever they are. A row has the number of its partition and
 * then its features; a result begins with the number of the partition. Used by one thread at a
 * time.
 */
public interface PartitionWork extends Function<Iterator<float[]>, byte[]>, Serializable {}
