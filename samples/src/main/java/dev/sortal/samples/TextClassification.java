package dev.sortal.samples;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.maxPool1d;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.report.Chart;
import dev.sortal.spec.Optimizer;
import dev.sortal.text.KerasWords;
import dev.sortal.training.ProgressLines;
import java.nio.file.Path;

/**
 * Classifies the texts of any CSV file with the columns {@code text} and {@code label}: the usual
 * Keras script, step by step.
 */
public final class TextClassification {
  private TextClassification() {}

  /** Takes the CSV file and, optionally, the columns of text and label. */
  public static void main(String[] arguments) {
    if (arguments.length < 1) {
      System.err.println("Usage: TextClassification FILE.csv [TEXT-COLUMN [LABEL-COLUMN]]");
      System.exit(2);
    }
    String text = arguments.length > 1 ? arguments[1] : "text";
    String label = arguments.length > 2 ? arguments[2] : "label";

    // data = pd.read_csv("text_data.csv")
    // x_train, x_test, y_train, y_test = train_test_split(data["text"], data["label"], ...)
    Dataset data = Dataset.csv(Path.of(arguments[0])).text(text).label(label);
    Split parts = data.split(Split.random().train(0.64).validation(0.16).seed(42));

    // tokenizer = Tokenizer(num_words=20000); tokenizer.fit_on_texts(x_train)
    // x_train = pad_sequences(tokenizer.texts_to_sequences(x_train), maxlen=100)
    Pipeline pipeline =
        Pipeline.text(KerasWords.standard().maxSize(20_000).maxLength(100))
            // model = Sequential([Embedding(20000, 32), Conv1D(64, 3, activation="relu"),
            //     MaxPooling1D(2), Flatten(), Dense(64, activation="relu"),
            //     Dense(classes, activation="softmax")])
            .network(embedding(32), conv1d(64, 3, RELU), maxPool1d(2), flatten(), dense(64, RELU))
            // model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", ...)
            .optimizer(Optimizer.adam())
            .epochs(10)
            .listener(ProgressLines.to(System.out));

    // history = model.fit(x_train, y_train, epochs=10, validation_split=0.2)
    try (Classifier classifier = pipeline.train(parts)) {
      // model.evaluate(x_test, y_test); classification_report(...); confusion_matrix(...)
      System.out.println("\n" + classifier.evaluate(parts.test()));

      // plt.plot(history.history["accuracy"]); plt.plot(history.history["val_accuracy"])
      Chart.learningCurve(classifier.history()).writePng(Path.of("learning-curve.png"));

      // model.save("text.keras"), and the tokenizer apart from it
      classifier.save(Path.of("text.sortal"));
      System.out.println("Saved text.sortal and learning-curve.png.");
    }
  }
}
