package dev.sortal.benchmarks;

import static dev.sortal.benchmarks.ReferenceModel.BATCH;
import static dev.sortal.benchmarks.ReferenceModel.CLASSES;
import static dev.sortal.benchmarks.ReferenceModel.EMBEDDING;
import static dev.sortal.benchmarks.ReferenceModel.FILTERS;
import static dev.sortal.benchmarks.ReferenceModel.HIDDEN;
import static dev.sortal.benchmarks.ReferenceModel.KERNEL;
import static dev.sortal.benchmarks.ReferenceModel.LENGTH;
import static dev.sortal.benchmarks.ReferenceModel.POOLED;
import static dev.sortal.benchmarks.ReferenceModel.VOCABULARY;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import ai.djl.util.PairList;
import dev.sortal.tensor.Tensor;
import java.util.Iterator;

/** DJL on PyTorch as its users write it: blocks, its {@link Trainer} and its own Adam. */
final class DjlTrainer implements BareEngine {
  private final Model model = Model.newInstance("reference", Device.cpu(), "PyTorch");
  private final Trainer trainer;

  DjlTrainer() {
    SequentialBlock block = new SequentialBlock();
    block.add(new Table());
    block.add(transposed());
    block.add(Conv1d.builder().setKernelShape(new Shape(KERNEL)).setFilters(FILTERS).build());
    block.add(Activation.reluBlock());
    block.add(Pool.maxPool1dBlock(new Shape(2), new Shape(2)));
    block.add(transposed());
    block.add(LambdaBlock.singleton(array -> array.reshape(-1, POOLED * FILTERS)));
    block.add(Linear.builder().setUnits(HIDDEN).build());
    block.add(Activation.reluBlock());
    block.add(Linear.builder().setUnits(CLASSES).build());
    model.setBlock(block);
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(new SoftmaxCrossEntropyLoss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(BareDjl.adam()));
    trainer.initialize(new Shape(BATCH, LENGTH));
    Iterator<Tensor> weights = ReferenceModel.weights().asMap().values().iterator();
    for (Parameter parameter : block.getParameters().values()) {
      parameter.getArray().set(weights.next().toArray());
    }
  }

  private static LambdaBlock transposed() {
    return LambdaBlock.singleton(array -> array.transpose(0, 2, 1));
  }

  @Override
  public float step(int[] ids, int[] classes) {
    try (NDManager manager = trainer.getManager().newSubManager()) {
      NDArray rows = manager.create(ids, new Shape(classes.length, LENGTH));
      NDArray targets = manager.create(BareDjl.widened(classes));
      NDArray loss;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList logits = trainer.forward(new NDList(rows));
        loss = trainer.getLoss().evaluate(new NDList(targets), logits);
        collector.backward(loss);
      }
      trainer.step();
      loss.attach(manager);
      return loss.getFloat();
    }
  }

  @Override
  public float[] logits(int[] ids) {
    JniUtils.setGradMode(false);
    try (NDManager manager = trainer.getManager().newSubManager()) {
      NDArray row = manager.create(ids, new Shape(1, LENGTH));
      return trainer.evaluate(new NDList(row)).singletonOrThrow().toFloatArray();
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }

  /** Rows of a table, looked up by ids; DJL's own block maps objects of a language to ids too. */
  private static final class Table extends AbstractBlock {
    private final Parameter weight =
        addParameter(Parameter.builder().setName("weight").setType(Parameter.Type.WEIGHT).build());

    @Override
    public void prepare(Shape[] inputs) {
      weight.setShape(new Shape(VOCABULARY, EMBEDDING));
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store,
        NDList inputs,
        boolean training,
        PairList<String, Object> parameters) {
      NDArray ids = inputs.singletonOrThrow();
      NDArray table = store.getValue(weight, ids.getDevice(), training);
      return Embedding.embedding(ids, table, SparseFormat.DENSE);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
      return new Shape[] {inputs[0].add(EMBEDDING)};
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs, DataType[] types) {
      return getOutputShapes(inputs);
    }
  }
}
