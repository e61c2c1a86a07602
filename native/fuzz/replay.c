// SPDX-License-Identifier: Apache-2.0
/*
 * Runs a fuzz target on every file of the given folders, which libFuzzer has found before:
 * complete, and truncated at every length.
 */
#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>

#include "fuzz.h"

static void replay(const char *path) {
  FILE *file = fopen(path, "re");
  struct stat about;
  CHECK(file != NULL && fstat(fileno(file), &about) == 0);
  size_t size = (size_t)about.st_size;
  uint8_t *input = malloc(size + 1);
  CHECK(input != NULL && fread(input, 1, size, file) == size);
  fclose(file);
  for (size_t length = 1; length <= size; length++) {
    LLVMFuzzerTestOneInput(input, length);
  }
  free(input);
}

static int replay_all(const char *folder) {
  DIR *listing = opendir(folder);
  CHECK(listing != NULL);
  int count = 0;
  for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
    if (entry->d_name[0] != '.') {
      char path[PATH_MAX];
      snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
      replay(path);
      count++;
    }
  }
  closedir(listing);
  return count;
}

int main(int count, char **folders) {
  LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
  int replayed = 0;
  for (int i = 1; i < count; i++) {
    replayed += replay_all(folders[i]);
  }
  printf("%d inputs\n", replayed);
  return replayed > 0 ? 0 : 1;
}
