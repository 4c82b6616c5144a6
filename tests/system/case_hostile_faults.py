# SPDX-License-Identifier: BSD-2-Clause
"""
Components that die, each in its own way: the kernel says exactly who, where and why, and nobody else notices.
"""

import os
import re
import subprocess

LIMIT = 120

PROTECTION = "protection fault"
INVALID = "invalid instruction"
FETCH = "instruction fetch"

KERNEL = 0xffffffff80200000
NOWHERE = 0x0000900000000000
HEAP = 0x1000000000
STACK, STACK_END = 0x2000001000, 0x2000011000
PAGE = 0x3000000000

# How each component ends: (kind, address), the address being a number, a range or a symbol of its program. Without one,
# it is that of the instruction. A list has what different processors and the emulator may do; None: it survives.
PROTECTED = """
    read_noncanonical write_noncanonical disable_interrupts enable_interrupts halt read_cr0 write_cr0 read_cr3 write_cr3
    write_cr4 write_cr8 read_dr7 write_dr0 clear_task_switched load_status_word load_gdt load_idt load_ldt load_task
    swap_kernel_base return_to_user flush_translation forget_caches write_back_caches run_guest load_guest save_guest
    set_global_interrupt clear_global_interrupt flush_guest read_counter read_msr write_msr set_extended_state read_port
    write_port read_port_string gain_port_level read_across_ports last_port load_kernel_data load_kernel_stack
    breakpoint raise_timer raise_linux raise_nmi raise_double_fault unaligned_vector load_no_state""".split()
UNKNOWN = """
    write_fs_base allow_user_access leave_management_mode make_hypercall make_other_hypercall invalid_instruction
    locked_nothing old_call fast_call mortal""".split()
ENDS = {
    **{name: (PROTECTION, None) for name in PROTECTED},
    **{name: (INVALID, None) for name in UNKNOWN},
    "read_null": ("read", 0),
    "write_null": ("write", 0),
    "call_null": (FETCH, 0),
    "read_kernel": ("read", KERNEL),
    "write_kernel": ("write", KERNEL),
    "call_kernel": (FETCH, KERNEL),
    "read_direct_map": ("read", 0xffff800000000000),
    "read_last_byte": ("read", 0xffffffffffffffff),
    "read_unmapped": ("read", 0x6ffffffff000),
    # Some processors check the target before they jump.
    "call_noncanonical": [(PROTECTION, NOWHERE), (PROTECTION, None)],
    "write_code": ("write", "victim_write_code"),
    "write_constant": ("write", "constant_data"),
    "run_data": (FETCH, "variable_data"),
    "run_heap": (FETCH, HEAP),
    "run_stack": (FETCH, range(STACK, STACK_END)),
    "use_up_stack": ("write", STACK - 8),
    "push_to_kernel": ("write", KERNEL),
    "push_to_nowhere": ("write", 0xff8),
    "push_to_noncanonical": [("stack fault", None), (PROTECTION, None)],
    "read_before_page": ("read", PAGE - 1),
    "read_behind_page": ("read", PAGE + 4096),
    "read_across_page": ("read", PAGE + 4096),
    "write_page": ("write", PAGE),
    "run_page": (FETCH, PAGE),
    # The emulator looks at the stack as the kernel would, which is not allowed either.
    "interrupt_return": [(PROTECTION, None), ("read", range(STACK, STACK_END))],
    "far_return": [(PROTECTION, None), ("read", range(STACK, STACK_END))],
    "divide_by_zero": ("division error", None),
    "divide_too_large": ("division error", None),
    "single_step": ("debug exception", None),
    "single_step_call": [("debug exception", None), ("debug exception", "early_single_step_call")],
    # The emulator does not have this one.
    "debug_instruction": [("debug exception", None), (INVALID, "victim_debug_instruction")],
    "x87_division": ("x87 exception", None),
    # The emulator does not raise it; a processor does.
    "vector_division": [("vector exception", None), None],
}


def run(case):
    with case.machine(case.simulate("hostile-faults")) as machine:
        machine.expect(r"orphan: .*\n", 60, forbidden="kernel stops")
        orphan = machine.console()
        machine.expect(r"bystander: \d+ rounds, 0 wrong\n", 60, forbidden="kernel stops")
        machine.expect(r"bystander: \d+ rounds, 0 wrong\n", 60, forbidden="kernel stops")
        text = machine.console()
    for name, ends in ENDS.items():
        _check_end(case, name, ends if isinstance(ends, list) else [ends], text)
    case.check("a server that dies resets its client's calls, and the client goes on",
               "orphan: the answers are 42 and 0, 101 calls failed, connection reset" in orphan, orphan[-500:])
    case.check("nobody else has faulted", text.count("FAULT:") == len(set(_faults(text)) & set(ENDS)), text)
    wrong = re.findall(r"bystander: .* [1-9]\d* wrong|there is no such victim", text)
    case.check("the bystanders go on undisturbed", not wrong, wrong)


def _faults(text):
    return re.findall(r"^FAULT: component (\w+),", text, re.MULTILINE)


def _check_end(case, name, ends, text):
    symbols = _symbols(case, name)
    line = re.search(rf"^FAULT: component {name}, thread (\w+): (.*) at ([0-9a-f]+), instruction at ([0-9a-f]+); "
                     r"the component is stopped$", text, re.MULTILINE)
    if not line:
        case.check(f"{name} ends as it must", None in ends and f"\n{name}: survived\n" in text)
        return
    thread, kind, address, instruction = line.group(1), line.group(2), int(line.group(3), 16), int(line.group(4), 16)
    right = thread == ("sum" if name == "mortal" else "control")
    right = right and any(_fits(end, name, kind, address, instruction, symbols) for end in ends)
    case.check(f"{name}: {kind}", right,
               f"{line.group(0)}\nwanted: {ends}, instruction {symbols.get('fault_' + name, 0):x}")


def _fits(end, name, kind, address, instruction, symbols):
    """Whether the report is the one that `end` wants."""
    if end is None or end[0] != kind:
        return False
    target = symbols[end[1]] if isinstance(end[1], str) else end[1]
    if isinstance(target, range):
        right = address in target
    else:
        right = target is None or address == target
    if kind == FETCH:
        return right and instruction == address
    # Faults without an address of their own have the instruction's.
    if kind not in ("read", "write"):
        return right and address == instruction and instruction == (target or symbols["fault_" + name])
    return right and instruction == symbols["fault_" + name]


def _symbols(case, name):
    program = os.path.join(case.build("hostile-faults"), "components", f"{name}.elf")
    listing = subprocess.run(["nm", program], check=True, stdout=subprocess.PIPE).stdout.decode()
    return {symbol: int(value, 16) for value, symbol in re.findall(r"^([0-9a-f]+) \w (\S+)$", listing, re.MULTILINE)}
