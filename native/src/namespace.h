/* Sockets in another network namespace than the caller's. */
#ifndef FRAMERING_NAMESPACE_H
#define FRAMERING_NAMESPACE_H

#include "framering.h"

/*
 * As socket(2), with SOCK_CLOEXEC, in the network namespace of this file; NULL: that of the calling
 * thread. A descriptor or -errno. When the namespace could not be entered, *failed becomes
 * FRAMERING_CALL_NAMESPACE.
 */
int namespace_socket(const char *network_namespace, int domain, int type, int protocol,
                     enum framering_call *failed);

#endif
