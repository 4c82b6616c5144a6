# SPDX-License-Identifier: BSD-2-Clause
#
# find_package(camkes-tool): components and assemblies, without virtual machines. Afterwards call
# camkes_tool_setup_camkes_build_environment() once.

cmake_policy(VERSION 3.20)
include("${CMAKE_CURRENT_LIST_DIR}/helpers/environment.cmake")

macro(camkes_tool_setup_camkes_build_environment)
    causeway_setup_environment()
endmacro()

set(camkes-tool_FOUND TRUE)
