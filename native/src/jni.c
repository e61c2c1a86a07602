/*
 * The border to Java: unpacks arguments, calls, returns numbers. The only file that includes jni.h;
 * it also checks the offsets used in Java against the kernel's and our own headers.
 */
#include <jni.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "framering.h"
#include "io_framering_capture_NetworkInterfaces.h"
#include "io_framering_capture_Ring.h"
#include "io_framering_jni_Errno.h"
#include "io_framering_jni_Native.h"
#include "io_framering_jni_Tpacket.h"

#define TPACKET(name) io_framering_jni_Tpacket_##name
#define RING(name) io_framering_capture_Ring_##name
#define NATIVE(name) io_framering_jni_Native_##name
#define ERRNO(name) io_framering_jni_Errno_##name
#define INTERFACE(name) io_framering_capture_NetworkInterfaces_##name
#define PROVE(java, c) _Static_assert((java) == (c), #java " is not " #c)

PROVE(TPACKET(NUM_PKTS), offsetof(struct tpacket_block_desc, hdr.bh1.num_pkts));
PROVE(TPACKET(OFFSET_TO_FIRST_PKT),
      offsetof(struct tpacket_block_desc, hdr.bh1.offset_to_first_pkt));
PROVE(TPACKET(TP_NEXT_OFFSET), offsetof(struct tpacket3_hdr, tp_next_offset));
PROVE(TPACKET(TP_SEC), offsetof(struct tpacket3_hdr, tp_sec));
PROVE(TPACKET(TP_NSEC), offsetof(struct tpacket3_hdr, tp_nsec));
PROVE(TPACKET(TP_SNAPLEN), offsetof(struct tpacket3_hdr, tp_snaplen));
PROVE(TPACKET(TP_LEN), offsetof(struct tpacket3_hdr, tp_len));
PROVE(TPACKET(TP_STATUS), offsetof(struct tpacket3_hdr, tp_status));
PROVE(TPACKET(TP_MAC), offsetof(struct tpacket3_hdr, tp_mac));
PROVE(TPACKET(TP_VLAN_TCI), offsetof(struct tpacket3_hdr, hv1.tp_vlan_tci));
PROVE(TPACKET(TP_VLAN_TPID), offsetof(struct tpacket3_hdr, hv1.tp_vlan_tpid));
#define SOCKADDR_LL TPACKET_ALIGN(sizeof(struct tpacket3_hdr))
PROVE(TPACKET(SLL_IFINDEX), SOCKADDR_LL + offsetof(struct sockaddr_ll, sll_ifindex));
PROVE(TPACKET(SLL_HATYPE), SOCKADDR_LL + offsetof(struct sockaddr_ll, sll_hatype));
PROVE(TPACKET(SLL_PKTTYPE), SOCKADDR_LL + offsetof(struct sockaddr_ll, sll_pkttype));
PROVE(TPACKET(TP_STATUS_CSUMNOTREADY), TP_STATUS_CSUMNOTREADY);
PROVE(TPACKET(TP_STATUS_VLAN_VALID), TP_STATUS_VLAN_VALID);
PROVE(TPACKET(TP_STATUS_VLAN_TPID_VALID), TP_STATUS_VLAN_TPID_VALID);
PROVE(TPACKET(TP_STATUS_CSUM_VALID), TP_STATUS_CSUM_VALID);
/* linux/if_packet.h of Linux 6.8 */
#ifndef TP_STATUS_GSO_TCP
#define TP_STATUS_GSO_TCP (1 << 8)
#endif
PROVE(TPACKET(TP_STATUS_GSO_TCP), TP_STATUS_GSO_TCP);
PROVE(TPACKET(STATUS_VLAN_RESTORED), FRAMERING_STATUS_VLAN_RESTORED);

