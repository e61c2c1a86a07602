/*
 * framering: one AF_PACKET socket and its TPACKET_V3 ring.
 *
 * Frames arrive in blocks. framering_next() lends the oldest closed block, whose frames are then
 * read in place; framering_release(), or the next framering_next(), gives it back to the kernel:
 *
 *     struct framering_options options = FRAMERING_DEFAULTS;
 *     struct framering *ring;
 *     enum framering_call failed;
 *     int error = framering_open(&ring, &options, &failed);
 *     ...
 *     struct framering_block block;
 *     while (framering_next(ring, -1, &block) == 0) {
 *       const struct tpacket3_hdr *frame = framering_first(&block);
 *       for (uint32_t i = 0; i < block.frames; i++, frame = framering_after(frame))
 *         use(framering_bytes(frame), frame->tp_snaplen);
 *     }
 *     framering_close(ring);
 *
 * Errors: a function that can fail returns 0 or more, or a negative errno value. Nothing is
 * printed.
 *
 * Threads: one thread at a time calls framering_next() and framering_release() on a ring, and reads
 * what is lent. framering_stop(), framering_finish() and framering_statistics() may be called from
 * any thread at any time until framering_close(), which must be the last call; the first two also
 * from a signal handler. No thread is started but to enter another network namespace; it has ended
 * when the function returns.
 *
 * Privilege: framering_open() needs CAP_NET_RAW in the user namespace that owns the network
 * namespace of the calling thread, or a helper program that has it; and to enter another network
 * namespace CAP_SYS_ADMIN in both. framering_drop_privileges() is root's. Nothing else needs any.
 *
 * Byte order: host, unless said otherwise. The layouts of struct tpacket3_hdr and struct
 * sockaddr_ll are those of linux/if_packet.h.
 */
#ifndef FRAMERING_H
#define FRAMERING_H

#include <linux/filter.h>
#include <linux/if_packet.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FRAMERING_API __attribute__((visibility("default")))

/* Most interfaces that one ring can be opened on by name; all interfaces at once is no list. */
#define FRAMERING_INTERFACES_MAX 64
/* Most rings that share the frames of their interfaces. */
#define FRAMERING_RINGS_MAX 64
/* The largest snap length, that of tcpdump: every byte of every frame. */
#define FRAMERING_SNAPLEN_MAX 262144

/* For framering_options.flags. */
enum {
  /* Frames addressed to others are asked for, for as long as the ring is open. */
  FRAMERING_PROMISCUOUS = 1 << 0,
  /* No frame that this host sends. */
  FRAMERING_IGNORE_OUTGOING = 1 << 1,
  /* Only frames that this host sends. Not with FRAMERING_IGNORE_OUTGOING. */
  FRAMERING_ONLY_OUTGOING = 1 << 2,
  /* On the loopback interface every frame leaves and arrives: do not deliver the leaving one. */
  FRAMERING_LOOPBACK_ONCE = 1 << 3,
  /* A VLAN tag that the kernel took out of a frame is put back into its bytes. */
  FRAMERING_RESTORE_VLAN = 1 << 4,
  /* Interfaces may be absent or down, and come and go: framering_next() tells, framering_follow()
   * takes up what has come. Without effect on all interfaces. */
  FRAMERING_FOLLOW = 1 << 8,
};

/*
 * Set in tp_status of a lent frame when FRAMERING_RESTORE_VLAN put the tag back: tp_mac, tp_snaplen
 * and tp_len count it. No kernel uses this bit.
 */
#define FRAMERING_STATUS_VLAN_RESTORED (1u << 28)

struct framering;

