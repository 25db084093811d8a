package org.sqlflow.features.encoding;

/** A column of the query that the model does not see, and the reason. */
public record LeftOut(String column, String reason) {}