PROVE(RING(PROMISCUOUS), FRAMERING_PROMISCUOUS);
PROVE(RING(IGNORE_OUTGOING), FRAMERING_IGNORE_OUTGOING);
PROVE(RING(ONLY_OUTGOING), FRAMERING_ONLY_OUTGOING);
PROVE(RING(LOOPBACK_ONCE), FRAMERING_LOOPBACK_ONCE);
PROVE(RING(RESTORE_VLAN), FRAMERING_RESTORE_VLAN);
PROVE(RING(FOLLOW), FRAMERING_FOLLOW);
PROVE(RING(INTERFACES_MAX), FRAMERING_INTERFACES_MAX);
PROVE(RING(RINGS_MAX), FRAMERING_RINGS_MAX);
PROVE(RING(CALL_FILTER), FRAMERING_CALL_FILTER);
PROVE(ERRNO(EPERM), EPERM);
PROVE(ERRNO(ENOENT), ENOENT);
PROVE(ERRNO(ENOMEM), ENOMEM);
PROVE(ERRNO(EACCES), EACCES);
PROVE(ERRNO(ENODEV), ENODEV);
PROVE(ERRNO(EINVAL), EINVAL);
PROVE(ERRNO(EMFILE), EMFILE);
PROVE(ERRNO(ENAMETOOLONG), ENAMETOOLONG);
PROVE(ERRNO(ESTALE), ESTALE);
PROVE(ERRNO(EPIPE), EPIPE);
PROVE(ERRNO(EPROTO), EPROTO);
PROVE(ERRNO(EBADMSG), EBADMSG);
PROVE(ERRNO(ENETDOWN), ENETDOWN);
PROVE(ERRNO(ECONNRESET), ECONNRESET);
PROVE(ERRNO(ETIMEDOUT), ETIMEDOUT);
PROVE(ERRNO(ECANCELED), ECANCELED);
PROVE(ERRNO(ELIBACC), ELIBACC);

PROVE(INTERFACE(SIZE), sizeof(struct framering_interface));
PROVE(INTERFACE(INDEX), offsetof(struct framering_interface, index));
PROVE(INTERFACE(FLAGS), offsetof(struct framering_interface, flags));
PROVE(INTERFACE(HARDWARE_TYPE), offsetof(struct framering_interface, hardware_type));
PROVE(INTERFACE(MTU), offsetof(struct framering_interface, mtu));
PROVE(INTERFACE(MISSED), offsetof(struct framering_interface, missed));
PROVE(INTERFACE(NAME), offsetof(struct framering_interface, name));

PROVE(NATIVE(CALL_NONE), FRAMERING_CALL_NONE);

static struct framering *ring_of(jlong handle) {
  return (struct framering *)(intptr_t)handle;
}

/*
 * Java holds an instruction as code, jt, jf, k from the high bits to the low. The caller must free
 * the result: on the stack it would overflow the 80 KiB that a JVM keeps free for native code, and
 * end the process.
 */
static int instructions_to_c(JNIEnv *env, jlongArray packed, struct sock_filter **instructions) {
  jsize length = (*env)->GetArrayLength(env, packed);
  *instructions = NULL;
  if (length == 0 || length > BPF_MAXINSNS) {
    return length == 0 ? 0 : -EINVAL;
  }
  *instructions = calloc((size_t)length, sizeof **instructions);
  if (*instructions == NULL) {
    return -ENOMEM;
  }
  for (jsize i = 0; i < length; i++) {
    jlong from;
    (*env)->GetLongArrayRegion(env, packed, i, 1, &from);
    (*instructions)[i] = (struct sock_filter){(uint16_t)(from >> 48), (uint8_t)(from >> 40),
                                              (uint8_t)(from >> 32), (uint32_t)from};
  }
  return length;
}

static jsize indices_to_c(JNIEnv *env, jintArray interfaces,
                          jint indices[FRAMERING_INTERFACES_MAX]) {
  jsize count = (*env)->GetArrayLength(env, interfaces);
  if (count > FRAMERING_INTERFACES_MAX) {
    return -EINVAL;
  }
  (*env)->GetIntArrayRegion(env, interfaces, 0, count, indices);
  return count;
}

/* Copies a path, which ends with NUL; does nothing for null. False if it is too long. */
static bool path_to_c(JNIEnv *env, jbyteArray from, char path[PATH_MAX]) {
  jsize length = from == NULL ? 0 : (*env)->GetArrayLength(env, from);
  if (length > PATH_MAX) {
    return false;
  }
  if (length > 0) {
    (*env)->GetByteArrayRegion(env, from, 0, length, (jbyte *)path);
  }
  return true;
}

