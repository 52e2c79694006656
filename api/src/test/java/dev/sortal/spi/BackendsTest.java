package dev.sortal.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Network;
import dev.sortal.tensor.Weights;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets a system property")
class BackendsTest {
  private @Nullable String before;

  @BeforeEach
  void forget_the_property() {
    before = System.clearProperty(Backends.PROPERTY);
  }

  @AfterEach
  void restore_the_property() {
    if (before == null) {
      System.clearProperty(Backends.PROPERTY);
    } else {
      System.setProperty(Backends.PROPERTY, before);
    }
  }

  @Test
  void an_instance_comes_before_the_property(@TempDir Path folder) throws IOException {
    System.setProperty(Backends.PROPERTY, "onnx");
    Backend mine = new Java();
    BackendChoice choice = BackendChoice.of(mine).classLoader(offering(folder, Onnx.class));
    assertThat(Backends.choose(choice)).isSameAs(mine);
  }

  @Test
  void a_name_comes_before_the_property(@TempDir Path folder) throws IOException {
    System.setProperty(Backends.PROPERTY, "onnx");
    ClassLoader loader = offering(folder, Onnx.class, Java.class);
    assertThat(Backends.choose(BackendChoice.named("java").classLoader(loader)).name())
        .isEqualTo("java");
  }

  @Test
  void the_property_comes_before_the_order(@TempDir Path folder) throws IOException {
    System.setProperty(Backends.PROPERTY, "java");
    ClassLoader loader = offering(folder, Onnx.class, Java.class);
    assertThat(Backends.choose(BackendChoice.any().classLoader(loader)).name()).isEqualTo("java");
  }

  @Test
  void the_order_decides_where_none_is_named(@TempDir Path folder) throws IOException {
    ClassLoader loader = offering(folder, Java.class, Onnx.class);
    assertThat(Backends.choose(BackendChoice.any().classLoader(loader)).name()).isEqualTo("onnx");
  }

  @Test
  void a_backend_that_cannot_train_is_passed_over_or_refused_by_name(@TempDir Path folder)
      throws IOException {
    BackendChoice any = BackendChoice.any().classLoader(offering(folder, Onnx.class, Java.class));
    assertThat(Backends.chooseForTraining(any).name()).isEqualTo("java");
    assertThatThrownBy(() -> Backends.chooseForTraining(any.name("onnx")))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("\"onnx\"")
        .hasMessageContaining("cannot train");
  }

  @Test
  void none_at_all_says_what_to_add_to_the_pom() {
    assertThatThrownBy(() -> Backends.choose(BackendChoice.any()))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("expected one of " + Backends.ORDER + ", got []")
        .hasMessageContaining("<artifactId>sortal-backend-onnx</artifactId>");
  }

  @Test
  void an_unknown_name_lists_the_known_ones_and_where_it_came_from(@TempDir Path folder)
      throws IOException {
    BackendChoice any = BackendChoice.any().classLoader(offering(folder, Java.class));
    System.setProperty(Backends.PROPERTY, "tensorflow");
    assertThatThrownBy(() -> Backends.choose(any))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no backend \"tensorflow\" (from -Dsortal.backend)")
        .hasMessageContaining("[java]")
        .hasMessageContaining("sortal-backend-tf");
  }

  @Test
  void another_spi_version_is_refused(@TempDir Path folder) throws IOException {
    BackendChoice any = BackendChoice.any().classLoader(offering(folder, Old.class));
    assertThatThrownBy(() -> Backends.choose(any))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("expected SPI version 1, got 0")
        .hasMessageContaining("sortal-bom");
  }

  @Test
  void a_broken_provider_is_reported_and_hides_no_other(@TempDir Path folder) throws IOException {
    ClassLoader loader = offering(folder, "dev.sortal.Absent", Broken.class.getName(), "");
    assertThatThrownBy(() -> Backends.choose(BackendChoice.any().classLoader(loader)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("dev.sortal.Absent")
        .hasMessageContaining("no luck today");
    ClassLoader both = offering(folder, "dev.sortal.Absent", Java.class.getName());
    assertThat(Backends.choose(BackendChoice.any().classLoader(both)).name()).isEqualTo("java");
  }

  @Test
  void a_loader_that_cannot_list_its_providers_is_reported() {
    ClassLoader failing =
        new ClassLoader(BackendsTest.class.getClassLoader()) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            throw new IOException("the archive is closed");
          }
        };
    assertThatThrownBy(() -> Backends.choose(BackendChoice.any().classLoader(failing)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("the archive is closed");
  }

  private static ClassLoader offering(Path folder, Class<?>... providers) throws IOException {
    return offering(folder, Arrays.stream(providers).map(Class::getName).toArray(String[]::new));
  }

  private static ClassLoader offering(Path folder, String... providers) throws IOException {
    Path file = Files.createTempFile(folder, "providers", ".txt");
    Files.write(file, List.of(providers), StandardCharsets.UTF_8);
    URL url = file.toUri().toURL();
    return new ClassLoader(BackendsTest.class.getClassLoader()) {
      @Override
      public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals("META-INF/services/" + Backend.class.getName())
            ? Collections.enumeration(List.of(url))
            : super.getResources(name);
      }
    };
  }

  abstract static class Named implements Backend {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String engine() {
      return "scripted";
    }

    @Override
    public List<Device> devices() {
      return List.of();
    }

    @Override
    public InferenceSession open(Network network, Weights weights, Execution execution) {
      throw new AssertionError("choosing opens nothing");
    }
  }

  /** Serves only. */
  public static final class Onnx extends Named {
    public Onnx() {
      super("onnx");
    }
  }

  /** Trains as well. */
  public static final class Java extends Named implements TrainingBackend {
    public Java() {
      super("java");
    }

    @Override
    public TrainingSession train(TrainingPlan plan) {
      throw new AssertionError("choosing trains nothing");
    }
  }

  /** Built for an earlier version. */
  public static final class Old extends Named {
    public Old() {
      super("old");
    }

    @Override
    public int spiVersion() {
      return 0;
    }
  }

  /** Fails when it is made. */
  public static final class Broken extends Named {
    public Broken() {
      super("broken");
      throw new IllegalStateException("no luck today");
    }
  }
}
