package dev.sortal.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code sortal --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"sortal " + (version == null ? "(unpackaged)" : version)};
  }
}
