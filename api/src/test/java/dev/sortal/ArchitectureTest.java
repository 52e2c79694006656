package dev.sortal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  /** From what users see down to what everything may use. */
  private static final List<String> ORDER =
      List.of(
          "dev.sortal",
          "dev.sortal.keras",
          "dev.sortal.search",
          "dev.sortal.bundle",
          "dev.sortal.auto",
          "dev.sortal.linear",
          "dev.sortal.tracking",
          "dev.sortal.training",
          "dev.sortal.profile",
          "dev.sortal.metrics",
          "dev.sortal.duplicates",
          "dev.sortal.text",
          "dev.sortal.features",
          "dev.sortal.image",
          "dev.sortal.data",
          "dev.sortal.engine",
          "dev.sortal.spi",
          "dev.sortal.update",
          "dev.sortal.format",
          "dev.sortal.keys",
          "dev.sortal.spec",
          "dev.sortal.tensor",
          "dev.sortal.error");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.sortal");

  @Test
  void each_package_uses_only_those_below_it() {
    for (int i = 0; i < ORDER.size(); i++) {
      for (int above = 0; above < i; above++) {
        noClasses()
            .that()
            .resideInAPackage(ORDER.get(i))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ORDER.get(above))
            .allowEmptyShould(true)
            .check(classes);
      }
    }
  }

  @Test
  void every_package_has_its_place_in_the_order() {
    assertThat(classes.stream().map(type -> type.getPackageName()).distinct()).isSubsetOf(ORDER);
  }

  @Test
  void packages_have_no_cycles() {
    SlicesRuleDefinition.slices()
        .matching("dev.sortal.(*)..")
        .should()
        .beFreeOfCycles()
        .check(classes);
  }

  @Test
  void no_engine_is_named_and_nothing_is_read_by_java_serialization() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "ai.onnxruntime..", "org.tensorflow..", "ai.djl..", "dev.sortal.backend..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .check(classes);
  }

  @Test
  void users_see_ten_types_at_most() {
    assertThat(
            classes.stream()
                .filter(type -> type.getPackageName().equals("dev.sortal"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> type.isTopLevelClass())
                .filter(type -> !type.getSimpleName().equals("package-info")))
        .hasSizeBetween(5, 10);
  }
}
