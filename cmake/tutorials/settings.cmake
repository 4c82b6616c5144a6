# SPDX-License-Identifier: BSD-2-Clause
#
# What the CMakeLists.txt of a tutorial includes first. The settings themselves come from cmake/causeway.cmake.

include_guard(GLOBAL)

# sel4_tutorials_regenerate_tutorial(dir)
macro(sel4_tutorials_regenerate_tutorial dir)
endmacro()
