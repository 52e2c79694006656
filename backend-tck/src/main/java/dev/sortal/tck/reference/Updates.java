package dev.sortal.tck.reference;

import dev.sortal.spec.Optimizer;

/** The optimizers' formulas, one element at a time. */
class Updates implements Optimizer.Visitor<Updates.Element, Double> {
  /**
   * One element of a parameter.
   *
   * @param value the parameter
   * @param gradient its gradient
   * @param slots its slots, changed in place at the index
   * @param index which element
   * @param rate the learning rate, with the group's factor
   * @param step the number of the step, from 1
   */
  record Element(
      double value, double gradient, double[][] slots, int index, double rate, long step) {
    double slot(int number) {
      return slots[number][index];
    }

    double slot(int number, double next) {
      slots[number][index] = next;
      return next;
    }
  }

  @Override
  public Double sgd(Optimizer.Sgd optimizer, Element e) {
    if (optimizer.momentum() == 0) {
      return e.value() - e.rate() * e.gradient();
    }
    double v = e.slot(0, optimizer.momentum() * e.slot(0) - e.rate() * e.gradient());
    return optimizer.nesterov()
        ? e.value() + optimizer.momentum() * v - e.rate() * e.gradient()
        : e.value() + v;
  }

  @Override
  public Double adam(Optimizer.Adam optimizer, Element e) {
    double b1 = optimizer.beta1();
    double b2 = optimizer.beta2();
    double m = e.slot(0, b1 * e.slot(0) + (1 - b1) * e.gradient());
    double v = e.slot(1, b2 * e.slot(1) + (1 - b2) * e.gradient() * e.gradient());
    double rate = e.rate() * Math.sqrt(1 - Math.pow(b2, e.step())) / (1 - Math.pow(b1, e.step()));
    return e.value() - rate * adamDirection(m, v, optimizer.epsilon());
  }

  protected double adamDirection(double m, double v, double epsilon) {
    return m / (Math.sqrt(v) + epsilon);
  }

  @Override
  public Double adamW(Optimizer.AdamW optimizer, Element e) {
    double decayed = e.value() - e.rate() * optimizer.weightDecay() * e.value();
    return adam(
        optimizer.adam(),
        new Element(decayed, e.gradient(), e.slots(), e.index(), e.rate(), e.step()));
  }

  @Override
  public Double adagrad(Optimizer.Adagrad optimizer, Element e) {
    double a = e.slot(0, e.slot(0) + e.gradient() * e.gradient());
    return e.value() - e.rate() * e.gradient() / Math.sqrt(a + optimizer.epsilon());
  }

  @Override
  public Double adadelta(Optimizer.Adadelta optimizer, Element e) {
    double rho = optimizer.rho();
    double a = e.slot(0, rho * e.slot(0) + (1 - rho) * e.gradient() * e.gradient());
    double d =
        Math.sqrt(e.slot(1) + optimizer.epsilon())
            / Math.sqrt(a + optimizer.epsilon())
            * e.gradient();
    e.slot(1, rho * e.slot(1) + (1 - rho) * d * d);
    return e.value() - e.rate() * d;
  }

  @Override
  public Double rmsProp(Optimizer.RmsProp optimizer, Element e) {
    double rho = optimizer.rho();
    double a = e.slot(0, rho * e.slot(0) + (1 - rho) * e.gradient() * e.gradient());
    return e.value() - e.rate() * e.gradient() / Math.sqrt(a + optimizer.epsilon());
  }
}
