package dev.sortal.tck.reference;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Mistakes in sessions: buffers, copies, threads, life cycle, refusals. */
final class WrongSessions {
  private static final AtomicReference<InferenceSession> NEWEST = new AtomicReference<>();

  private WrongSessions() {}

  static TrainingBackend weightsReadOnce() {
    return AlteredBackend.trainings(
        session ->
            new AlteredTraining(session) {
              private final Map<Set<String>, Weights> read = new HashMap<>();

              @Override
              public Weights weights(Set<String> names) {
                return read.computeIfAbsent(names, super::weights);
              }
            });
  }

  static TrainingBackend replaceIgnored() {
    return AlteredBackend.trainings(
        session ->
            new AlteredTraining(session) {
              @Override
              public void replace(Weights some) {
                super.replace(weights(some.names()));
              }
            });
  }

  static TrainingBackend logitsAfterTheUpdate() {
    return AlteredBackend.trainings(
        session ->
            new AlteredTraining(session) {
              @Override
              public double step(LabelledBatch batch, double learningRate, FloatBuffer logits) {
                double loss = super.step(batch, learningRate, logits);
                logits(batch.batch(), logits);
                return loss;
              }
            });
  }

  static TrainingBackend positionObeyed() {
    return AlteredBackend.sessions(
        session ->
            new AlteredInference(session) {
              @Override
              public void logits(Batch batch, FloatBuffer into) {
                super.logits(batch, into.slice());
              }
            });
  }

  static TrainingBackend stepObeysPosition() {
    return AlteredBackend.trainings(
        session ->
            new AlteredTraining(session) {
              @Override
              public double step(LabelledBatch batch, double learningRate, FloatBuffer logits) {
                FloatBuffer weights = batch.rowWeights().slice();
                return super.step(
                    new LabelledBatch(batch.batch(), batch.targets(), weights),
                    learningRate,
                    logits);
              }
            });
  }

  static TrainingBackend answersKeptByBatch() {
    return AlteredBackend.sessions(
        session ->
            new AlteredInference(session) {
              private final AtomicReference<Batch> last = new AtomicReference<>();
              private final AtomicReference<FloatBuffer> answer = new AtomicReference<>();

              @Override
              public void logits(Batch batch, FloatBuffer into) {
                FloatBuffer kept = answer.get();
                if (kept != null && last.getAndSet(batch) == batch) {
                  into.put(0, kept, 0, kept.capacity());
                } else {
                  super.logits(batch, into);
                  last.set(batch);
                  answer.set(into);
                }
              }
            });
  }

  static TrainingBackend rowsNormalisedTogether() {
    return AlteredBackend.sessions(
        session ->
            new AlteredInference(session) {
              @Override
              public void logits(Batch batch, FloatBuffer into) {
                super.logits(batch, into);
                into.put(0, into.get(0) + batch.rows() * 0.01f);
              }
            });
  }

  static TrainingBackend newestSessionAnswers() {
    return AlteredBackend.sessions(
        session -> {
          NEWEST.set(session);
          return new AlteredInference(session) {
            @Override
            public void logits(Batch batch, FloatBuffer into) {
              Objects.requireNonNull(NEWEST.get()).logits(batch, into);
            }
          };
        });
  }

  static TrainingBackend boundToItsThread() {
    return AlteredBackend.sessions(
        session -> {
          Thread owner = Thread.currentThread();
          return new AlteredInference(session) {
            @Override
            public void logits(Batch batch, FloatBuffer into) {
              if (Thread.currentThread() == owner) {
                super.logits(batch, into);
              }
            }
          };
        });
  }

  static TrainingBackend neverClosed() {
    return AlteredBackend.sessions(
        session ->
            new AlteredInference(session) {
              @Override
              public void close() {
                // The mistake.
              }
            });
  }

  static TrainingBackend trainingNeverClosed() {
    return AlteredBackend.trainings(
        session ->
            new AlteredTraining(session) {
              @Override
              public void close() {
                // The mistake.
              }
            });
  }

  static TrainingBackend cpuInPlaceOfGpu() {
    return new AlteredBackend() {
      @Override
      public InferenceSession open(Network network, Weights weights, Execution execution) {
        return super.open(network, weights, new Execution(Device.cpu(), execution.threads()));
      }
    };
  }

  static TrainingBackend namelessRefusal() {
    return AlteredBackend.sessions(
        session ->
            new AlteredInference(session) {
              @Override
              public void logits(Batch batch, FloatBuffer into) {
                try {
                  super.logits(batch, into);
                } catch (BackendException refusal) {
                  throw new UnsupportedOperationException(refusal);
                }
              }
            });
  }

  static TrainingBackend weightsUnchecked() {
    return new AlteredBackend() {
      @Override
      public InferenceSession open(Network network, Weights weights, Execution execution) {
        Weights others = network.initialWeights(1);
        boolean fits = weights.names().equals(others.names());
        return super.open(network, fits ? weights : others, execution);
      }
    };
  }
}
