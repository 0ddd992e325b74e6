/* What every unit test includes: cmocka with what its header needs before it, and comparison of texts. */
#ifndef LAUREATE_TEST_H
#define LAUREATE_TEST_H

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Fails, and prints both, unless the text has exactly the string's bytes. */
#define assert_text(text, string) test_text((text), (string), __FILE__, __LINE__)

static inline void test_text(struct text text, const char *string, const char *file, int line)
{
    if (text.length == strlen(string) && memcmp(text.length == 0 ? "" : text.bytes, string, text.length) == 0)
        return;
    print_error("expected: \"%s\"\nbut was:  \"%.*s\"\n", string, TEXT_ARGUMENTS(text));
    _fail(file, line);
}

#endif
