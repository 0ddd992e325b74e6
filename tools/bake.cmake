# Files that become part of the program: see tools/bake.c.

set(BAKED_DIRECTORY ${CMAKE_BINARY_DIR}/baked)
add_executable(bake tools/bake.c)

file(GLOB_RECURSE STATEMENT_FILES CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/lib lib/*.sql)
set(STATEMENT_OUTPUT ${BAKED_DIRECTORY}/statements.c)
set(STATEMENT_INPUT)
foreach(file ${STATEMENT_FILES})
    list(APPEND STATEMENT_OUTPUT ${BAKED_DIRECTORY}/${file}.h)
    list(APPEND STATEMENT_INPUT lib/${file})
    get_filename_component(folder ${BAKED_DIRECTORY}/${file} DIRECTORY)
    file(MAKE_DIRECTORY ${folder})
endforeach()
add_custom_command(OUTPUT ${STATEMENT_OUTPUT}
    COMMAND bake statements ${BAKED_DIRECTORY} ${CMAKE_SOURCE_DIR}/lib ${STATEMENT_FILES}
    DEPENDS bake ${STATEMENT_INPUT} COMMENT "Baking statements" VERBATIM)

# bake_files(NAME ROOT PATTERN …)
function(bake_files name root)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/${root} ${ARGN})
    set(inputs)
    foreach(file ${files})
        list(APPEND inputs ${root}/${file})
    endforeach()
    add_custom_command(OUTPUT ${BAKED_DIRECTORY}/${name}.c
        COMMAND bake files ${BAKED_DIRECTORY}/${name}.c ${name} ${CMAKE_SOURCE_DIR}/${root} ${files}
        DEPENDS bake ${inputs} COMMENT "Baking ${root}" VERBATIM)
endfunction()

bake_files(migrations migrations migrations/*.sql)
bake_files(programme programme programme/*.csv)
bake_files(templates templates templates/*.html templates/*.txt)
bake_files(assets server/assets server/assets/*)

set(BAKED_LIB_SOURCES ${STATEMENT_OUTPUT} ${BAKED_DIRECTORY}/migrations.c ${BAKED_DIRECTORY}/programme.c)
set(BAKED_SERVER_SOURCES ${BAKED_DIRECTORY}/templates.c ${BAKED_DIRECTORY}/assets.c)
