package dev.sortal.spi;

/**
 * Where an engine computes.
 *
 * <pre>{@code
 * Device first = Device.gpu(0);
 * }</pre>
 *
 * @param kind the processor
 * @param index which of them, from 0
 */
public record Device(Kind kind, int index) {
  /** The kinds of processor. */
  public enum Kind {
    /** The main processor. */
    CPU,
    /** A graphics processor. */
    GPU,
    /** A GPU where the engine has one, else the CPU; the session says which. */
    AUTO
  }

  public Device {
    if (index < 0) {
      throw new IllegalArgumentException("A device's index must be at least 0, got " + index + ".");
    }
  }

  /** The main processor. */
  public static Device cpu() {
    return new Device(Kind.CPU, 0);
  }

  /** The GPU of that number, from 0. */
  public static Device gpu(int index) {
    return new Device(Kind.GPU, index);
  }

  /** A GPU where the engine has one, else the CPU. */
  public static Device auto() {
    return new Device(Kind.AUTO, 0);
  }

  /**
   * The device of that name: {@code cpu}, {@code gpu}, {@code gpu:1} or {@code auto}.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Device parse(String text) {
    if (text.equals("cpu")) {
      return cpu();
    }
    if (text.equals("auto")) {
      return auto();
    }
    if (text.equals("gpu")) {
      return gpu(0);
    }
    if (text.matches("gpu:[0-9]{1,3}")) {
      return gpu(Integer.parseInt(text.substring(4)));
    }
    throw new IllegalArgumentException(
        "Unknown device: expected cpu, gpu, gpu:N or auto, got \"" + text + "\".");
  }

  @Override
  public String toString() {
    return switch (kind) {
      case CPU -> "cpu";
      case AUTO -> "auto";
      case GPU -> "gpu:" + index;
    };
  }
}