struct framering_options {
  /* Indices of the interfaces, each 1 or more, or with FRAMERING_FOLLOW 0 in the place of one that
   * is absent: without it, 0 is -ENODEV. None means all that there are and will be. */
  const int *interfaces;
  /* How many, 0 to FRAMERING_INTERFACES_MAX. */
  uint32_t interface_count;
  /* FRAMERING_ flags. FRAMERING_PROMISCUOUS has no effect on all interfaces. */
  uint32_t flags;
  /* Bytes kept of each frame, 1 to FRAMERING_SNAPLEN_MAX, restored tags included. */
  uint32_t snaplen;
  /* Bytes of a block: a multiple of the page size, 8192 or more; or 0 for 256 KiB, and more where
   * an interface's offload limits allow larger frames. */
  uint32_t block_size;
  /* Bytes of the ring, at least two blocks; rounded down to whole blocks, made smaller when memory
   * is short: framering_geometry() tells. The memory is the kernel's: not swappable, and not
   * charged to the caller's control group. */
  uint64_t ring_size;
  /* Milliseconds after which a block that is not full is handed over, 1 to 1000. */
  uint32_t block_timeout;
  /* A classic BPF program that sees the frame from its link-layer header on, as the kernel has it,
   * and returns the bytes to keep, 0 for none of it; copied. NULL: all frames are kept. */
  const struct sock_filter *filter;
  /* Instructions of the program. */
  uint16_t filter_length;
  /* The file of a network namespace, such as /run/netns/blue or /proc/4711/ns/net: the interfaces
   * are those of it, and all frames come from it. NULL: that of the calling thread, which stays
   * where it is in any case. */
  const char *network_namespace;
  /* Path of the program framering-helper, which then opens the socket in the network namespace of
   * the calling thread, so that the caller needs no privilege; the socket's filter can't be changed
   * afterwards. It is started, and waited for until it has ended: some milliseconds, 10 s at most.
   * NULL: the caller opens the socket itself. Not with network_namespace, nor for several rings. */
  const char *helper;
};

#define FRAMERING_DEFAULTS                                                             \
  {                                                                                    \
    .flags = FRAMERING_PROMISCUOUS | FRAMERING_LOOPBACK_ONCE | FRAMERING_RESTORE_VLAN, \
    .snaplen = FRAMERING_SNAPLEN_MAX, .ring_size = 32u << 20, .block_timeout = 5,      \
  }

/* What a function was doing when it failed. */
enum framering_call {
  FRAMERING_CALL_NONE,
  FRAMERING_CALL_OPTIONS,
  FRAMERING_CALL_MEMORY,
  FRAMERING_CALL_SOCKET,
  FRAMERING_CALL_EVENTFD,
  FRAMERING_CALL_VERSION,
  FRAMERING_CALL_RESERVE,
  FRAMERING_CALL_INTERFACES,
  FRAMERING_CALL_RING,
  FRAMERING_CALL_MMAP,
  FRAMERING_CALL_IGNORE_OUTGOING,
  FRAMERING_CALL_FILTER,
  FRAMERING_CALL_MEMBERSHIP,
  FRAMERING_CALL_BIND,
  FRAMERING_CALL_NAMESPACE,
  /* The helper could not be started. */
  FRAMERING_CALL_HELPER_START,
  /* No answer of a helper came, or -EPROTO: it was not one. */
  FRAMERING_CALL_HELPER_ANSWER,
  FRAMERING_CALL_LOCK,
  FRAMERING_CALL_GROUP,
  FRAMERING_CALL_SHARE,
  FRAMERING_CALL_POLL,
  FRAMERING_CALL_PENDING_ERROR,
  FRAMERING_CALL_CHANGES,
  FRAMERING_CALL_ADDRESS,
  FRAMERING_CALL_INTERFACE,
  FRAMERING_CALL_STATISTICS,
  FRAMERING_CALL_USER,
  FRAMERING_CALL_THREADS,
  FRAMERING_CALL_CAPABILITIES,
  FRAMERING_CALL_KEEP_CAPABILITIES,
  FRAMERING_CALL_GROUPS,
  FRAMERING_CALL_GROUP_ID,
  FRAMERING_CALL_USER_ID,
};

/*
 * Opens a ring. Nothing is delivered that the filter, the flags or the interfaces exclude, not even
 * at the start: the socket is bound when all of that stands.
 *
 * Returns 0 and sets *ring, or a negative errno value and sets *failed, which may name a call that
 * failed in the helper. Worth telling apart: -EPERM (no CAP_NET_RAW), -ENODEV (no such interface),
 * -ENETDOWN (the only interface is down), -ENOMEM (not even two blocks could be had), -EINVAL with
 * FRAMERING_CALL_OPTIONS (an option is out of its range).
 */
