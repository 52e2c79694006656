/** What only the whole can show: real engines, other processes, real data. */
@NullMarked
package dev.sortal.integration;

import org.jspecify.annotations.NullMarked;
