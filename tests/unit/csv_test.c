/* CSV: files as spreadsheets write them, and everything that can be wrong with their form. */
#include "format/csv.h"

#include "test.h"

static const struct csv_column columns[] = {{"name", true}, {"year", true}, {"citation", false}};

static struct arena *arena;
static struct csv_table table;
static struct faults faults;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    table = (struct csv_table){0};
    faults = (struct faults){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static bool read_bytes(const char *bytes, size_t length)
{
    faults = (struct faults){0};
    return csv_read(arena, text_from(bytes, length), columns, 3, &table, &faults);
}

#define READ(literal) read_bytes(literal, sizeof(literal) - 1)

static void assert_row(size_t row, unsigned line, const char *name, const char *year, const char *citation)
{
    assert_true(row < table.row_count);
    assert_int_equal(csv_line(&table, row), line);
    const char *const wanted[] = {name, year, citation};
    for (size_t i = 0; i < 3; i++) {
        struct text cell = csv_cell(&table, row, i);
        if (!text_equal(cell, text_of(wanted[i])) || text_is_absent(cell) != (wanted[i] == NULL))
            fail_msg("row %zu, column %zu: “%.*s”", row, i, TEXT_ARGUMENTS(cell));
    }
}

/* The fault of that number is on that line and in that column, and its sentence says so. */
static void assert_fault(size_t number, unsigned line, const char *field, const char *part)
{
    if (number >= faults.count)
        fail_msg("only %zu faults", faults.count);
    const struct fault *fault = &faults.items[number];
    if (fault->kind != FAULT_INVALID || fault->line != line || strcmp(fault->field, field) != 0 ||
        strstr(fault->sentence, part) == NULL)
        fail_msg("line %u, field “%s”: %s", fault->line, fault->field, fault->sentence);
    assert_true(text_is_utf8(text_of(fault->field)) && text_is_utf8(text_of(fault->sentence)));
}

static void reads_a_spreadsheet(void **state)
{
    (void)state;
    assert_true(READ("\xEF\xBB\xBF"
                     "Year , NAME,citation\r\n"
                     "2019,\"Ezequiel \"\"Zeke\"\" Silva III\",\"For A, and for B\"\r\n"
                     "2020, Ho-Young Song ,\r\n"
                     "2021,Zoë Ångström,\" kept \"\r\n"
                     "2022,王小明,\"\"\r\n"));
    assert_int_equal(table.row_count, 4);
    assert_row(0, 2, "Ezequiel \"Zeke\" Silva III", "2019", "For A, and for B");
    assert_row(1, 3, "Ho-Young Song", "2020", "");
    assert_row(2, 4, "Zoë Ångström", "2021", " kept ");
    assert_row(3, 5, "王小明", "2022", "");
    assert_int_equal(faults.count, 0);
}

static void optional_columns_may_be_missing(void **state)
{
    (void)state;
    assert_true(READ("name,year\nŁukasz,2020"));
    assert_row(0, 2, "Łukasz", "2020", NULL);
}

static void lines_are_those_of_the_file(void **state)
{
    (void)state;
    assert_true(READ("\n\nname,year,citation\n"
                     "a,1,\"two\nlines\"\n"
                     "\n"
                     "\"b\r\nb\r\n\r\nb\",2,\"x\ny\"\r\n"
                     "c,3,\"\n\"\n"
                     "d,4,\n"));
    assert_int_equal(table.row_count, 4);
    assert_row(0, 4, "a", "1", "two\nlines");
    assert_row(1, 7, "b\r\nb\r\n\r\nb", "2", "x\ny");
    assert_row(2, 12, "c", "3", "\n");
    assert_row(3, 14, "d", "4", "");
}

static void lines_may_end_in_carriage_returns(void **state)
{
    (void)state;
    assert_true(READ("name,year\ra,1\r\r\"b\rb\",2\rc,3"));
    assert_int_equal(table.row_count, 3);
    assert_row(0, 2, "a", "1", NULL);
    assert_row(1, 4, "b\rb", "2", NULL);
    assert_row(2, 6, "c", "3", NULL);
}

static void blank_rows_are_passed_over(void **state)
{
    (void)state;
    assert_true(READ("name,year,citation\r\n\r\n , ,\r\na,1,x\r\n \t \r\n,,\r\n,,\r\n"));
    assert_int_equal(table.row_count, 1);
    assert_row(0, 4, "a", "1", "x");
}

static void many_rows(void **state)
{
    (void)state;
    struct buffer file = {0};
    buffer_add_string(&file, "name,year\n");
    for (int i = 0; i < 5000; i++)
        buffer_print(&file, "\"row\n%d\",%d\n", i, i);
    assert_true(read_bytes(file.bytes, file.length));
    assert_int_equal(table.row_count, 5000);
    assert_row(4999, 2 + 2 * 4999, "row\n4999", "4999", NULL);
    buffer_free(&file);
}

static void names_everything_wrong_with_the_columns(void **state)
{
    (void)state;
    assert_false(READ("\nName,e-mail,,name\nx,y,z,w\n"));
    assert_int_equal(faults.count, 4);
    assert_fault(0, 2, "e-mail", "no column “e-mail”. The columns are: name, year, citation.");
    assert_fault(1, 2, "", "Column 3 has no name");
    assert_fault(2, 2, "name", "more than one column “name”");
    assert_fault(3, 2, "year", "“year” is missing");

    assert_false(READ("name,year,"
                      "ööööööööööööööööööööööööööööööööööööööööööööööööööööööööööö\na,1,b\n"));
    assert_int_equal(faults.count, 1);
    assert_fault(0, 1, "öööööööööööööööööööööööö…", "no column");

    assert_false(READ("name;year;citation\na;1;c,d\n"));
    assert_int_equal(faults.count, 1);
    assert_fault(0, 1, "name;year;citation", "semicolons");
    assert_false(READ("name\tyear\na\t1\n"));
    assert_int_equal(faults.count, 1);
    assert_fault(0, 1, "name year", "tabs");
}

static void names_rows_of_the_wrong_width(void **state)
{
    (void)state;
    assert_false(READ("name,year\n\"a\na\"\nb,1\nc,1,2\n"));
    assert_int_equal(faults.count, 2);
    assert_fault(0, 2, "", "This row has 1 cell, but the first row names 2 columns.");
    assert_fault(1, 5, "", "This row has 3 cells, but");
}

static void names_misplaced_quotation_marks(void **state)
{
    (void)state;
    assert_false(READ("name,year\n"
                      "Ezequiel \"Zeke\" Silva III,2019\n"
                      "\"Ezequiel \"Zeke\" Silva III\",2019\n"
                      "fine,2020\n"
                      "x,\"a\nb\" c\n"
                      "short\n"));
    assert_int_equal(faults.count, 4);
    assert_fault(0, 2, "name", "quotation mark inside a cell");
    assert_fault(1, 3, "name", "\"The \"\"Gold\"\" medal\"");
    assert_fault(2, 6, "year", "quotation mark inside a cell");
    assert_fault(3, 7, "", "This row has 1 cell");

    assert_false(READ("na\"me,year\nx,1\n"));
    assert_int_equal(faults.count, 1);
    assert_fault(0, 1, "", "quotation mark inside");
}

static void names_the_quotation_mark_never_closed(void **state)
{
    (void)state;
    assert_false(READ("name,year,citation\na,1,\"fine\"\n\"b\nb\",2,\"open\nc,3,\n"));
    assert_int_equal(faults.count, 1);
    assert_fault(0, 4, "citation", "none closes it");

    assert_false(READ("\"name,year\nx,1\n"));
    assert_int_equal(faults.count, 1);
    assert_fault(0, 1, "", "none closes it");
}

static void names_bytes_that_are_no_text(void **state)
{
    (void)state;
    assert_false(READ("name,year\nfine,1\nZo\xEB,2\nM\xFCller,3\n"));
    assert_int_equal(faults.count, 1);
    assert_fault(0, 3, "", "This line and 1 more are not in UTF-8.");

    assert_false(READ("name,year\r\n\"Zo\xEB\",2\r\n"));
    assert_fault(0, 2, "", "This line is not in UTF-8.");

    assert_false(READ("name,year\na\0b,1\n"));
    assert_int_equal(faults.count, 1);
    assert_fault(0, 2, "", "zero byte");

    assert_false(READ("\xFF\xFEn\0a\0m\0e\0\n\0"));
    assert_int_equal(faults.count, 1);
    assert_fault(0, 1, "", "UTF-16");
}

static void names_files_without_rows(void **state)
{
    (void)state;
    static const char *const empty[] = {"", "\xEF\xBB\xBF", "\r\n\r\n", " \t \n"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        assert_false(read_bytes(empty[i], strlen(empty[i])));
        assert_int_equal(faults.count, 1);
        assert_fault(0, 1, "", "The file is empty.");
    }
    static const char *const bare[] = {"name,year", "name,year\n", "name,year\n,\n\n"};
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++) {
        assert_false(read_bytes(bare[i], strlen(bare[i])));
        assert_int_equal(faults.count, 1);
        assert_fault(0, 1, "", "no rows");
    }
}

