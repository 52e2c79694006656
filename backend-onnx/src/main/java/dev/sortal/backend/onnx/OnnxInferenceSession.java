package dev.sortal.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.spec.Parameter;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A network with its weights in one graph; calls share the engine's session and take turns with
 * buffers.
 */
final class OnnxInferenceSession implements InferenceSession {
  /** How many sets of buffers are kept; more are made, and let go, while more calls overlap. */
  private static final int POOLED = 64;

  private final Network network;
  private final OrtSession session;
  private final Device device;
  private final BlockingQueue<Scratch> pool = new ArrayBlockingQueue<>(POOLED);
  private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
  private boolean closed;

  OnnxInferenceSession(Network network, Weights weights, Execution execution) {
    network.requireFits(weights);
    if (weights.elements() * Float.BYTES > Integer.MAX_VALUE - (1 << 20)) {
      throw new BackendException(
          "Backend \"onnx\" serves networks of less than 2 GB, got "
              + weights.elements()
              + " parameters. Use a smaller vocabulary.");
    }
    this.network = network;
    Graph graph = new Graph();
    for (Parameter parameter : network.parameters()) {
      graph.weight(parameter.name(), weights.get(parameter.name()));
    }
    OnnxRuntime.Opened opened =
        OnnxRuntime.open(TrainingGraph.withLogits(graph, network), execution);
    this.session = opened.session();
    this.device = opened.device();
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    lifetime.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("This inference session is closed. Open a new one.");
      }
      Scratch scratch = pool.poll();
      if (scratch == null) {
        scratch = new Scratch();
      }
      boolean kept = false;
      try {
        scratch.run(batch, into);
        kept = pool.offer(scratch);
      } catch (OrtException failure) {
        throw OnnxRuntime.failed("compute logits", failure);
      } finally {
        if (!kept) {
          scratch.close();
        }
      }
    } finally {
      lifetime.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lifetime.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        pool.forEach(Scratch::close);
        pool.clear();
        session.close();
      }
    } catch (OrtException failure) {
      throw OnnxRuntime.failed("close a session", failure);
    } finally {
      lifetime.writeLock().unlock();
    }
  }

  /** The buffers of one call at a time. */
  private final class Scratch implements AutoCloseable {
    private final InputBuffers inputs = new InputBuffers(network);
    private final TensorBuffer logits = TensorBuffer.floats(network.outputs());
    private final Map<String, OnnxTensor> in = new HashMap<>();
    private final Map<String, OnnxTensor> out = new HashMap<>();

    void run(Batch batch, FloatBuffer into) throws OrtException {
      inputs.load(batch, in);
      out.put(TrainingGraph.LOGITS, logits.tensor(batch.rows()));
      session.run(in, out).close();
      into.put(0, logits.floats(), 0, batch.rows() * network.outputs());
    }

    @Override
    public void close() {
      inputs.close();
      logits.close();
    }
  }
}
