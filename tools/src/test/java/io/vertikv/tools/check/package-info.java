/**
 * Tests of histories, and what the tests of checkers share: {@link io.vertikv.tools.check.Written} (histories by hand),
 * {@link io.vertikv.tools.check.Overlap} (good ones by chance) and {@link io.vertikv.tools.check.PlainStore} (what they
 * are executed on).
 */
package io.vertikv.tools.check;
