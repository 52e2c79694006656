/**
 * What a user types: data sets, pipelines, classifiers, predictions.
 *
 * <p>Facades over the packages below, which never name them.
 *
 * <pre>{@code
 * Pipeline pipeline = Pipeline.text(Words.standard().maxLength(100)).network(Presets.kimCnn());
 * try (Classifier classifier = pipeline.train(Dataset.csv(file).text("text").label("label"))) {
 *   classifier.save(Path.of("reviews.sortal"));
 * }
 * }</pre>
 */
@NullMarked
package dev.sortal;

import org.jspecify.annotations.NullMarked;
