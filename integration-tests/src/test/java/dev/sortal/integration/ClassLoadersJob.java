package dev.sortal.integration;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Runs {@link EngineJob} in two class loaders one after the other, as an application server does
 * that deploys a service twice. The first argument is the class path of both.
 */
final class ClassLoadersJob {
  private ClassLoadersJob() {}

  public static void main(String[] arguments) throws Exception {
    URL[] entries =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(arguments[0])
            .map(ClassLoadersJob::url)
            .toArray(URL[]::new);
    for (int deployment = 1; deployment <= 2; deployment++) {
      try (URLClassLoader loader =
          new URLClassLoader(entries, ClassLoader.getPlatformClassLoader())) {
        Thread.currentThread().setContextClassLoader(loader);
        var main =
            loader.loadClass(EngineJob.class.getName()).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) new String[0]);
        System.out.println("Deployment " + deployment + " done");
      }
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalArgumentException(entry, impossible);
    }
  }
}
