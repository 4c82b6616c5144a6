# SPDX-License-Identifier: BSD-2-Clause
#
# The components of bystander.camkes.

DeclareCAmkESComponent(Bystander SOURCES ${CMAKE_CURRENT_LIST_DIR}/bystander.c)
DeclareCAmkESComponent(Adder SOURCES ${CMAKE_CURRENT_LIST_DIR}/adder.c)
