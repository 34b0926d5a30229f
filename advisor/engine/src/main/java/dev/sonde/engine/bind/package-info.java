/**
 * Turns captured statements with their binds into what the server plans: texts with values put in, joined by plan, each
 * with the executions that it stands for, custom and generic plans apart. Knows statistics and plans; proposes no index.
 */
@NullMarked
package dev.sonde.engine.bind;

import org.jspecify.annotations.NullMarked;
