/* The installation's keys: made, read, and used to hash. */
#include "crypto/keys.h"

#include "base/arena.h"
#include "base/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY = 32, FILE_MOST = 4096, KEY_KINDS = 3 };

static const struct {
    const char *name;
    size_t place;
    const char *meaning;
} kinds[KEY_KINDS] = {
    {"files", offsetof(struct keys, files), "uploaded files are sealed with it"},
    {"hashing", offsetof(struct keys, hashing), "hashes that nobody else can make"},
    {"ledger", offsetof(struct keys, ledger), "signs the ledger"},
};

static unsigned char *key_of(struct keys *keys, size_t kind)
{
    return (unsigned char *)keys + kinds[kind].place;
}

static struct text new_keys(char *room, size_t size)
{
    char key[sodium_base64_ENCODED_LEN(KEY, sodium_base64_VARIANT_ORIGINAL)];
    unsigned char bytes[KEY];
    int length = snprintf(room, size,
                          "# The keys of a Laureate installation. Whoever has them and a copy of its data can read\n"
                          "# what is sealed: keep this file out of the backups of the data, and a copy of it in a\n"
                          "# safe place of its own. Without it nothing that was uploaded can be read again.\n");
    for (size_t i = 0; i < KEY_KINDS; i++) {
        randombytes_buf(bytes, sizeof bytes);
        sodium_bin2base64(key, sizeof key, bytes, sizeof bytes, sodium_base64_VARIANT_ORIGINAL);
        length +=
            snprintf(room + length, size - (size_t)length, "\n# %s\n%s = %s\n", kinds[i].meaning, kinds[i].name, key);
    }
    sodium_memzero(key, sizeof key);
    sodium_memzero(bytes, sizeof bytes);
    return text_from(room, (size_t)length);
}

bool keys_create(const char *path, struct fault *fault)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST)
        return fault_set(fault, FAULT_REFUSED, NULL,
                         "There is a file %s already, and it was left as it is: what is sealed with its keys could not "
                         "be read with new ones.",
                         path);
    if (file < 0)
        return fault_set(fault, FAULT_INVALID, NULL, "The key file %s cannot be made: %s. Its folder must be there.",
                         path, strerror(errno));
    char room[FILE_MOST];
    bool kept = disk_write(file, new_keys(room, sizeof room)) && disk_keep(file, path);
    int why = errno;
    sodium_memzero(room, sizeof room);
    close(file);
    if (kept)
        return true;
    unlink(path);
    return fault_set(fault, FAULT_INVALID, NULL, "The key file %s cannot be written: %s.", path, strerror(why));
}

static bool wrong(struct fault *fault, const char *path, unsigned line, const char *sentence)
{
    if (line == 0)
        return fault_set(fault, FAULT_INVALID, NULL, "The key file %s is wrong: %s", path, sentence);
    fault_set(fault, FAULT_INVALID, NULL, "Line %u of the key file %s is wrong: %s", line, path, sentence);
    fault->line = line;
    return false;
}

static bool read_key(struct text base64, unsigned char *key)
{
    size_t length;
    const char *end;
    return sodium_base642bin(key, KEY, base64.bytes, base64.length, NULL, &length, &end,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           length == KEY && end == base64.bytes + base64.length;
}

/* One line; `had` are the kinds that have come. NULL when it is right, else what is wrong with it. */
static const char *take_line(struct text line, struct keys *keys, bool had[KEY_KINDS])
{
    struct text rest = text_trim(line);
    if (text_is_empty(rest) || rest.bytes[0] == '#')
        return NULL;
    struct text name = text_trim(text_cut(&rest, '='));
    size_t kind = 0;
    while (kind < KEY_KINDS && !text_is(name, kinds[kind].name))
        kind++;
    if (kind == KEY_KINDS || text_is_absent(rest))
        return "it reads files, hashing or ledger, = and the key.";
    if (had[kind])
        return "this key was given before.";
    had[kind] = true;
    return read_key(text_trim(rest), key_of(keys, kind)) ? NULL : "a key is 32 bytes in base64.";
}

static bool take_file(struct text file, const char *path, struct keys *keys, struct fault *fault)
{
    bool had[KEY_KINDS] = {false};
    for (unsigned line = 1; !text_is_absent(file); line++) {
        const char *sentence = take_line(text_cut(&file, '\n'), keys, had);
        if (sentence != NULL)
            return wrong(fault, path, line, sentence);
    }
    for (size_t i = 0; i < KEY_KINDS; i++)
        if (!had[i])
            return fault_set(fault, FAULT_INVALID, kinds[i].name, "The key file %s has no line for this key.", path);
    return true;
}

static bool read_open(int file, const char *path, struct keys *keys, struct fault *fault)
{
    struct stat about;
    char room[FILE_MOST];
    size_t got = 0;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode))
        return wrong(fault, path, 0, "it is not a file.");
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fault_set(fault, FAULT_REFUSED, NULL,
                         "The key file %s is open to others, and will not be used: take that away with chmod 600.",
                         path);
    bool good = disk_read(file, room, sizeof room, &got);
    if (!good)
        fault_set(fault, FAULT_INVALID, NULL, "The key file %s cannot be read: %s.", path, strerror(errno));
    else if (got == sizeof room)
        good = wrong(fault, path, 0, "it is too long.");
    else
        good = take_file(text_from(room, got), path, keys, fault);
    sodium_memzero(room, sizeof room);
    return good;
}

bool keys_read(const char *path, struct keys *keys, struct fault *fault)
{
    *keys = (struct keys){0};
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && errno == ENOENT)
        return fault_set(fault, FAULT_NOT_FOUND, NULL, "There is no key file %s; `laureate key create` makes one.",
                         path);
    if (file < 0)
        return fault_set(fault, FAULT_INVALID, NULL, "The key file %s cannot be read: %s.", path, strerror(errno));
    bool good = read_open(file, path, keys, fault);
    close(file);
    if (!good)
        sodium_memzero(keys, sizeof *keys);
    return good;
}

struct text keyed_hash(struct arena *arena, const struct keys *keys, const char *purpose, struct text text)
{
    crypto_generichash_state state;
    unsigned char hash[KEY];
    crypto_generichash_init(&state, keys->hashing, sizeof keys->hashing, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
    crypto_generichash_update(&state, (const unsigned char *)text.bytes, text.length);
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_memzero(&state, sizeof state);
    char *hexadecimal = arena_take(arena, sizeof hash * 2 + 1);
    sodium_bin2hex(hexadecimal, sizeof hash * 2 + 1, hash, sizeof hash);
    return text_from(hexadecimal, sizeof hash * 2);
}

bool secret_equal(struct text one, struct text other)
{
    return one.length > 0 && one.length == other.length && sodium_memcmp(one.bytes, other.bytes, one.length) == 0;
}
