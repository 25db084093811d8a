package org.sqlflow.database;

/**
 * A database's names of types.
 *
 * @param key a text that a primary key may be made of; case and accents tell values apart
 * @param text a text of any length
 * @param bytes bytes of any number
 */
public record StoredTypes(String key, String text, String bytes) {}
