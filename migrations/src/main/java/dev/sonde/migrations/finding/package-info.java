/** What a review says: rules, and findings of them at places in files. Knows neither how one is found nor how it is shown. */
@NullMarked
package dev.sonde.migrations.finding;

import org.jspecify.annotations.NullMarked;
