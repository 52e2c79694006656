package dev.sortal.update;

import dev.sortal.spec.Optimizer;

/**
 * The arithmetic of each optimizer over ranges of float arrays, in loops that the JIT vectorises.
 *
 * <p>The formulas are those of {@link Optimizer}'s records. A loop touches plain arrays at one
 * index only; that is what makes it vectorise. What is the same for all ranges is computed once, so
 * that thousands of rows of a table cost no more than their elements.
 */
final class Rules implements Optimizer.Visitor<Rules.Span, Void> {
  /**
   * Ranges of one parameter.
   *
   * @param slots its slots in the order of {@link Optimizer#slots()}
   * @param runs the elements to update
   * @param rate the learning rate, with the group's factor
   * @param step the number of the step, from 1
   */
  record Span(
      float[] values, float[] gradient, float[][] slots, Runs runs, double rate, long step) {
    /** How many ranges there are. */
    int count() {
      return runs.count();
    }

    /** The first element of a range. */
    int from(int run) {
      return runs.from(run);
    }

    /** Where a range ends. */
    int to(int run) {
      return runs.to(run);
    }
  }

  @Override
  public Void sgd(Optimizer.Sgd optimizer, Span span) {
    float[] p = span.values();
    float[] g = span.gradient();
    float rate = (float) span.rate();
    float momentum = (float) optimizer.momentum();
    for (int i = 0; i < span.count(); i++) {
      if (optimizer.momentum() == 0) {
        descend(p, g, span.from(i), span.to(i), rate);
      } else if (optimizer.nesterov()) {
        nesterov(p, g, span.slots()[0], span.from(i), span.to(i), rate, momentum);
      } else {
        momentum(p, g, span.slots()[0], span.from(i), span.to(i), rate, momentum);
      }
    }
    return null;
  }

  @Override
  public Void adam(Optimizer.Adam optimizer, Span span) {
    float rate = (float) (span.rate() * optimizer.correction(span.step()));
    for (int i = 0; i < span.count(); i++) {
      adam(
          span.values(),
          span.gradient(),
          span.slots()[0],
          span.slots()[1],
          span.from(i),
          span.to(i),
          rate,
          (float) optimizer.beta1(),
          (float) optimizer.beta2(),
          (float) optimizer.epsilon());
    }
    return null;
  }

  @Override
  public Void adamW(Optimizer.AdamW optimizer, Span span) {
    float kept = (float) (1 - span.rate() * optimizer.weightDecay());
    for (int i = 0; i < span.count(); i++) {
      scale(span.values(), span.from(i), span.to(i), kept);
    }
    return adam(optimizer.adam(), span);
  }

  @Override
  public Void adagrad(Optimizer.Adagrad optimizer, Span span) {
    for (int i = 0; i < span.count(); i++) {
      adagrad(
          span.values(),
          span.gradient(),
          span.slots()[0],
          span.from(i),
          span.to(i),
          (float) span.rate(),
          (float) optimizer.epsilon());
    }
    return null;
  }

  @Override
  public Void adadelta(Optimizer.Adadelta optimizer, Span span) {
    for (int i = 0; i < span.count(); i++) {
      adadelta(
          span.values(),
          span.gradient(),
          span.slots()[0],
          span.slots()[1],
          span.from(i),
          span.to(i),
          (float) span.rate(),
          (float) optimizer.rho(),
          (float) optimizer.epsilon());
    }
    return null;
  }

  @Override
  public Void rmsProp(Optimizer.RmsProp optimizer, Span span) {
    for (int i = 0; i < span.count(); i++) {
      rmsProp(
          span.values(),
          span.gradient(),
          span.slots()[0],
          span.from(i),
          span.to(i),
          (float) span.rate(),
          (float) optimizer.rho(),
          (float) optimizer.epsilon());
    }
    return null;
  }

  /** p *= factor. */
  static void scale(float[] p, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      p[i] *= factor;
    }
  }

  private static void descend(float[] p, float[] g, int from, int to, float rate) {
    for (int i = from; i < to; i++) {
      p[i] -= rate * g[i];
    }
  }

  private static void momentum(
      float[] p, float[] g, float[] v, int from, int to, float rate, float momentum) {
    for (int i = from; i < to; i++) {
      float next = momentum * v[i] - rate * g[i];
      v[i] = next;
      p[i] += next;
    }
  }

  private static void nesterov(
      float[] p, float[] g, float[] v, int from, int to, float rate, float momentum) {
    for (int i = from; i < to; i++) {
      float push = rate * g[i];
      float next = momentum * v[i] - push;
      v[i] = next;
      p[i] += momentum * next - push;
    }
  }

  private static void adam(
      float[] p,
      float[] g,
      float[] m,
      float[] v,
      int from,
      int to,
      float rate,
      float beta1,
      float beta2,
      float epsilon) {
    float rest1 = 1 - beta1;
    float rest2 = 1 - beta2;
    for (int i = from; i < to; i++) {
      float gradient = g[i];
      float first = beta1 * m[i] + rest1 * gradient;
      float second = beta2 * v[i] + rest2 * (gradient * gradient);
      m[i] = first;
      v[i] = second;
      p[i] -= rate * first / ((float) Math.sqrt(second) + epsilon);
    }
  }

  private static void adagrad(
      float[] p, float[] g, float[] a, int from, int to, float rate, float epsilon) {
    for (int i = from; i < to; i++) {
      float gradient = g[i];
      float sum = a[i] + gradient * gradient;
      a[i] = sum;
      p[i] -= rate * gradient / (float) Math.sqrt(sum + epsilon);
    }
  }

  private static void adadelta(
      float[] p,
      float[] g,
      float[] a,
      float[] u,
      int from,
      int to,
      float rate,
      float rho,
      float epsilon) {
    float rest = 1 - rho;
    for (int i = from; i < to; i++) {
      float gradient = g[i];
      float mean = rho * a[i] + rest * (gradient * gradient);
      float ratio = (float) Math.sqrt(u[i] + epsilon) / (float) Math.sqrt(mean + epsilon);
      float move = ratio * gradient;
      a[i] = mean;
      u[i] = rho * u[i] + rest * (move * move);
      p[i] -= rate * move;
    }
  }

  private static void rmsProp(
      float[] p, float[] g, float[] a, int from, int to, float rate, float rho, float epsilon) {
    float rest = 1 - rho;
    for (int i = from; i < to; i++) {
      float gradient = g[i];
      float mean = rho * a[i] + rest * (gradient * gradient);
      a[i] = mean;
      p[i] -= rate * gradient / (float) Math.sqrt(mean + epsilon);
    }
  }
}
