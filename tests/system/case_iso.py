# SPDX-License-Identifier: BSD-2-Clause
"""The ISO boots the print example through GRUB, under a BIOS and under UEFI."""

import os
import subprocess

from guest import Guest, output_lines

LIMIT = 700

UEFI = "/usr/share/OVMF/OVMF_CODE.fd"


def run(case):
    iso = os.path.join(case.root, "build", "test-logs", "print.iso")
    subprocess.run(["sh", os.path.join(case.root, "tools", "iso.sh"), case.build("print"), iso], check=True)
    for firmware, options in (("SeaBIOS", []), ("OVMF", ["-drive", f"if=pflash,format=raw,readonly=on,file={UEFI}"])):
        command = ["qemu-system-x86_64", "-machine", "q35", "-cpu", "EPYC,+svm,+npt", "-m", "1G", "-display", "none",
                   "-serial", "mon:stdio", "-no-reboot", "-nic", "none", *options, "-cdrom", iso]
        with case.machine(command, Guest) as guest:
            guest.boot(timeout=300)
            case.check(f"{firmware}: the guest comes up", True)
            guest.log_in()
            status, output = guest.run("print_client through grub")
            works = status == 0 and output_lines(output) == ["through", "grub"]
            case.check(f"{firmware}: the scene works", works, output)
            case.check(f"{firmware}: poweroff ends the emulator with status 0", guest.power_off() == 0)
