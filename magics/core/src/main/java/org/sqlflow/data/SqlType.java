package org.sqlflow.data;

import java.util.OptionalInt;

/**
 * The type of a result's column as the database has it.
 *
 * @param name in lower case, such as {@code decimal(10,2)}
 * @param isNumber whether the values are numbers, whatever column of a table holds them
 * @param scale how many decimal places each value has, where the type fixes them
 */
public record SqlType(String name, boolean isNumber, OptionalInt scale) {}
