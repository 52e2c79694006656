package dev.sortal.backend.tf;

import dev.sortal.spec.Optimizer;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The arithmetic of each optimizer as operations: from value, gradient and slots to the next value
 * and the next slots, in this order.
 *
 * <p>The formulas are those of {@link Optimizer}'s records.
 */
final class UpdateRules implements Optimizer.Visitor<UpdateRules.Site, List<Operand<TFloat32>>> {
  /**
   * What is updated: a whole parameter, or rows of it.
   *
   * @param slots its slots in the order of {@link Optimizer#slots()}
   * @param rate the learning rate of the step, see {@link StepRates}
   * @param kept what weight decay leaves
   */
  record Site(
      Operand<TFloat32> value,
      Operand<TFloat32> gradient,
      List<Operand<TFloat32>> slots,
      Operand<TFloat32> rate,
      Operand<TFloat32> kept) {}

  private final Ops tf;

  UpdateRules(Ops tf) {
    this.tf = tf;
  }

  @Override
  public List<Operand<TFloat32>> sgd(Optimizer.Sgd optimizer, Site site) {
    Operand<TFloat32> push = tf.math.mul(site.rate(), site.gradient());
    if (optimizer.momentum() == 0) {
      return List.of(tf.math.sub(site.value(), push));
    }
    Operand<TFloat32> velocity =
        tf.math.sub(times(optimizer.momentum(), site.slots().get(0)), push);
    Operand<TFloat32> move =
        optimizer.nesterov() ? tf.math.sub(times(optimizer.momentum(), velocity), push) : velocity;
    return List.of(tf.math.add(site.value(), move), velocity);
  }

  @Override
  public List<Operand<TFloat32>> adam(Optimizer.Adam optimizer, Site site) {
    return adam(optimizer, site, site.value());
  }

  @Override
  public List<Operand<TFloat32>> adamW(Optimizer.AdamW optimizer, Site site) {
    return adam(optimizer.adam(), site, tf.math.mul(site.value(), site.kept()));
  }

  private List<Operand<TFloat32>> adam(
      Optimizer.Adam optimizer, Site site, Operand<TFloat32> value) {
    Operand<TFloat32> first = average(optimizer.beta1(), site.slots().get(0), site.gradient());
    Operand<TFloat32> second =
        average(optimizer.beta2(), site.slots().get(1), tf.math.square(site.gradient()));
    Operand<TFloat32> root =
        tf.math.add(tf.math.sqrt(second), tf.constant((float) optimizer.epsilon()));
    Operand<TFloat32> move = tf.math.div(tf.math.mul(site.rate(), first), root);
    return List.of(tf.math.sub(value, move), first, second);
  }

  @Override
  public List<Operand<TFloat32>> adagrad(Optimizer.Adagrad optimizer, Site site) {
    Operand<TFloat32> sum = tf.math.add(site.slots().get(0), tf.math.square(site.gradient()));
    return List.of(descend(site, sum, optimizer.epsilon()), sum);
  }

  @Override
  public List<Operand<TFloat32>> adadelta(Optimizer.Adadelta optimizer, Site site) {
    Operand<TFloat32> epsilon = tf.constant((float) optimizer.epsilon());
    Operand<TFloat32> moves = site.slots().get(1);
    Operand<TFloat32> mean =
        average(optimizer.rho(), site.slots().get(0), tf.math.square(site.gradient()));
    Operand<TFloat32> ratio =
        tf.math.div(
            tf.math.sqrt(tf.math.add(moves, epsilon)), tf.math.sqrt(tf.math.add(mean, epsilon)));
    Operand<TFloat32> move = tf.math.mul(ratio, site.gradient());
    return List.of(
        tf.math.sub(site.value(), tf.math.mul(site.rate(), move)),
        mean,
        average(optimizer.rho(), moves, tf.math.square(move)));
  }

  @Override
  public List<Operand<TFloat32>> rmsProp(Optimizer.RmsProp optimizer, Site site) {
    Operand<TFloat32> mean =
        average(optimizer.rho(), site.slots().get(0), tf.math.square(site.gradient()));
    return List.of(descend(site, mean, optimizer.epsilon()), mean);
  }

  /** p - rate * g / sqrt(a + epsilon). */
  private Operand<TFloat32> descend(Site site, Operand<TFloat32> squares, double epsilon) {
    Operand<TFloat32> root = tf.math.sqrt(tf.math.add(squares, tf.constant((float) epsilon)));
    return tf.math.sub(site.value(), tf.math.div(tf.math.mul(site.rate(), site.gradient()), root));
  }

  /** share * old + (1 - share) * fresh. */
  private Operand<TFloat32> average(double share, Operand<TFloat32> old, Operand<TFloat32> fresh) {
    return tf.math.add(times(share, old), tf.math.mul(tf.constant(1 - (float) share), fresh));
  }

  private Operand<TFloat32> times(double factor, Operand<TFloat32> value) {
    return tf.math.mul(tf.constant((float) factor), value);
  }
}
