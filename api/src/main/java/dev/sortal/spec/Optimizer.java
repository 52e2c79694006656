package dev.sortal.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;
import java.util.List;

/**
 * How a gradient changes a parameter: Keras's arithmetic and defaults.
 *
 * <p>g is the gradient, p the parameter, lr the learning rate of the step, which is not part of the
 * optimizer; t counts steps from 1. The gradients of all occurrences of an id in a batch are added
 * before they enter an optimizer.
 *
 * <p>By default every row of an embedding decays its moments at every step. {@link
 * #lazyEmbeddings()} instead updates only the rows of the batch: faster for large vocabularies, and
 * other numbers.
 *
 * <pre>{@code
 * Optimizer optimizer = Optimizer.adam().lazyEmbeddings();
 * }</pre>
 */
@JsonTypeInfo(use = Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Optimizer.Sgd.class, name = "sgd"),
  @JsonSubTypes.Type(value = Optimizer.Adam.class, name = "adam"),
  @JsonSubTypes.Type(value = Optimizer.AdamW.class, name = "adamw"),
  @JsonSubTypes.Type(value = Optimizer.Adagrad.class, name = "adagrad"),
  @JsonSubTypes.Type(value = Optimizer.Adadelta.class, name = "adadelta"),
  @JsonSubTypes.Type(value = Optimizer.RmsProp.class, name = "rmsprop")
})
public sealed interface Optimizer {
  /** Plain gradient descent. */
  static Sgd sgd() {
    return new Sgd(0, false, false);
  }

  /** Gradient descent with momentum in [0, 1). */
  static Sgd sgd(double momentum) {
    return new Sgd(momentum, false, false);
  }

  /** Adam with beta1 0.9, beta2 0.999, epsilon 1e-7. */
  static Adam adam() {
    return new Adam(0.9, 0.999, 1e-7, false);
  }

  /** AdamW with weight decay 0.004 and Adam's defaults. */
  static AdamW adamW() {
    return adamW(0.004);
  }

  /** AdamW with that weight decay, at least 0, and Adam's defaults. */
  static AdamW adamW(double weightDecay) {
    return new AdamW(weightDecay, 0.9, 0.999, 1e-7, false);
  }

  /** Adagrad with initial accumulator 0.1 and epsilon 1e-7. */
  static Adagrad adagrad() {
    return new Adagrad(0.1, 1e-7, false);
  }

  /** Adadelta with rho 0.95 and epsilon 1e-7; its paper has a learning rate of 1. */
  static Adadelta adadelta() {
    return new Adadelta(0.95, 1e-7, false);
  }

  /** RMSprop with rho 0.9 and epsilon 1e-7. */
  static RmsProp rmsProp() {
    return new RmsProp(0.9, 1e-7, false);
  }

  /** This optimizer, updating only the embedding rows whose ids are in the batch. */
  Optimizer lazyEmbeddings();

  /** Whether only the embedding rows of the batch are updated. */
  boolean lazy();

  /** The names of what it remembers about each parameter. */
  List<String> slots();

  /** The first value of every element of a slot. */
  default double initialSlot() {
    return 0;
  }

  /** The learning rate that Keras would take. */
  default double defaultRate() {
    return 0.001;
  }

  /** Calls the visitor's method for this optimizer. */
  <A, R> R accept(Visitor<A, R> visitor, A argument);

  /**
   * One method for each optimizer.
   *
   * @param <A> what is handed through
   * @param <R> the result
   */
  interface Visitor<A, R> {
    R sgd(Sgd optimizer, A argument);

    R adam(Adam optimizer, A argument);

    R adamW(AdamW optimizer, A argument);

    R adagrad(Adagrad optimizer, A argument);

    R adadelta(Adadelta optimizer, A argument);

    R rmsProp(RmsProp optimizer, A argument);
  }

  /** v = momentum * v - lr * g; p += v, or with Nesterov p += momentum * v - lr * g. */
  record Sgd(double momentum, boolean nesterov, boolean lazy) implements Optimizer {
    public Sgd {
      requireShare("Sgd", "momentum", momentum);
      if (nesterov && momentum == 0) {
        throw new IllegalArgumentException("Nesterov's step needs a momentum above 0, got 0.");
      }
    }

    /** With Nesterov's look-ahead. */
    public Sgd withNesterov() {
      return new Sgd(momentum, true, lazy);
    }

    @Override
    public Sgd lazyEmbeddings() {
      return new Sgd(momentum, nesterov, true);
    }

    @Override
    public List<String> slots() {
      return momentum == 0 ? List.of() : List.of("v");
    }

