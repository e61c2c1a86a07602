# SPDX-License-Identifier: Apache-2.0
# Cross compiles for aarch64 with the distribution's compiler; ctest runs the programs with
# qemu. Debian's packages: gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static -L /usr/aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
