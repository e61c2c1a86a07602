/* Sockets in another network namespace than the caller's. */
#ifndef FRAMERING_NAMESPACE_H
#define FRAMERING_NAMESPACE_H

/*
 * As socket(2), with SOCK_CLOEXEC, in the network namespace of this file; NULL: that of the calling
 * thread. A descriptor or -errno: of open(2), setns(2) or socket(2).
 */
int namespace_socket(const char *network_namespace, int domain, int type, int protocol);

#endif