    @Override
    public double defaultRate() {
      return 0.01;
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.sgd(this, argument);
    }
  }

  /**
   * m = beta1 * m + (1 - beta1) g; v = beta2 * v + (1 - beta2) g^2; p -= lr * sqrt(1 - beta2^t) /
   * (1 - beta1^t) * m / (sqrt(v) + epsilon): Kingma and Ba (2015), the form before section 2.1.
   */
  record Adam(double beta1, double beta2, double epsilon, boolean lazy) implements Optimizer {
    public Adam {
      requireShare("Adam", "beta1", beta1);
      requireShare("Adam", "beta2", beta2);
      requirePositive("Adam", "epsilon", epsilon);
    }

    /**
     * The bias correction sqrt(1 - beta2^t) / (1 - beta1^t).
     *
     * @param step t, from 1
     */
    public double correction(long step) {
      return Math.sqrt(1 - Math.pow(beta2, step)) / (1 - Math.pow(beta1, step));
    }

    @Override
    public Adam lazyEmbeddings() {
      return new Adam(beta1, beta2, epsilon, true);
    }

    @Override
    public List<String> slots() {
      return List.of("m", "v");
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.adam(this, argument);
    }
  }

  /** First p -= lr * weightDecay * p, for biases too, then {@link Adam}. */
  record AdamW(double weightDecay, double beta1, double beta2, double epsilon, boolean lazy)
      implements Optimizer {
    public AdamW {
      if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
        throw new IllegalArgumentException(
            "AdamW's weightDecay must be at least 0, got " + weightDecay + ".");
      }
      requireShare("AdamW", "beta1", beta1);
      requireShare("AdamW", "beta2", beta2);
      requirePositive("AdamW", "epsilon", epsilon);
    }

    /** The step that follows the decay. */
    public Adam adam() {
      return new Adam(beta1, beta2, epsilon, lazy);
    }

    @Override
    public AdamW lazyEmbeddings() {
      return new AdamW(weightDecay, beta1, beta2, epsilon, true);
    }

    @Override
    public List<String> slots() {
      return List.of("m", "v");
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.adamW(this, argument);
    }
  }

  /** a += g^2; p -= lr * g / sqrt(a + epsilon): Duchi, Hazan and Singer (2011). */
  record Adagrad(double initial, double epsilon, boolean lazy) implements Optimizer {
    public Adagrad {
      if (!(initial >= 0 && Double.isFinite(initial))) {
        throw new IllegalArgumentException(
            "Adagrad's initial accumulator must be at least 0, got " + initial + ".");
      }
      requirePositive("Adagrad", "epsilon", epsilon);
    }

    @Override
    public Adagrad lazyEmbeddings() {
      return new Adagrad(initial, epsilon, true);
    }

    @Override
    public List<String> slots() {
      return List.of("a");
    }

    @Override
    public double initialSlot() {
      return initial;
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.adagrad(this, argument);
    }
  }

  /**
   * a = rho * a + (1 - rho) g^2; d = sqrt(u + epsilon) / sqrt(a + epsilon) * g; u = rho * u + (1 -
   * rho) d^2; p -= lr * d: Zeiler (2012), who has no lr.
   */
  record Adadelta(double rho, double epsilon, boolean lazy) implements Optimizer {
    public Adadelta {
      requireShare("Adadelta", "rho", rho);
      requirePositive("Adadelta", "epsilon", epsilon);
    }

    @Override
    public Adadelta lazyEmbeddings() {
      return new Adadelta(rho, epsilon, true);
    }

    @Override
    public List<String> slots() {
      return List.of("a", "u");
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.adadelta(this, argument);
    }
  }

  /** a = rho * a + (1 - rho) g^2; p -= lr * g / sqrt(a + epsilon), epsilon inside the root. */
  record RmsProp(double rho, double epsilon, boolean lazy) implements Optimizer {
    public RmsProp {
      requireShare("RmsProp", "rho", rho);
      requirePositive("RmsProp", "epsilon", epsilon);
    }

    @Override
    public RmsProp lazyEmbeddings() {
      return new RmsProp(rho, epsilon, true);
    }

    @Override
    public List<String> slots() {
      return List.of("a");
    }

    @Override
    public <A, R> R accept(Visitor<A, R> visitor, A argument) {
      return visitor.rmsProp(this, argument);
    }
  }

  private static void requireShare(String optimizer, String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          optimizer + "'s " + what + " must be in [0, 1), got " + value + ".");
    }
  }

  private static void requirePositive(String optimizer, String what, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          optimizer + "'s " + what + " must be above 0, got " + value + ".");
    }
  }
}