/* What one ring of a framering_open_fanout() or framering_rehearse() came to, for Ring's
 * constructor: in the place of that ring. */
static void tell_opened(JNIEnv *env, jlongArray opened, jint place, const struct framering *ring) {
  struct framering_geometry geometry = framering_geometry(ring);
  jlong values[RING(OPENED_LENGTH)] = {
      [RING(OPENED_HANDLE)] = (jlong)(intptr_t)ring,
      [RING(OPENED_ADDRESS)] = (jlong)(intptr_t)geometry.memory,
      [RING(OPENED_SIZE)] = (jlong)geometry.size,
      [RING(OPENED_BLOCK_SIZE)] = geometry.block_size,
  };
  jint first = place * RING(OPENED_LENGTH);
  (*env)->SetLongArrayRegion(env, opened, first, RING(OPENED_LENGTH), values);
}

/* No ring was opened, as this call failed. */
static int tell_failed(JNIEnv *env, jlongArray opened, enum framering_call call, int error) {
  jlong value = call;
  (*env)->SetLongArrayRegion(env, opened, RING(OPENED_FAILED_CALL), 1, &value);
  return error;
}

JNIEXPORT jint JNICALL Java_io_framering_capture_Ring_open0(
    JNIEnv *env, jclass type, jintArray interfaces, jint flags, jint ring_count, jint snaplen,
    jint block_size, jlong ring_size, jint block_timeout, jlongArray filter,
    jbyteArray network_namespace, jbyteArray helper, jlongArray opened) {
  (void)type;
  jint indices[FRAMERING_INTERFACES_MAX];
  jsize count = indices_to_c(env, interfaces, indices);
  if (count < 0) {
    return tell_failed(env, opened, FRAMERING_CALL_OPTIONS, count);
  }
  char path[PATH_MAX], helper_path[PATH_MAX];
  if (!path_to_c(env, network_namespace, path)) {
    return tell_failed(env, opened, FRAMERING_CALL_NAMESPACE, -ENAMETOOLONG);
  }
  if (!path_to_c(env, helper, helper_path)) {
    return tell_failed(env, opened, FRAMERING_CALL_HELPER_START, -ENAMETOOLONG);
  }
  struct sock_filter *instructions;
  int length = instructions_to_c(env, filter, &instructions);
  if (length < 0) {
    return tell_failed(env, opened, FRAMERING_CALL_FILTER, length);
  }
  struct framering_options options = {
      .interfaces = (const int *)indices,
      .interface_count = (uint32_t)count,
      .flags = (uint32_t)flags,
      .snaplen = (uint32_t)snaplen,
      .block_size = (uint32_t)block_size,
      .ring_size = (uint64_t)ring_size,
      .block_timeout = (uint32_t)block_timeout,
      .filter = instructions,
      .filter_length = (uint16_t)length,
      .network_namespace = network_namespace != NULL ? path : NULL,
      .helper = helper != NULL ? helper_path : NULL,
  };
  struct framering *rings[FRAMERING_RINGS_MAX];
  enum framering_call failed;
  int error = framering_open_fanout(rings, (uint32_t)ring_count, &options, &failed);
  free(instructions);
  if (error < 0) {
    return tell_failed(env, opened, failed, error);
  }
  for (jint i = 0; i < ring_count; i++) {
    tell_opened(env, opened, i, rings[i]);
  }
  return 0;
}

JNIEXPORT jint JNICALL Java_io_framering_capture_Ring_rehearse0(JNIEnv *env, jclass type,
                                                                jlong frames, jlong size,
                                                                jlong lengths, jint count,
                                                                jint milliseconds,
                                                                jlongArray opened) {
  (void)type;
  struct framering *ring;
  enum framering_call failed;
  int error = framering_rehearse(&ring, (const uint8_t *)(intptr_t)frames, (size_t)size,
                                 (const uint32_t *)(intptr_t)lengths, (uint32_t)count, milliseconds,
                                 &failed);
  if (error < 0) {
    return tell_failed(env, opened, failed, error);
  }
  tell_opened(env, opened, 0, ring);
  return 0;
}