static void names_a_hundred_faults_and_one(void **state)
{
    (void)state;
    struct buffer file = {0};
    buffer_add_string(&file, "name,year\n");
    for (int i = 0; i < 100; i++)
        buffer_add_string(&file, "x\n");
    assert_false(read_bytes(file.bytes, file.length));
    assert_int_equal(faults.count, 100);
    for (int i = 0; i < 100; i++)
        buffer_add_string(&file, "x\n");
    assert_false(read_bytes(file.bytes, file.length));
    assert_int_equal(faults.count, 101);
    assert_fault(99, 101, "", "1 cell");
    assert_fault(100, 102, "", "more faults than these 100");
    buffer_free(&file);
}

static void adds_to_faults_that_are_there(void **state)
{
    (void)state;
    struct fault other;
    fault_set(&other, FAULT_INVALID, "file", "Something else.");
    faults_add(&faults, arena, other);
    assert_true(csv_read(arena, text_of("name,year\na,1\n"), columns, 3, &table, &faults));
    assert_int_equal(faults.count, 1);
    assert_false(csv_read(arena, text_empty, columns, 3, &table, &faults));
    assert_int_equal(faults.count, 2);
}

static const char *written(const struct text *cells, size_t count)
{
    struct buffer out = {0};
    csv_write_row(&out, cells, count);
    const char *copy = arena_copy(arena, buffer_text(&out)).bytes;
    buffer_free(&out);
    return copy;
}

