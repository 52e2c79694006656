/**
 * Numbers and categories as numbers that a network can learn from: scaling, missing values, one-hot
 * and hashed categories.
 *
 * <p>Uses {@code data} and what is below it.
 */
@NullMarked
package dev.sortal.features;

import org.jspecify.annotations.NullMarked;
