# SPDX-License-Identifier: BSD-2-Clause
# camkes_sources(VARIABLE DIR): all sources of the compiler but main.c; scanner and parser are made in DIR.

find_package(BISON 3.7 REQUIRED)
find_package(FLEX 2.6 REQUIRED)

function(camkes_sources variable dir)
    file(MAKE_DIRECTORY ${dir})
    bison_target(parser ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/parser.y ${dir}/parser.c DEFINES_FILE ${dir}/parser.h
        COMPILE_FLAGS -Wall)
    flex_target(lexer ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/lexer.l ${dir}/lexer.c)
    add_flex_bison_dependency(lexer parser)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/*.c)
    list(REMOVE_ITEM sources ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/main.c)
    # The kernel's check of a system table, which image.c makes before it writes one.
    file(GLOB table_check CONFIGURE_DEPENDS ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../kernel/table*.c)
    set(${variable} ${sources} ${table_check} ${BISON_parser_OUTPUTS} ${FLEX_lexer_OUTPUTS} PARENT_SCOPE)
endfunction()