FRAMERING_API int framering_open(struct framering **ring, const struct framering_options *options,
                                 enum framering_call *failed);

/*
 * Opens `count` rings, 1 to FRAMERING_RINGS_MAX, that share the frames of their interfaces, so that
 * each can have its own reader. One ring is as of framering_open().
 *
 * Each frame goes to one ring. All frames of a flow, of both directions, go to the same ring in the
 * order in which they arrived. A flow is what has the same two IP addresses, and ports of TCP, UDP
 * or SCTP; fragments go by their addresses alone, frames that have no IP by their MAC addresses.
 * Of the frames that arrive before this returns, each ring has none up to some moment, and all
 * after it.
 *
 * All rings have the same options, and each its own memory of options->ring_size bytes. Each is
 * closed by itself. Closing one changes which ring a flow goes to: frames that come meanwhile go to
 * one of the other rings, those that it has are lost. framering_finish() reads them before.
 *
 * Returns as framering_open() does, and sets rings[0] to rings[count - 1]; or opens none.
 */
FRAMERING_API int framering_open_group(struct framering **rings, uint32_t count,
                                       const struct framering_options *options,
                                       enum framering_call *failed);

/*
 * Opens a ring of no interface, which lends these frames in their order, again and again, as fast
 * as they are taken: so that what reads them is compiled, or in the caches, before the first real
 * frame comes. Each is as if it had just been received by the interface of index 1. Needs no
 * privilege.
 *
 * frames: Ethernet, one behind the other, `size` bytes in all; copied. lengths: of each of the
 * `count` frames, 14 to 65536 bytes; copied. milliseconds: after so long framering_next() returns
 * -ECANCELED; 0 ends at once, a negative one has no end.
 *
 * The ring has two blocks of 256 KiB. It loses nothing and counts nothing, and has no interface to
 * follow; all else is as with any ring.
 *
 * Returns as framering_open() does: -EINVAL when there are no frames, a length is out of its range,
 * or `size` is not their sum.
 */
FRAMERING_API int framering_rehearse(struct framering **ring, const uint8_t *frames, size_t size,
                                     const uint32_t *lengths, uint32_t count, int milliseconds,
                                     enum framering_call *failed);

/* The name of a call for messages, such as "setsockopt(PACKET_RX_RING)". Static storage. */
FRAMERING_API const char *framering_call_name(enum framering_call call);

/* Where the ring lies and how it is divided: constant while it is open. */
struct framering_geometry {
  uint8_t *memory;
  uint64_t size;
  uint32_t block_size;
  uint32_t block_count;
};

FRAMERING_API struct framering_geometry framering_geometry(const struct framering *ring);

/* A block that is lent. */
struct framering_block {
  /* Its first byte; a struct tpacket_block_desc. */
  uint8_t *memory;
  /* Its place in the ring, 0 to block_count - 1. */
  uint32_t index;
  /* Frames in it; may be 0. */
  uint32_t frames;
};

/*
 * Releases the block that is lent, if one is, and waits for the next closed one.
 *
 * timeout: milliseconds; 0 looks and does not wait, a negative one has no end.
 *
 * Returns 0 and lends *block, whose frames have been checked to lie inside it; or
 *   -ETIMEDOUT  no block was closed in time
 *   -ECANCELED  framering_stop() was called, or framering_finish() and all that had arrived has
 *               been lent: no block will be lent any more
 *   -ENETDOWN   the interface went down; told once, and the ring goes on when it is up again
 *   -ENODEV     the interface was deleted, and all that had arrived has been lent; the ring is dead
 *   -ESTALE     with FRAMERING_FOLLOW, instead of the two above: some interface of the network
 *               namespace has changed, see framering_follow()
 *   -EBADMSG    the block is damaged: framering_fault() names the field; the block is skipped
 * or another negative errno value: framering_failed_call() says what failed.
 */
FRAMERING_API int framering_next(struct framering *ring, int timeout,
                                 struct framering_block *block);

