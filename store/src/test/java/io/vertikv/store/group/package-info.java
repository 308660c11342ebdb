/** Groups over ports that the test turns by hand: nothing happens but what it says. */
package io.vertikv.store.group;
