package dev.sortal.tck.reference;

import dev.sortal.spi.TrainingBackend;
import java.util.function.Supplier;

/** The reference with one mistake, and the test of the kit that is about it. */
enum Mutant {
  DROPPED_BIAS("forward_of_each_layer_is_that_of_the_reference", WrongLayers::droppedBias),
  PADDING_AVERAGED("forward_of_each_layer_is_that_of_the_reference", WrongLayers::paddingAveraged),
  MAPS_ON_THEIR_SIDE(
      "forward_of_each_layer_is_that_of_the_reference", WrongLayers::mapsOnTheirSide),
  FLIPPED_KERNEL("forward_of_each_layer_is_that_of_the_reference", WrongLayers::flippedKernel),
  TRANSPOSED_KERNEL(
      "forward_of_each_layer_is_that_of_the_reference", WrongLayers::transposedKernel),
  STRIDE_OUT_OF_PHASE(
      "forward_of_each_layer_is_that_of_the_reference", WrongLayers::strideOutOfPhase),
  SAME_PADDED_ON_THE_OTHER_SIDE(
      "forward_of_each_layer_is_that_of_the_reference", WrongLayers::samePaddedOnTheOtherSide),
  CHANNELS_FIRST_FLATTEN(
      "forward_of_each_layer_is_that_of_the_reference", WrongLayers::channelsFirstFlatten),
  GELU_BY_TANH("forward_of_each_layer_is_that_of_the_reference", WrongLayers::geluByTanh),
  PADDED_ON_THE_OTHER_SIDE(
      "texts_of_every_length_mean_their_padded_form", WrongLayers::paddedOnTheOtherSide),
  DROPOUT_AT_INFERENCE("dropout_is_the_identity_at_inference", WrongLayers::dropoutAtInference),
  ONE_MASK_FOR_ALL_STEPS("dropout_drops_its_share_and_scales_what_it_keeps", WrongLayers::oneMask),
  UNSCALED_DROPOUT(
      "dropout_drops_its_share_and_scales_what_it_keeps", WrongLayers::unscaledDropout),
  MASKS_FROM_A_RUNNING_GENERATOR(
      "evaluating_between_steps_changes_nothing", WrongLayers::masksFromARunningGenerator),
  LAST_MAXIMUM_WINS(
      "the_first_of_equal_maxima_takes_the_gradient_under_a_pool", WrongLayers::lastMaximumWins),
  EQUAL_MAXIMA_TAKE_ALL(
      "equal_maxima_share_the_gradient_under_a_global_pool", WrongLayers::equalMaximaTakeAll),
  FIRST_MAXIMUM_TAKES_ALL(
      "equal_maxima_share_the_gradient_under_a_global_pool", WrongLayers::firstMaximumTakesAll),
  OVERWRITTEN_EMBEDDING_GRADIENT(
      "gradients_of_many_occurrences_of_an_id_add_up_with_several_threads",
      WrongLayers::overwrittenEmbeddingGradient),
  BATCH_STATISTICS_AT_INFERENCE(
      "forward_of_each_layer_is_that_of_the_reference", WrongLayers::batchStatisticsAtInference),
  MOVING_STATISTICS_IN_TRAINING(
      "a_batch_is_normalised_by_its_own_mean_and_biased_variance",
      WrongLayers::movingStatisticsInTraining),
  BATCH_STATISTICS_WHERE_FROZEN(
      "a_frozen_batch_normalisation_goes_by_its_moving_statistics_and_keeps_them",
      WrongLayers::batchStatisticsWhereFrozen),
  STATISTICS_WITHOUT_GRADIENT(
      "gradient_of_each_layer_is_that_of_the_reference", WrongLayers::statisticsWithoutGradient),
  UNBIASED_MOVING_VARIANCE(
      "moving_statistics_follow_the_batch_and_are_what_serves",
      WrongLayers::unbiasedMovingVariance),
  MOMENTUM_OF_THE_BATCH(
      "moving_statistics_follow_the_batch_and_are_what_serves", WrongLayers::momentumOfTheBatch),