JNIEXPORT jint JNICALL Java_io_framering_capture_Ring_next0(JNIEnv *env, jclass type, jlong handle,
                                                            jint timeout) {
  (void)env, (void)type;
  struct framering_block block;
  int error = framering_next(ring_of(handle), timeout, &block);
  if (error < 0) {
    return error;
  }
  return (jint)block.index | (framering_lost(ring_of(handle)) > 0 ? RING(LOSS) : 0);
}

JNIEXPORT jint JNICALL Java_io_framering_capture_Ring_records0(JNIEnv *env, jclass type,
                                                               jlong header, jint frames,
                                                               jint interface_id, jlong to,
                                                               jint room, jlongArray last) {
  (void)type;
  const struct tpacket3_hdr *frame = (const struct tpacket3_hdr *)(intptr_t)header;
  size_t size;
  uint32_t written = framering_write_records(&frame, (uint32_t)frames, interface_id,
                                             (uint8_t *)(intptr_t)to, (size_t)room, &size);
  jlong values[] = {(jlong)(intptr_t)frame - header, (jlong)size};
  (*env)->SetLongArrayRegion(env, last, 0, 2, values);
  return (jint)written;
}

JNIEXPORT jlong JNICALL Java_io_framering_capture_Ring_lentBytes0(JNIEnv *env, jclass type,
                                                                  jlong handle) {
  (void)env, (void)type;
  return (jlong)framering_lent_bytes(ring_of(handle));
}

JNIEXPORT jlong JNICALL Java_io_framering_capture_Ring_lost0(JNIEnv *env, jclass type,
                                                             jlong handle) {
  (void)env, (void)type;
  return (jlong)framering_lost(ring_of(handle));
}

JNIEXPORT void JNICALL Java_io_framering_capture_Ring_finish0(JNIEnv *env, jclass type,
                                                              jlong handle) {
  (void)env, (void)type;
  framering_drain(ring_of(handle));
}

JNIEXPORT jint JNICALL Java_io_framering_capture_Ring_awaitChange0(JNIEnv *env, jclass type,
                                                                   jlong handle, jint timeout) {
  (void)env, (void)type;
  return framering_await_change(ring_of(handle), timeout);
}

JNIEXPORT jint JNICALL Java_io_framering_capture_Ring_follow0(JNIEnv *env, jclass type,
                                                              jlong handle, jintArray interfaces) {
  (void)type;
  jint indices[FRAMERING_INTERFACES_MAX];
  jsize count = indices_to_c(env, interfaces, indices);
  return count < 0 ? count : framering_follow(ring_of(handle), (const int *)indices);
}

JNIEXPORT jint JNICALL Java_io_framering_capture_Ring_interfaces0(JNIEnv *env, jclass type,
                                                                  jlong handle, jlong address,
                                                                  jint capacity) {
  (void)env, (void)type;
  return framering_ring_interfaces(ring_of(handle), (struct framering_interface *)(intptr_t)address,
                                   (uint32_t)capacity);
}

JNIEXPORT jint JNICALL Java_io_framering_capture_Ring_statistics0(JNIEnv *env, jclass type,
                                                                  jlong handle, jlongArray counts) {
  (void)type;
  struct framering_statistics statistics;
  int error = framering_statistics(ring_of(handle), &statistics);
  if (error < 0) {
    return error;
  }
  jlong values[] = {(jlong)statistics.received, (jlong)statistics.dropped,
                    (jlong)statistics.freezes};
  (*env)->SetLongArrayRegion(env, counts, 0, 3, values);
  return 0;
}

JNIEXPORT void JNICALL Java_io_framering_capture_Ring_stop0(JNIEnv *env, jclass type,
                                                            jlong handle) {
  (void)env, (void)type;
  framering_stop(ring_of(handle));
}

JNIEXPORT void JNICALL Java_io_framering_capture_Ring_close0(JNIEnv *env, jclass type,
                                                             jlong handle) {
  (void)env, (void)type;
  framering_close(ring_of(handle));
}

JNIEXPORT jstring JNICALL Java_io_framering_capture_Ring_fault0(JNIEnv *env, jclass type,
                                                                jlong handle) {
  (void)type;
  const char *fault = framering_fault(ring_of(handle));
  return fault == NULL ? NULL : (*env)->NewStringUTF(env, fault);
}

