package dev.sortal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BackendException;
import dev.sortal.spi.Device;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NativesTest {
  private static final String HERE = Platform.here().toString();
  private static final String A_CLASS = NativesTest.class.getName().replace('.', '/') + ".class";

  private static Natives natives(Map<String, String> resources) {
    return new Natives("my-engine", "org.engine:natives:1", resources, Map.of(HERE, "c"), "a card");
  }

  @Test
  void says_where_the_natives_are() {
    assertThat(natives(Map.of(HERE, A_CLASS)).describe())
        .contains("natives    in file:", "org.engine:natives:1:c", "gpu needs  a card");
  }

  @Test
  void says_what_to_add_where_they_are_not_on_the_class_path() {
    Natives natives = natives(Map.of(HERE, "no/such/file"));
    assertThat(natives.find()).isNull();
    assertThat(natives.describe()).contains("not on the class path: add org.engine:natives:1:c");
  }

  @Test
  void says_for_which_platforms_they_are_published() {
    assertThat(natives(Map.of("amiga-m68k", A_CLASS)).describe())
        .contains("none are published for " + HERE, "[amiga-m68k]");
  }

  @Test
  void an_engine_that_does_not_load_is_explained_with_cause_and_diagnosis() {
    Natives natives = natives(Map.of(HERE, "no/such/file"));
    UnsatisfiedLinkError failure = new UnsatisfiedLinkError("libx.so: no such file\nat home");
    BackendException exception = natives.notLoaded(new ExceptionInInitializerError(failure));
    assertThat(exception)
        .hasMessageContainingAll(
            "Backend \"my-engine\" could not load its natives",
            "UnsatisfiedLinkError: libx.so: no such file.",
            "add org.engine:natives:1:c",
            "platform   " + HERE,
            "Java " + System.getProperty("java.version"),
            "-Dsortal.cache")
        .hasRootCause(failure);
    assertThat(exception.getMessage()).doesNotContain("at home");
  }

  @Test
  void natives_that_another_class_loader_has_are_explained() {
    UnsatisfiedLinkError failure =
        new UnsatisfiedLinkError("Native Library /x.so already loaded in another classloader");
    assertThat(natives(Map.of()).notLoaded(failure))
        .hasMessageContaining("put the engine's jars where both applications share them");
  }

  @Test
  void auto_takes_the_first_gpu_else_the_cpu_and_an_absent_gpu_is_refused() {
    Natives natives = natives(Map.of());
    List<Device> both = List.of(Device.cpu(), Device.gpu(0), Device.gpu(1));
    assertThat(natives.choose(Device.auto(), both)).isEqualTo(Device.gpu(0));
    assertThat(natives.choose(Device.auto(), List.of(Device.cpu()))).isEqualTo(Device.cpu());
    assertThat(natives.choose(Device.gpu(1), both)).isEqualTo(Device.gpu(1));
    assertThatThrownBy(() -> natives.choose(Device.gpu(2), both))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll(
            "\"my-engine\" has no device gpu:2",
            "[cpu, gpu:0, gpu:1]",
            "Expected: a card",
            "Use device cpu");
  }

  @Test
  void an_engine_of_java_alone_needs_no_natives_and_has_no_gpu() {
    Natives none = Natives.none("my-engine");
    assertThat(none.describe()).contains("natives    none needed", "computes on the CPU only");
    assertThat(none.choose(Device.auto(), List.of(Device.cpu()))).isEqualTo(Device.cpu());
    assertThatThrownBy(() -> none.choose(Device.gpu(0), List.of(Device.cpu())))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll("no device gpu:0", "it has [cpu]", "Expected: another engine");
  }

  @Test
  void the_platform_is_named_as_artifacts_are() {
    assertThat(new Platform("linux", "x86_64")).hasToString("linux-x86_64");
    assertThat(HERE).matches("[a-z0-9 ]+-[a-z0-9_]+");
    if (Platform.here().os().equals("linux")) {
      assertThat(Platform.libc()).matches("(glibc|musl).*");
    }
  }
}
