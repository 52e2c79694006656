package dev.sortal.packaging;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application inside Spring Boot. */
@SpringBootApplication
public class BootApplication implements CommandLineRunner {
  /** Takes no arguments. */
  public static void main(String[] arguments) {
    SpringApplication.run(BootApplication.class, arguments);
  }

  @Override
  public void run(String... arguments) {
    Job.run(System.out);
  }
}
