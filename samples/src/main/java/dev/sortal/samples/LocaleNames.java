package dev.sortal.samples;

import dev.sortal.Dataset;
import dev.sortal.data.Example;
import java.text.DateFormatSymbols;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;

/**
 * A labelled set of texts that every JDK holds: the names of countries, languages, currencies,
 * months, weekdays and time zones in 40 languages, each labelled with its language.
 *
 * <p>Names that a language leaves in English are left out; a name that several languages share
 * ("Angola") occurs once for each, so that no classifier can get all of them right.
 */
final class LocaleNames {
  private static final List<String> LANGUAGES =
      List.of(
          "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi",
          "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "ms", "nb", "nl", "pl", "pt", "ro",
          "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh");

  private LocaleNames() {}

  /** One example for each name, labelled with the English name of its language. */
  static Dataset dataset() {
    List<Example> examples = new ArrayList<>();
    Set<String> english = names(Locale.ENGLISH);
    for (String language : LANGUAGES) {
      Locale locale = Locale.forLanguageTag(language);
      String label = locale.getDisplayLanguage(Locale.ENGLISH);
      for (String name : names(locale)) {
        if (language.equals("en") || !english.contains(name)) {
          examples.add(Example.text(name).labelled(label));
        }
      }
    }
    return Dataset.of(examples);
  }

  private static Set<String> names(Locale locale) {
    Set<String> names = new LinkedHashSet<>();
    for (String country : Locale.getISOCountries()) {
      names.add(new Locale.Builder().setRegion(country).build().getDisplayCountry(locale));
    }
    for (String language : Locale.getISOLanguages()) {
      names.add(Locale.forLanguageTag(language).getDisplayLanguage(locale));
    }
    for (Currency currency : Currency.getAvailableCurrencies()) {
      names.add(currency.getDisplayName(locale));
    }
    DateFormatSymbols dates = DateFormatSymbols.getInstance(locale);
    names.addAll(List.of(dates.getMonths()));
    names.addAll(List.of(dates.getWeekdays()));
    for (String zone : TimeZone.getAvailableIDs()) {
      names.add(TimeZone.getTimeZone(zone).getDisplayName(false, TimeZone.LONG, locale));
    }
    names.removeIf(name -> name.length() < 4 || name.codePoints().noneMatch(Character::isLetter));
    return names;
  }
}
