package dev.sortal.spi;

/**
 * A trained network that classifies; safe for threads.
 *
 * <p>{@link #close()} waits for calls in progress; later calls throw {@link IllegalStateException}.
 */
public interface InferenceSession extends Session {}