  WEIGHTS_OF_BAGS_IGNORED(
      "forward_of_each_layer_is_that_of_the_reference", WrongBags::weightsIgnored),
  MEAN_OVER_IDS("forward_of_each_layer_is_that_of_the_reference", WrongBags::meanOverIds),
  EMPTY_BAG_TAKEN_FOR_ID_0(
      "an_empty_bag_is_0_and_so_is_a_mean_of_weights_that_cancel_out", WrongBags::emptyBagIsId0),
  EMPTY_BATCH_TAKEN_FOR_ID_0(
      "batches_in_which_every_bag_is_empty_are_read", WrongBags::emptyBagIsId0),
  EMPTY_STEP_TAKEN_FOR_ID_0(
      "steps_in_which_every_bag_is_empty_are_those_of_the_reference", WrongBags::emptyBagIsId0),
  BAGS_PADDED_ON_THE_OTHER_SIDE(
      "rows_of_bags_mean_their_padded_form", WrongLayers::paddedOnTheOtherSide),
  MEMORY_FOR_THE_FIRST_BAGS(
      "one_session_takes_bags_of_every_number_of_ids", WrongBags::memoryForTheFirstBags),
  POSITION_OF_BAGS_OBEYED(
      "bags_are_read_from_index_0_whatever_the_position_of_their_buffers",
      WrongBags::positionObeyed),
  UNKNOWN_IDS_TAKEN_FOR_ID_0(
      "an_id_that_a_table_of_bags_does_not_have_is_refused_with_its_input",
      WrongBags::unknownIsId0),
  BAG_GRADIENT_WITHOUT_WEIGHTS(
      "gradient_of_each_layer_is_that_of_the_reference", WrongBags::gradientWithoutWeights),
  TRAJECTORY_WITHOUT_WEIGHTS_OF_BAGS(
      "trajectory_over_bags_is_that_of_the_reference", WrongBags::gradientWithoutWeights),
  NOTHING_LEARNED_OF_BAGS("bags_are_memorised", WrongBags::noGradient),
  OVERWRITTEN_BAG_GRADIENT(
      "gradients_of_an_id_in_many_bags_add_up_with_several_threads",
      WrongLayers::overwrittenEmbeddingGradient),
  PADDING_COUNTED_AS_TOKENS(
      "an_average_over_tokens_is_that_of_the_text_without_its_padding", WrongBags::paddingCounted),
  NO_TOKENS_DIVIDED_BY("a_text_of_no_tokens_has_the_average_0", WrongBags::dividedByNoTokens),
  ELEMENTS_DROPPED_FOR_POSITIONS(
      "dropout_of_positions_drops_all_channels_of_a_position_together", WrongBags::elementsDropped),
  NEVER_LAZY_OVER_BAGS(
      "a_lazy_optimizer_leaves_the_rows_that_are_in_no_bag_alone", WrongUpdates::neverLazy),
  BAGS_NEVER_CLIPPED("gradients_of_bags_count_in_the_norm_that_clips", WrongUpdates::neverClipped),
  FROZEN_TABLE_TRAINED(
      "a_frozen_table_of_bags_stays_as_it_is", WrongUpdates::frozenParametersTrained),
  REPLACED_TABLE_IGNORED(
      "replaced_tables_of_bags_are_computed_with", WrongSessions::replaceIgnored),
  STATE_OF_BAGS_NOT_RESTORED(
      "training_over_bags_resumed_from_its_state_is_bit_equal_to_training_on",
      WrongUpdates::stateNotRestored),

  ROW_WEIGHTS_IGNORED(
      "rows_count_by_their_weight_over_the_number_of_rows", WrongUpdates::rowWeightsIgnored),
  MEAN_OVER_WEIGHTS(
      "rows_count_by_their_weight_over_the_number_of_rows", WrongUpdates::meanOverWeights),
  LABEL_SMOOTHING_IGNORED("labels_are_smoothed", WrongUpdates::labelSmoothingIgnored),
  LABELS_SUMMED("any_number_of_labels_is_learned_for_each_row", WrongUpdates::labelsSummed),
  EPSILON_INSIDE_THE_ROOT(
      "trajectory_of_each_optimizer_is_that_of_the_reference", WrongUpdates::epsilonInsideTheRoot),
  DECAY_AFTER_THE_STEP("weight_decay_comes_before_the_step", WrongUpdates::decayAfterTheStep),
  MOMENTUM_DROPPED(
      "trajectory_of_each_optimizer_is_that_of_the_reference", WrongUpdates::momentumDropped),
  NESTEROV_IGNORED(
      "trajectory_of_each_optimizer_is_that_of_the_reference", WrongUpdates::nesterovIgnored),
  LAZY_WITHOUT_BEING_ASKED(
      "trajectory_of_each_optimizer_is_that_of_the_reference", WrongUpdates::alwaysLazy),
  NEVER_LAZY(
      "a_lazy_optimizer_leaves_the_rows_that_are_not_in_the_batch_alone", WrongUpdates::neverLazy),
  CLIPPED_ONE_BY_ONE("gradients_are_clipped_by_their_common_norm", WrongUpdates::clippedOneByOne),
  NEVER_CLIPPED(
      "a_norm_that_is_not_finite_is_an_error_that_names_the_step", WrongUpdates::neverClipped),
  RATE_FACTORS_IGNORED(
      "groups_have_their_own_optimizer_and_rate_and_the_rest_is_frozen",
      WrongUpdates::rateFactorsIgnored),
  FROZEN_PARAMETERS_TRAINED(
      "groups_have_their_own_optimizer_and_rate_and_the_rest_is_frozen",
      WrongUpdates::frozenParametersTrained),
  FROZEN_EMBEDDING_TRAINED(
      "a_frozen_embedding_stays_as_it_is_and_does_not_count_in_the_norm",
      WrongUpdates::frozenParametersTrained),
  FROZEN_NETWORK_TRAINED(
      "a_plan_that_trains_nothing_gives_losses_and_leaves_every_weight",
      WrongUpdates::frozenParametersTrained),
  STATE_NOT_RESTORED(
      "training_resumed_from_its_state_is_bit_equal_to_training_on",
      WrongUpdates::stateNotRestored),
  SEEDED_BY_CHANCE("two_runs_of_a_plan_are_bit_equal", WrongUpdates::seededByChance),

