/* The other way to a packet socket: a program that may open one, and hands it over. */
#ifndef FRAMERING_HELPER_H
#define FRAMERING_HELPER_H

#include "framering.h"

/* Milliseconds that a helper has to answer; then it is killed. For tests that wait for none. */
extern int helper_patience;

/*
 * Starts the helper that the options name, and returns the descriptor of a socket that is bound to
 * nothing and has the filter that stands for the options, locked; or a negative errno value, and
 * sets *failed. The helper has ended then.
 */
int helper_socket(const struct framering_options *options, enum framering_call *failed);

#endif
