package org.sqlflow.database;

/**
 * A database's names of types, for the tables in which models are stored.
 *
 * @param key a text that can be a primary key; case and accents distinguish values
 * @param text a text of any length
 * @param bytes binary data of any length
 */
public record StoredTypes(String key, String text, String bytes) {}
