/** Takes what is wrong with the user's input, gives one message for a person: field, value, what is allowed, what to try. */
package org.stepcast.core.error;