  WEIGHTS_READ_ONCE("weights_come_back_bit_equal_and_as_copies", WrongSessions::weightsReadOnce),
  REPLACE_IGNORED("replaced_weights_are_computed_with", WrongSessions::replaceIgnored),
  LOGITS_AFTER_THE_UPDATE(
      "trajectory_of_each_optimizer_is_that_of_the_reference", WrongSessions::logitsAfterTheUpdate),
  POSITION_OBEYED(
      "buffers_are_read_and_written_from_index_0_whatever_their_position",
      WrongSessions::positionObeyed),
  STEP_OBEYS_POSITION(
      "a_step_reads_and_writes_buffers_from_index_0_whatever_their_position",
      WrongSessions::stepObeysPosition),
  ANSWERS_KEPT_BY_BATCH(
      "a_batch_may_be_reused_as_soon_as_the_call_returns", WrongSessions::answersKeptByBatch),
  ROWS_NORMALISED_TOGETHER(
      "a_row_does_not_depend_on_the_rows_beside_it", WrongSessions::rowsNormalisedTogether),
  NEWEST_SESSION_ANSWERS(
      "sessions_side_by_side_keep_their_own_weights", WrongSessions::newestSessionAnswers),
  BOUND_TO_ITS_THREAD("sixteen_threads_get_the_answers_of_one", WrongSessions::boundToItsThread),
  NEVER_CLOSED("closing_waits_for_calls_in_progress", WrongSessions::neverClosed),
  TRAINING_NEVER_CLOSED(
      "closing_a_training_twice_is_fine_and_use_after_it_an_error",
      WrongSessions::trainingNeverClosed),
  CPU_IN_PLACE_OF_GPU("a_gpu_that_is_not_there_is_refused", WrongSessions::cpuInPlaceOfGpu),
  NAMELESS_REFUSAL(
      "a_column_of_another_kind_than_its_input_is_refused_by_name", WrongSessions::namelessRefusal),
  WEIGHTS_UNCHECKED(
      "weights_of_another_network_are_refused_by_name", WrongSessions::weightsUnchecked),

  SHARED_SAME_PADDED_ON_THE_OTHER_SIDE(
      "each_layer_trains_as_in_keras", WrongLayers::samePaddedOnTheOtherSide, true),
  SHARED_TRANSPOSED_KERNEL("each_layer_serves_as_in_keras", WrongLayers::transposedKernel, true),
  SHARED_ONE_MASK_FOR_ALL_STEPS("each_layer_trains_as_in_keras", WrongLayers::oneMask, true),
  SHARED_MEAN_OVER_IDS("bags_train_as_in_pytorch", WrongBags::meanOverIds, true),
  SHARED_WEIGHTS_OF_BAGS_IGNORED("bags_serve_as_in_pytorch", WrongBags::weightsIgnored, true),
  SHARED_RMSPROP_EPSILON_OUTSIDE_THE_ROOT(
      "each_optimizer_trains_as_in_keras", WrongUpdates::rmsPropEpsilonOutsideTheRoot, true),
  SHARED_ADADELTA_REMEMBERING_THE_RATE(
      "each_optimizer_trains_as_in_keras", WrongUpdates::adadeltaRemembersTheRate, true),
  SHARED_MOMENTUM_WITHOUT_THE_RATE(
      "each_optimizer_trains_as_in_keras", WrongUpdates::momentumWithoutTheRate, true),
  SHARED_MEAN_OVER_WEIGHTS(
      "clipping_smoothing_and_weights_of_rows_train_as_in_keras",
      WrongUpdates::meanOverWeights,
      true);

  private final String noticedBy;
  private final Supplier<TrainingBackend> mutated;
  private final boolean shared;

  Mutant(String noticedBy, Supplier<TrainingBackend> mutated) {
    this(noticedBy, mutated, false);
  }

  Mutant(String noticedBy, Supplier<TrainingBackend> mutated, boolean shared) {
    this.noticedBy = noticedBy;
    this.mutated = mutated;
    this.shared = shared;
  }

  /** The method of the kit that must fail. */
  String noticedBy() {
    return noticedBy;
  }

  TrainingBackend backend() {
    return mutated.get();
  }

  /** The engine that the mutant is compared with: the reference, or one of the same mistake. */
  TrainingBackend reference() {
    return shared ? mutated.get() : new ReferenceBackend();
  }
}
