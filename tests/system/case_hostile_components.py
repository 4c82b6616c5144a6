# SPDX-License-Identifier: BSD-2-Clause
"""Components that attack the kernel, the processor and each other; two that work together must not notice."""

import re

LIMIT = 240

# How each attack ends: with this fault, or, where that is None, without any.
PROTECTION = "protection fault"
ENDS = {
    "disable_interrupts": PROTECTION,
    "halt_processor": PROTECTION,
    "read_page_table_root": PROTECTION,
    "write_control_register": PROTECTION,
    "read_model_register": PROTECTION,
    "write_model_register": PROTECTION,
    "load_descriptor_table": PROTECTION,
    "swap_kernel_base": PROTECTION,
    "set_extended_state": PROTECTION,
    "flush_translation": PROTECTION,
    "run_guest": PROTECTION,
    "make_hypercall": "invalid instruction",
    "gain_port_level": PROTECTION,
    # The emulator looks at the stack as the kernel would, which is not allowed either.
    "return_to_kernel_segment": "(protection fault|read)",
    "allow_user_access": "invalid instruction",
    "read_kernel": "read at ffffffff80200000",
    "write_kernel": "write at ffffffff80200000",
    "call_kernel": "instruction fetch at ffffffff80200000",
    "read_noncanonical": PROTECTION,
    "call_noncanonical": PROTECTION,
    "write_own_code": "write at 40",
    "run_own_stack": "instruction fetch",
    "run_own_heap": "instruction fetch",
    "push_without_stack": "write at ff8",
    "invalid_instruction": "invalid instruction",
    "divide_by_zero": "division error",
    "breakpoint": "(breakpoint|protection fault)",
    "software_interrupt": PROTECTION,
    "call_with_kernel_stack": None,
    "call_with_direction": None,
    "call_with_nested_task": None,
    "call_with_single_step": "debug exception",
    "call_with_alignment_check": None,
    "absurd_slots": None,
    "absurd_arguments": None,
    "absurd_messages": None,
    "unknown_calls": None,
    "flooder": None,
    "never_yield": None,
}


def run(case):
    with case.machine(case.simulate("hostile-components")) as machine:
        machine.expect(r"worker: 500 rounds, 0 wrong", 180, forbidden=r"kernel stops|worker: .* [1-9]\d* wrong")
        case.check("the two that work together finish, with every answer right", True)
        for name, end in ENDS.items():
            if end is None:
                pattern = rf"^{name}: survived$"
            else:
                pattern = rf"^FAULT: component {name}, thread control: {end}.*; the component is stopped$"
            if not re.search(pattern, machine.console(), re.MULTILINE):
                machine.expect(pattern, 60, forbidden="kernel stops")
            case.check(f"{name}: {end or 'nothing happens'}", True)
        # The emulator does not raise this one; a processor does.
        text = machine.console()
        case.check("vector_exception: survived or stopped",
                   re.search(r"^vector_exception: survived$|FAULT: component vector_exception", text, re.MULTILINE))
        wrong = re.findall(r".*WRONG.*", machine.console())
        case.check("every refused call has the right error", not wrong, "\n".join(wrong))