JNIEXPORT jint JNICALL Java_io_framering_capture_Ring_failedCall0(JNIEnv *env, jclass type,
                                                                  jlong handle) {
  (void)env, (void)type;
  return (jint)framering_failed_call(ring_of(handle));
}

JNIEXPORT jstring JNICALL Java_io_framering_jni_Native_callName0(JNIEnv *env, jclass type,
                                                                 jint call) {
  (void)type;
  return (*env)->NewStringUTF(env, framering_call_name((enum framering_call)call));
}

JNIEXPORT jstring JNICALL Java_io_framering_jni_Native_errorText0(JNIEnv *env, jclass type,
                                                                  jint error) {
  (void)type;
  return (*env)->NewStringUTF(env, strerror(error));
}

JNIEXPORT jint JNICALL Java_io_framering_capture_NetworkInterfaces_list0(
    JNIEnv *env, jclass type, jbyteArray network_namespace, jlong address, jint capacity,
    jintArray failed_call) {
  (void)type;
  char path[PATH_MAX];
  enum framering_call failed = FRAMERING_CALL_NAMESPACE;
  int count = -ENAMETOOLONG;
  if (path_to_c(env, network_namespace, path)) {
    count = framering_interfaces_in(network_namespace != NULL ? path : NULL,
                                    (struct framering_interface *)(intptr_t)address,
                                    (uint32_t)capacity, &failed);
  }
  jint call = (jint)failed;
  (*env)->SetIntArrayRegion(env, failed_call, 0, 1, &call);
  return count;
}

static jlongArray instructions_to_java(JNIEnv *env, const struct framering_program *program) {
  jlongArray instructions = (*env)->NewLongArray(env, (jsize)program->length);
  for (uint32_t i = 0; instructions != NULL && i < program->length; i++) {
    const struct sock_filter *from = &program->instructions[i];
    jlong packed = (jlong)((uint64_t)from->code << 48 | (uint64_t)from->jt << 40 |
                           (uint64_t)from->jf << 32 | from->k);
    (*env)->SetLongArrayRegion(env, instructions, (jsize)i, 1, &packed);
  }
  return instructions;
}

/* As bytes: libpcap's message quotes the expression, which need not be valid UTF-8. */
static jbyteArray text_to_java(JNIEnv *env, const char *text) {
  jsize length = (jsize)strlen(text);
  jbyteArray bytes = (*env)->NewByteArray(env, length);
  if (bytes != NULL) {
    (*env)->SetByteArrayRegion(env, bytes, 0, length, (const jbyte *)text);
  }
  return bytes;
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_compile0(JNIEnv *env, jclass type,
                                                             jbyteArray expression, jint link_type,
                                                             jint snaplen, jboolean optimize,
                                                             jobjectArray result) {
  (void)type;
  jsize length = (*env)->GetArrayLength(env, expression);
  char *text = calloc((size_t)length + 1, 1);
  if (text == NULL) {
    return -ENOMEM;
  }
  (*env)->GetByteArrayRegion(env, expression, 0, length, (jbyte *)text);
  struct framering_program program;
  int error = framering_compile(&program, text, link_type, (uint32_t)snaplen, optimize);
  jobject answer =
      error < 0 ? text_to_java(env, program.message) : instructions_to_java(env, &program);
  (*env)->SetObjectArrayElement(env, result, 0, answer);
  framering_program_free(&program);
  free(text);
  return error;
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_dropPrivileges0(JNIEnv *env, jclass type,
                                                                    jbyteArray user,
                                                                    jintArray failed_call) {
  (void)type;
  jsize length = (*env)->GetArrayLength(env, user);
  char *name = calloc((size_t)length + 1, 1);
  enum framering_call failed = FRAMERING_CALL_MEMORY;
  int error = -ENOMEM;
  if (name != NULL) {
    (*env)->GetByteArrayRegion(env, user, 0, length, (jbyte *)name);
    error = framering_drop_privileges(name, &failed);
  }
  free(name);
  jint call = (jint)failed;
  (*env)->SetIntArrayRegion(env, failed_call, 0, 1, &call);
  return error;
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_effectiveUser0(JNIEnv *env, jclass type) {
  (void)env, (void)type;
  return (jint)geteuid();
}
