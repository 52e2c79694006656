package dev.sortal.tracking;

/**
 * What a training runs on, as far as its results may depend on it.
 *
 * <pre>{@code
 * System.out.println(Machine.here().processors() + " processors, Java " + Machine.here().java());
 * }</pre>
 *
 * @param os the operating system with its version
 * @param architecture of the processor: {@code amd64}
 * @param processors how many this Java may use
 * @param java the version of Java
 * @param sortal the version of Sortal, {@code development} where it was not packed
 */
public record Machine(String os, String architecture, int processors, String java, String sortal) {
  /** This one. */
  public static Machine here() {
    String version = Machine.class.getPackage().getImplementationVersion();
    return new Machine(
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        version == null ? "development" : version);
  }
}
