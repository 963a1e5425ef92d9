/* Stands between a program and the system (LD_PRELOAD), and counts what it does to files under one folder: creating,
 * writing, cutting, syncing, renaming, linking, removing. At a chosen call it can fail the call, fail it and all after
 * it, or kill the program; and it can write down every call, so that what a power cut leaves can be worked out.
 *
 * Nothing happens before `torture_arm`. One program at a time, one writing thread: that is all these tests need. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { FAIL_ONCE = 1, FAIL_FROM = 2, KILL = 3 };
#define MOST_FILES 1024

static char folder[PATH_MAX];
static size_t folder_length;
static int mode, failure, log_to = -1;
static long at, count;
static char *paths[MOST_FILES];

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

void torture_arm(const char *under, int what, long nth, int error, int log)
{
    snprintf(folder, sizeof folder, "%s", under);
    folder_length = strlen(folder);
    mode = what, at = nth, failure = error, log_to = log, count = 0;
}

long torture_count(void) { return count; }

static void put(const void *data, size_t size)
{
    while (size > 0) {
        ssize_t written = syscall(SYS_write, log_to, data, size);
        if (written <= 0) _exit(99);
        data = (const char *)data + written, size -= written;
    }
}

/* One line of the log: what, where, the place in the file, and the bytes or the other name. */
static void note(char what, const char *path, int64_t offset, const void *data, size_t size)
{
    if (log_to < 0) return;
    char head[1 + 4 + 8 + 4];
    uint32_t length = strlen(path), bytes = size;
    head[0] = what;
    memcpy(head + 1, &length, 4), memcpy(head + 5, &offset, 8), memcpy(head + 13, &bytes, 4);
    put(head, sizeof head), put(path, length), put(data, size);
}

void torture_note(const char *words) { note('N', "", 0, words, strlen(words)); }

static int is_ours(const char *path)
{
    return folder_length && path && !strncmp(path, folder, folder_length)
        && (path[folder_length] == '/' || !path[folder_length]);
}

static const char *path_of(int file) { return file >= 0 && file < MOST_FILES ? paths[file] : NULL; }

/* Whether the call is to fail; a program to be killed at it does not come back. */
static int meets_fate(void)
{
    count++;
    if (mode == KILL && count == at) kill(getpid(), SIGKILL);
    if ((mode == FAIL_ONCE && count == at) || (mode == FAIL_FROM && count >= at)) {
        errno = failure;
        return 1;
    }
    return 0;
}

static void full_name(int beside, const char *path, char *whole)
{
    const char *base = path[0] == '/' ? NULL : path_of(beside);
    if (base) snprintf(whole, PATH_MAX, "%s/%s", base, path);
    else snprintf(whole, PATH_MAX, "%s", path);
}

static int opened(int file, const char *path, int is_new, int flags)
{
    if (file < 0 || file >= MOST_FILES) return file;
    paths[file] = strdup(path);
    if (is_new) note('O', path, 0, "", 0);
    else if (flags & O_TRUNC) note('T', path, 0, "", 0);
    return file;
}

static int open_watched(int beside, const char *path, int flags, mode_t rights)
{
    char whole[PATH_MAX];
    full_name(beside, path, whole);
    if (!is_ours(whole)) return syscall(SYS_openat, beside, path, flags, rights);
    int is_new = (flags & O_CREAT) && access(whole, F_OK);
    if ((is_new || (flags & O_TRUNC)) && meets_fate()) return -1;
    return opened(syscall(SYS_openat, beside, path, flags, rights), whole, is_new, flags);
}

static mode_t rights_of(int flags, va_list more) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; }

#define OPEN(name) \
    int name(const char *path, int flags, ...) \
    { \
        va_list more; \
        va_start(more, flags); \
        mode_t rights = rights_of(flags, more); \
        va_end(more); \
        return open_watched(AT_FDCWD, path, flags, rights); \
    }