/*
 * Says where the interfaces of a ring with FRAMERING_FOLLOW are now: as many indices as it was
 * opened with, in their order, 0 for one that is absent. Nothing is lost of those that stay. For
 * the thread that calls framering_next().
 *
 * Returns 0 or a negative errno value; then the ring is where it was, or a part of the way, and the
 * next call does the rest: framering_failed_call() says what failed. -ENODEV: one has been deleted
 * meanwhile; framering_next() will tell. -EPERM with FRAMERING_CALL_LOCK: one of several has come
 * back with another index, which the filter that the helper has locked does not know: open another
 * ring.
 */
FRAMERING_API int framering_follow(struct framering *ring, const int *interfaces);

/*
 * Waits as framering_next() does, with its results, but for -ESTALE alone: frames stay where they
 * are. For the thread that calls framering_next().
 */
FRAMERING_API int framering_await_change(struct framering *ring, int timeout);

/*
 * Ends the ring after what has arrived: framering_next() lends the frames that are in the ring when
 * it is next called, those of the block that the kernel still fills too, and returns -ECANCELED
 * after that. It lends at most one ring of frames, and waits at most one block timeout for them.
 * Any thread, also a signal handler.
 */
FRAMERING_API void framering_finish(struct framering *ring);

/*
 * Frames that passed the filter and were lost, for want of a free block, between the block before
 * and the one that is lent. All that are lost are told so, each once, but those after the last
 * block: see framering_statistics(), and none while that fails. For the thread that calls
 * framering_next().
 */
FRAMERING_API uint64_t framering_lost(const struct framering *ring);

/* Bytes that the frames of the lent block had on the wire: the sum of their tp_len. For the thread
 * that calls framering_next(). */
FRAMERING_API uint64_t framering_lent_bytes(const struct framering *ring);

/*
 * Writes frames of the lent block as records of a capture file, which then can be written out as
 * they are: with times in nanoseconds and in little endian, as many as there is room for.
 *
 * frame: the first one; moves to the last one that was written. frames: how many there are from it
 * to the end of the block, itself included. The records end before a frame of another interface or
 * hardware type than the first one's.
 * interface_id: negative for the records of pcap, pcap-savefile(5); else the interface's number in
 * a pcapng file, for Enhanced Packet Blocks with flags, draft-ietf-opsawg-pcapng 4.3.
 *
 * Returns how many frames were written, 0 when there is no room for one, and sets *size to their
 * bytes.
 */
FRAMERING_API uint32_t framering_write_records(const struct tpacket3_hdr **frame, uint32_t frames,
                                               int64_t interface_id, uint8_t *to, size_t room,
                                               size_t *size);

/* Gives the lent block back to the kernel. Its memory must not be touched any more. */
FRAMERING_API void framering_release(struct framering *ring);

/* The field of linux/if_packet.h that was out of range at the last -EBADMSG, or NULL. Static. */
FRAMERING_API const char *framering_fault(const struct framering *ring);

/* What failed when framering_next(), framering_follow() or framering_await_change() last returned
 * an error that is none of their own. For the thread that calls them. */
FRAMERING_API enum framering_call framering_failed_call(const struct framering *ring);

/* Makes the present and every later framering_next() return -ECANCELED. Async-signal-safe. */
FRAMERING_API void framering_stop(struct framering *ring);

/* Frames since the ring was opened. They never go back. */
struct framering_statistics {
  /* Passed the filter, those that were dropped included. */
  uint64_t received;
  /* Passed the filter and were lost, as no block was free. */
  uint64_t dropped;
  /* Times that the ring was found full. */
  uint64_t freezes;
};

/* Returns 0 or a negative errno value of getsockopt(2); *statistics is then the last known. */
FRAMERING_API int framering_statistics(struct framering *ring,
                                       struct framering_statistics *statistics);

/*
 * Leaves promiscuous mode, unmaps the ring, closes the socket. Every block is invalid from now on,
 * and so is the ring. NULL is ignored.
 */
FRAMERING_API void framering_close(struct framering *ring);

/* A network interface of the calling thread's network namespace. */
struct framering_interface {
  int32_t index;
  /* IFF_ flags of net/if.h. */
  uint32_t flags;
  /* ARPHRD_ number of linux/if_arp.h. */
  uint32_t hardware_type;
  /* Largest payload of a frame on the wire, in bytes. */
  uint32_t mtu;
  /* Largest frame that offload makes or merges, in bytes. */
  uint32_t offload_max;
  /* NUL-terminated. */
  char name[16];
  /* Frames that came over the wire and that the interface had no room for, since it exists:
   * rx_missed_errors and rx_fifo_errors of linux/if_link.h. No filter has seen them. */
  uint64_t missed;
};