static void writes_marks_where_they_are_needed(void **state)
{
    (void)state;
    static const struct text cells[] = {TEXT("Ezequiel \"Zeke\" Silva III"),
                                        TEXT("Ho-Young Song"),
                                        TEXT("a,b"),
                                        TEXT("two\r\nlines"),
                                        TEXT(" blank"),
                                        TEXT("it's; fine"),
                                        {NULL, 0},
                                        TEXT("")};
    assert_string_equal(written(cells, 8), "\"Ezequiel \"\"Zeke\"\" Silva III\",Ho-Young Song,\"a,b\","
                                           "\"two\r\nlines\",\" blank\",it's; fine,,\r\n");
    assert_string_equal(written(cells + 7, 1), "\"\"\r\n");
}

static void writes_no_formulas(void **state)
{
    (void)state;
    static const struct {
        struct text cell;
        const char *wanted;
    } cases[] = {
        {TEXT("=1+1"), "'=1+1\r\n"},
        {TEXT("=HYPERLINK(\"https://demo.test\",\"x\")"), "\"'=HYPERLINK(\"\"https://demo.test\"\",\"\"x\"\")\"\r\n"},
        {TEXT("@SUM(A1)"), "'@SUM(A1)\r\n"},
        {TEXT("\tx"), "\"'\tx\"\r\n"},
        {TEXT("\rx"), "\"'\rx\"\r\n"},
        {TEXT("＝1"), "'＝1\r\n"},
        {TEXT("-"), "'-\r\n"},
        {TEXT("-2+3"), "'-2+3\r\n"},
        {TEXT("-1.2.3"), "'-1.2.3\r\n"},
        {TEXT("-1."), "'-1.\r\n"},
        {TEXT("+41 44 000"), "'+41 44 000\r\n"},
        {TEXT("-12.5"), "-12.5\r\n"},
        {TEXT("+7"), "+7\r\n"},
        {TEXT("a=b"), "a=b\r\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(written(&cases[i].cell, 1), cases[i].wanted);
}

static void reads_what_it_wrote(void **state)
{
    (void)state;
    static const struct text rows[][3] = {
        {TEXT("name"), TEXT("year"), TEXT("citation")},
        {TEXT("Ezequiel \"Zeke\" Silva III"), TEXT("2019"), TEXT(" a,\r\n\"\"b\t")},
        {TEXT("\"\"\""), TEXT(","), TEXT("\n")},
    };
    struct buffer file = {0};
    for (size_t i = 0; i < 3; i++)
        csv_write_row(&file, rows[i], 3);
    assert_true(read_bytes(file.bytes, file.length));
    assert_int_equal(table.row_count, 2);
    assert_row(0, 2, rows[1][0].bytes, rows[1][1].bytes, rows[1][2].bytes);
    assert_row(1, 4, rows[2][0].bytes, rows[2][1].bytes, "'\n"); /* it could have been a formula */
    buffer_free(&file);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(reads_a_spreadsheet),
        TEST(optional_columns_may_be_missing),
        TEST(lines_are_those_of_the_file),
        TEST(lines_may_end_in_carriage_returns),
        TEST(blank_rows_are_passed_over),
        TEST(many_rows),
        TEST(names_everything_wrong_with_the_columns),
        TEST(names_rows_of_the_wrong_width),
        TEST(names_misplaced_quotation_marks),
        TEST(names_the_quotation_mark_never_closed),
        TEST(names_bytes_that_are_no_text),
        TEST(names_files_without_rows),
        TEST(names_a_hundred_faults_and_one),
        TEST(adds_to_faults_that_are_there),
        TEST(writes_marks_where_they_are_needed),
        TEST(writes_no_formulas),
        TEST(reads_what_it_wrote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
