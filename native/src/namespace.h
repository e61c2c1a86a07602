// SPDX-License-Identifier: Apache-2.0
/* Opens sockets in other network namespaces. */
#ifndef FRAMERING_NAMESPACE_H
#define FRAMERING_NAMESPACE_H

#include "framering.h"

/*
 * Like socket(2), with SOCK_CLOEXEC, in the network namespace of this file; NULL: that of the
 * calling thread. Returns a descriptor or -errno. If the namespace cannot be entered, *failed is
 * set to FRAMERING_CALL_NAMESPACE.
 */
int namespace_socket(const char *network_namespace, int domain, int type, int protocol,
                     enum framering_call *failed);

#endif
