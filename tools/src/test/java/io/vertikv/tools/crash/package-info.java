/** The crash test in its short form, and tests of the audit itself: it must see what it is there to see. */
package io.vertikv.tools.crash;
