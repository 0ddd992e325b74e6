/* Compression: what goes in comes out again, in fewer bytes, and always the same ones. */
#include "format/compress.h"

#include "test.h"

#include <zlib.h>

static struct buffer page;

static int set_up(void **state)
{
    (void)state;
    for (int i = 0; i < 400; i++)
        buffer_print(&page, "<li>%d: Zoë Ångström, 王小明</li>\n", i * 7919 % 1000);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    buffer_free(&page);
    return 0;
}

/* Bytes without any pattern (xorshift), which nothing makes smaller. */
static void add_noise(struct buffer *noise, size_t count)
{
    uint64_t value = 88172645463325252u;
    for (size_t i = 0; i < count; i++) {
        value ^= value << 13;
        value ^= value >> 7;
        value ^= value << 17;
        buffer_add_byte(noise, (char)(value >> 32 & 0xFF));
    }
}

static void gzip_comes_back(void **state)
{
    (void)state;
    for (int level = 1; level <= 9; level++) {
        struct buffer packed = {0};
        buffer_add_string(&packed, "before");
        assert_true(compress_gzip(buffer_text(&page), level, &packed));
        assert_true(packed.length < page.length / 3);
        assert_memory_equal(packed.bytes, "before\x1F\x8B\x08\0\0\0\0\0", 14); /* no flags, no time */
        struct buffer back = {0};
        z_stream stream = {.next_in = (Bytef *)packed.bytes + 6, .avail_in = (uInt)packed.length - 6};
        assert_int_equal(inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
        stream.next_out = (Bytef *)buffer_room(&back, page.length + 1);
        stream.avail_out = (uInt)page.length + 1;
        assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
        back.length = stream.total_out;
        assert_int_equal(stream.avail_in, 0);
        inflateEnd(&stream);
        assert_true(text_equal(buffer_text(&back), buffer_text(&page)));
        buffer_free(&back);
        buffer_free(&packed);
    }
}

static void brotli_is_smaller_than_gzip(void **state)
{
    (void)state;
    struct buffer gzip = {0};
    struct buffer brotli = {0};
    assert_true(compress_gzip(buffer_text(&page), 9, &gzip));
    assert_true(compress_brotli(buffer_text(&page), 11, &brotli));
    assert_true(brotli.length > 0 && brotli.length < gzip.length);
    buffer_free(&gzip);
    buffer_free(&brotli);
}

static void the_same_bytes_give_the_same_bytes(void **state)
{
    (void)state;
    bool (*const functions[])(struct text, int, struct buffer *) = {compress_gzip, compress_brotli};
    for (size_t i = 0; i < 2; i++) {
        struct buffer packed = {0};
        assert_true(functions[i](buffer_text(&page), 6, &packed));
        size_t once = packed.length;
        assert_true(functions[i](buffer_text(&page), 6, &packed));
        assert_int_equal(packed.length, 2 * once);
        assert_memory_equal(packed.bytes, packed.bytes + once, once);
        buffer_free(&packed);
    }
}

static void what_would_grow_is_left(void **state)
{
    (void)state;
    bool (*const functions[])(struct text, int, struct buffer *) = {compress_gzip, compress_brotli};
    struct buffer noise = {0};
    add_noise(&noise, 5000);
    for (size_t i = 0; i < 2; i++) {
        struct buffer packed = {0};
        buffer_add_string(&packed, "before");
        assert_false(functions[i](buffer_text(&noise), 6, &packed));
        assert_false(functions[i](text_absent, 6, &packed));
        assert_false(functions[i](text_empty, 6, &packed));
        assert_false(functions[i](text_of("a"), 6, &packed));
        assert_false(functions[i](text_of("ab"), 6, &packed));
        assert_text(buffer_text(&packed), "before");
        buffer_free(&packed);
    }
    buffer_free(&noise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gzip_comes_back),
        cmocka_unit_test(brotli_is_smaller_than_gzip),
        cmocka_unit_test(the_same_bytes_give_the_same_bytes),
        cmocka_unit_test(what_would_grow_is_left),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
