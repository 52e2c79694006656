/**
 * Measurements: whole programs that print a table, never timed tests.
 *
 * <p>Figures are ratios of one run: both sides take turns in blocks, and the median ratio is
 * printed with a bootstrap interval. Compile with {@code mvn -q -pl benchmarks -am package
 * -DskipTests}, which also copies what they need, and run with {@code java -cp
 * 'benchmarks/target/classes:benchmarks/target/lib/*' dev.sortal.benchmarks.EnginesTraining onnx}.
 */
@NullMarked
package dev.sortal.benchmarks;

import org.jspecify.annotations.NullMarked;