/*
 * Lists the interfaces. Fills at most `capacity` elements of `list`, which may be NULL when
 * that is 0. Returns how many there are, or a negative errno value.
 */
FRAMERING_API int framering_interfaces(struct framering_interface *list, uint32_t capacity);

/* The same of the network namespace of this file, see framering_options; NULL: the thread's. Sets
 * *failed when it fails. */
FRAMERING_API int framering_interfaces_in(const char *network_namespace,
                                          struct framering_interface *list, uint32_t capacity,
                                          enum framering_call *failed);

/* The same of the ring's network namespace. One thread at a time, which need not be the reader. */
FRAMERING_API int framering_ring_interfaces(struct framering *ring,
                                            struct framering_interface *list, uint32_t capacity);

/* A classic BPF program made by framering_compile(). */
struct framering_program {
  struct sock_filter *instructions;
  /* How many: may be more than the 4096 that a kernel takes. */
  uint32_t length;
  /* When there is none: why, in one line. */
  char message[512];
};

/*
 * Compiles a pcap-filter(7) expression with libpcap, which is looked for when this is first called:
 * libpcap.so.1, then libpcap.so.0.8. Names of hosts, networks, ports and protocols are looked up,
 * which may take as long as a DNS query does.
 *
 * link_type: a LINKTYPE_ number: 1 is Ethernet. snaplen: what the program returns for a frame that
 * it selects. optimize: 0 leaves the code as it was generated.
 *
 * libpcap recurses: an expression of 5000 hosts needs more than 1 MiB of stack.
 *
 * The program expects the frame as it was on the wire, VLAN tags in their place; its backward
 * jumps, which only `protochain` has, no kernel takes.
 *
 * Returns 0, and the caller frees the program; or sets program->message and returns -ELIBACC
 * (there is no libpcap), -EINVAL (the expression is wrong, in libpcap's words) or -ENOMEM. Any
 * thread, any time.
 */
FRAMERING_API int framering_compile(struct framering_program *program, const char *expression,
                                    int link_type, uint32_t snaplen, int optimize);

FRAMERING_API void framering_program_free(struct framering_program *program);

/*
 * Turns the whole process from root into this user, with the user's groups: no thread keeps an id
 * or a capability of root, and there is no way back. Open rings go on.
 *
 * Returns 0 or a negative errno value, and then sets *failed. With FRAMERING_CALL_NONE nothing has
 * been given up: -ENOENT (no such user), -EINVAL (the user is root), -EPERM (the process is not
 * root's). Another call may have failed after a part has been given up: the process should end.
 */
FRAMERING_API int framering_drop_privileges(const char *user, enum framering_call *failed);

/* The first frame of a block that has one. */
static inline const struct tpacket3_hdr *framering_first(const struct framering_block *block) {
  const struct tpacket_block_desc *descriptor = (const struct tpacket_block_desc *)block->memory;
  return (const struct tpacket3_hdr *)(block->memory + descriptor->hdr.bh1.offset_to_first_pkt);
}

/* The frame after this one, which must not be the last: count with framering_block.frames. */
static inline const struct tpacket3_hdr *framering_after(const struct tpacket3_hdr *frame) {
  return (const struct tpacket3_hdr *)((const uint8_t *)frame + frame->tp_next_offset);
}

/* The first of the frame's tp_snaplen bytes. */
static inline const uint8_t *framering_bytes(const struct tpacket3_hdr *frame) {
  return (const uint8_t *)frame + frame->tp_mac;
}

/* Interface, hardware type and direction of the frame. */
static inline const struct sockaddr_ll *framering_address(const struct tpacket3_hdr *frame) {
  return (const struct sockaddr_ll *)((const uint8_t *)frame +
                                      TPACKET_ALIGN(sizeof(struct tpacket3_hdr)));
}

#ifdef __cplusplus
}
#endif

#endif
