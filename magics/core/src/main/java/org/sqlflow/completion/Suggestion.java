package org.sqlflow.completion;

/**
 * A way to go on.
 *
 * @param text what would stand at the place
 * @param type what it is, in one word: keyword, estimator, attribute, value, function, table,
 *     column, model or option
 */
public record Suggestion(String text, String type) {}
