# SPDX-License-Identifier: BSD-2-Clause
#
# causeway_unit_test and causeway_fuzz_test: how a room declares its host tests.

include_guard(GLOBAL)

find_path(CMOCKA_INCLUDE_DIR cmocka.h)
find_library(CMOCKA_LIBRARY cmocka)
if(NOT CMOCKA_INCLUDE_DIR OR NOT CMOCKA_LIBRARY)
    message(FATAL_ERROR "cmocka is missing. Run 'make setup', or install the package libcmocka-dev.")
endif()

find_program(CAUSEWAY_CLANG NAMES clang-14 clang)
if(NOT CAUSEWAY_CLANG)
    message(FATAL_ERROR "clang is missing (the fuzz tests need it). Run 'make setup', or install the package clang-14.")
endif()

set(CAUSEWAY_TEST_WARNINGS
    -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror)
set(CAUSEWAY_TEST_SANITIZERS
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)

# causeway_unit_test(NAME name SOURCES file... [INCLUDES dir...] [DEFINES name=value...] [LIBS target...]
#                    [ARGS argument...])
#
# One cmocka program, built with the sanitizers, and one test of ctest that runs it. The root of the repository is
# on the include path; relative sources and includes are those of the calling folder. LIBS may name a library target;
# give that one the same treatment with causeway_sanitize.
function(causeway_unit_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;INCLUDES;DEFINES;LIBS;ARGS")
    _causeway_check_test_arguments(causeway_unit_test)
    add_executable("${arg_NAME}" ${arg_SOURCES})
    target_include_directories("${arg_NAME}" PRIVATE ${arg_INCLUDES} "${CMOCKA_INCLUDE_DIR}")
    target_compile_definitions("${arg_NAME}" PRIVATE ${arg_DEFINES})
    causeway_sanitize("${arg_NAME}")
    target_link_libraries("${arg_NAME}" PRIVATE ${arg_LIBS} "${CMOCKA_LIBRARY}")
    add_test(NAME "${arg_NAME}" COMMAND "${arg_NAME}" ${arg_ARGS})
    set_tests_properties("${arg_NAME}" PROPERTIES TIMEOUT 120 LABELS unit)
endfunction()

# causeway_sanitize(target): the include root, warnings and sanitizers of the tests for a target of the caller.
function(causeway_sanitize target)
    target_include_directories("${target}" PRIVATE "${CAUSEWAY_ROOT}")
    target_compile_options("${target}" PRIVATE -std=gnu17 -g -O1
        ${CAUSEWAY_TEST_WARNINGS} ${CAUSEWAY_TEST_SANITIZERS})
    target_link_options("${target}" PRIVATE ${CAUSEWAY_TEST_SANITIZERS})
endfunction()

# causeway_fuzz_test(NAME name SOURCES file... CORPUS dir [INCLUDES dir...] [DEFINES name=value...] [MAX_LEN bytes])
#
# One libFuzzer program (LLVMFuzzerTestOneInput is in SOURCES) and one test of ctest that feeds it for
# CAUSEWAY_FUZZ_SECONDS seconds (environment, default 5), starting from the files in CORPUS. Inputs that it finds
# stay in the build folder, so that a later, longer run goes on from there.
function(causeway_fuzz_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;CORPUS;MAX_LEN" "SOURCES;INCLUDES;DEFINES")
    _causeway_check_test_arguments(causeway_fuzz_test)
    get_filename_component(corpus "${arg_CORPUS}" ABSOLUTE)
    if(NOT arg_CORPUS OR NOT IS_DIRECTORY "${corpus}")
        message(FATAL_ERROR "causeway_fuzz_test(${arg_NAME}): CORPUS '${arg_CORPUS}' is not a folder.")
    endif()
    if(NOT arg_MAX_LEN)
        set(arg_MAX_LEN 65536)
    endif()
    _causeway_fuzz_objects(objects "${arg_NAME}" "${arg_SOURCES}" "${arg_INCLUDES}" "${arg_DEFINES}")
    set(program "${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}.fuzz")
    add_custom_command(OUTPUT "${program}"
        COMMAND "${CAUSEWAY_CLANG}" -fsanitize=fuzzer,address,undefined -o "${program}" ${objects}
        DEPENDS ${objects} VERBATIM COMMENT "Linking fuzzer ${arg_NAME}")
    add_custom_target("${arg_NAME}" ALL DEPENDS "${program}")
    add_test(NAME "${arg_NAME}" COMMAND "${CAUSEWAY_ROOT}/tests/run-fuzzer.sh"
        "${program}" "${corpus}" "${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}-found" "${arg_MAX_LEN}")
    set_tests_properties("${arg_NAME}" PROPERTIES LABELS fuzz)
endfunction()

# The fuzzers need clang while the unit tests keep the compiler of the product; so their objects are rules of their own.
function(_causeway_fuzz_objects out name sources includes defines)
    set(flags "-I${CAUSEWAY_ROOT}")
    foreach(dir IN LISTS includes)
        get_filename_component(dir "${dir}" ABSOLUTE)
        list(APPEND flags "-I${dir}")
    endforeach()
    foreach(define IN LISTS defines)
        list(APPEND flags "-D${define}")
    endforeach()
    set(objects "")
    foreach(source IN LISTS sources)
        get_filename_component(source "${source}" ABSOLUTE)
        string(MD5 key "${source}")
        get_filename_component(base "${source}" NAME)
        set(object "${CMAKE_CURRENT_BINARY_DIR}/${name}.dir/${key}-${base}.o")
        add_custom_command(OUTPUT "${object}"
            COMMAND "${CAUSEWAY_CLANG}" -std=gnu17 -g -O1 ${CAUSEWAY_TEST_WARNINGS} ${flags}
                -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
                -MD -MF "${object}.d" -c "${source}" -o "${object}"
            DEPENDS "${source}" DEPFILE "${object}.d" VERBATIM COMMENT "Compiling ${base} for fuzzer ${name}")
        list(APPEND objects "${object}")
    endforeach()
    file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/${name}.dir")
    set("${out}" "${objects}" PARENT_SCOPE)
endfunction()

macro(_causeway_check_test_arguments function)
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "${function}: unknown argument '${arg_UNPARSED_ARGUMENTS}'.")
    endif()
    if(NOT arg_NAME OR NOT arg_SOURCES)
        message(FATAL_ERROR "${function}: NAME and SOURCES are required.")
    endif()
endmacro()