#define OPENAT(name) \
    int name(int beside, const char *path, int flags, ...) \
    { \
        va_list more; \
        va_start(more, flags); \
        mode_t rights = rights_of(flags, more); \
        va_end(more); \
        return open_watched(beside, path, flags, rights); \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int close(int file)
{
    REAL(close);
    if (path_of(file)) paths[file] = NULL;
    return real(file);
}

ssize_t write(int file, const void *data, size_t size)
{
    REAL(write);
    const char *path = path_of(file);
    if (!path) return real(file, data, size);
    if (meets_fate()) return -1;
    ssize_t written = real(file, data, size);
    if (written > 0) note('W', path, lseek(file, 0, SEEK_CUR) - written, data, written);
    return written;
}

#define PWRITE(name) \
    ssize_t name(int file, const void *data, size_t size, off64_t offset) \
    { \
        REAL(name); \
        const char *path = path_of(file); \
        if (path && meets_fate()) return -1; \
        ssize_t written = real(file, data, size, offset); \
        if (path && written > 0) note('W', path, offset, data, written); \
        return written; \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

#define CUT(name) \
    int name(int file, off64_t size) \
    { \
        REAL(name); \
        const char *path = path_of(file); \
        if (path && meets_fate()) return -1; \
        int done = real(file, size); \
        if (path && !done) note('T', path, size, "", 0); \
        return done; \
    }
CUT(ftruncate)
CUT(ftruncate64)

#define SYNC(name) \
    int name(int file) \
    { \
        REAL(name); \
        const char *path = path_of(file); \
        if (path && meets_fate()) return -1; \
        int done = real(file); \
        if (path && !done) note('S', path, 0, "", 0); \
        return done; \
    }
SYNC(fsync)
SYNC(fdatasync)

/* What the kernel copies by itself could not be written down: programs then read and write instead. */
ssize_t sendfile64(int to, int from, off64_t *offset, size_t size)
{
    REAL(sendfile64);
    if (!path_of(to)) return real(to, from, offset, size);
    errno = ENOTSOCK;
    return -1;
}
ssize_t sendfile(int to, int from, off_t *offset, size_t size) { return sendfile64(to, from, offset, size); }

#define TWO_NAMES(name, what) \
    int name(const char *from, const char *to) \
    { \
        REAL(name); \
        if (!is_ours(to)) return real(from, to); \
        if (meets_fate()) return -1; \
        int done = real(from, to); \
        if (!done) note(what, from, 0, to, strlen(to)); \
        return done; \
    }
TWO_NAMES(rename, 'R')
TWO_NAMES(link, 'L')

int linkat(int beside, const char *from, int other, const char *to, int flags)
{
    REAL(linkat);
    if (!is_ours(to)) return real(beside, from, other, to, flags);
    if (meets_fate()) return -1;
    int done = real(beside, from, other, to, flags);
    if (!done) note('L', from, 0, to, strlen(to));
    return done;
}

#define ONE_NAME(name, what, ...) \
    { \
        REAL(name); \
        if (!is_ours(path)) return real(__VA_ARGS__); \
        if (meets_fate()) return -1; \
        int done = real(__VA_ARGS__); \
        if (!done) note(what, path, 0, "", 0); \
        return done; \
    }
int unlink(const char *path) ONE_NAME(unlink, 'U', path)
int rmdir(const char *path) ONE_NAME(rmdir, 'U', path)
int mkdir(const char *path, mode_t rights) ONE_NAME(mkdir, 'M', path, rights)

int unlinkat(int beside, const char *name, int flags)
{
    REAL(unlinkat);
    char path[PATH_MAX];
    full_name(beside, name, path);
    if (!is_ours(path)) return real(beside, name, flags);
    if (meets_fate()) return -1;
    int done = real(beside, name, flags);
    if (!done) note('U', path, 0, "", 0);
    return done;
}
