# SPDX-License-Identifier: BSD-2-Clause
"""The SDK's functions and options: right ones act, each wrong one stops the configuration and says what is wrong."""

import os
import re
import shutil
import subprocess

LIMIT = 300

COMPONENT = "DeclareCAmkESComponent(Lonely SOURCES lonely.c)\n"
SPECIFICATION = "DeclareCAmkESRootserver(lonely.camkes)\n"
GENERATE = "GenerateCAmkESRootserver()\n"
RIGHT = COMPONENT + SPECIFICATION + GENERATE
ONE = 'AddFileToOverlayDir("one" lonely.c "etc" overlay)\n'

# (calls, what the configuration must say)
WRONG = [
    ("DeclareCAmkESComponent(Lonely SOURCES nowhere.c)", "there is no file 'nowhere.c', and no rule that makes it"),
    ("DeclareCAmkESComponent(Lonely SOURCE lonely.c)",
     "DeclareCAmkESComponent(Lonely): unknown argument 'SOURCE;lonely.c'"),
    ("DeclareCAmkESComponent(Lonely SOURCES)",
     "DeclareCAmkESComponent(Lonely): nothing follows the keyword 'SOURCES'"),
    ('DeclareCAmkESComponent("not a name" SOURCES lonely.c)', "'not a name' is no name for a component"),
    ("DeclareCAmkESComponent(Lonely SOURCES lonely.c INCLUDES nowhere)", "there is no folder 'nowhere'"),
    ("ExtendCAmkESComponentInstance(Lonely lonely SOURCES lonely.c)",
     "ExtendCAmkESComponentInstance(lonely): the component 'Lonely' is not declared yet"),
    (COMPONENT + "ExtendCAmkESComponentInstance(Lonely lonely SOURCE lonely.c)",
     "ExtendCAmkESComponentInstance(lonely): unknown argument 'SOURCE;lonely.c'"),
    (COMPONENT + "ExtendCAmkESComponentInstance(Lonely lovely C_FLAGS -O1)\n" + SPECIFICATION + GENERATE,
     "has no instance of that name of the component 'Lonely'"),
    ("DeclareCAmkESConnector(Mine FROM a.c TO b.c)", "DeclareCAmkESConnector(Mine): there is no file 'a.c'"),
    ("DeclareCAmkESConnector(Mine FROM mine.template.c)",
     "DeclareCAmkESConnector(Mine): 'mine.template.c' is a template"),
    ("DeclareCAmkESConnector(Mine BOTH lonely.c)",
     "DeclareCAmkESConnector(Mine): unknown argument 'BOTH;lonely.c'"),
    ("DeclareCAmkESConnector(Mine)\nDeclareCAmkESConnector(Mine)",
     "DeclareCAmkESConnector(Mine): a connector of that name is declared already"),
    ("DeclareCAmkESConnector(my-own)", "'my-own' is no name for a connector"),
    ("CAmkESAddTemplatesPath(templates)", "CAmkESAddTemplatesPath: connectors have no templates here"),
    (SPECIFICATION + GENERATE, "Instance 'lonely' is a 'Lonely', but nothing says what that is made of"),
    ("DeclareCAmkESComponent(Lonely SOURCES lonely.c LIBS no_such_library)\n" + SPECIFICATION + GENERATE,
     "wants the library 'no_such_library', which no target of this build makes"),
    ("DeclareCAmkESVM(Init0)\nDeclareCAmkESVM(Init0)",
     "DeclareCAmkESVM(Init0): a component of that name is declared already"),
    ("DeclareCAmkESVM(Init0 SOURCES lonely.c)", "DeclareCAmkESVM(Init0): unknown argument 'SOURCES;lonely.c'"),
    ("DeclareCAmkESVM(Init0 EXTRA_SOURCES nowhere.c)", "there is no file 'nowhere.c'"),
    ("DefineCAmkESVMFileServer(TYPE DiskServer)", "the type of a file server is FileServer, not 'DiskServer'"),
    ("CAmkESAddImportPath(nowhere)", "CAmkESAddImportPath: there is no folder"),
    ("CAmkESAddImportPath()", "CAmkESAddImportPath: no folder is named"),
    ("CAmkESAddCPPInclude(nowhere)", "CAmkESAddCPPInclude: there is no folder"),
    ("DeclareCAmkESRootserver(nowhere.camkes)", "there is no specification 'nowhere.camkes'"),
    (SPECIFICATION + "DeclareCAmkESVMRootServer(lonely.camkes)", "this build has a root server already"),
    (COMPONENT + "DeclareCAmkESRootserver(lonely.camkes CPP_FLAGS -O2)\n" + GENERATE,
     "CPP_FLAGS: '-O2' is neither -DNAME=VALUE nor -IDIR"),
    ("DeclareCAmkESRootserver(wrong.camkes)\n" + GENERATE, "wrong.camkes was refused; the reasons are above"),
    (COMPONENT + "DeclareCAmkESRootserver(forward.camkes)\n" + GENERATE,
     "forward.camkes was refused; the reasons are above"),
    (GENERATE, "no specification yet"),
    (RIGHT + GENERATE, "GenerateCAmkESRootserver: called twice"),
    (SPECIFICATION + "GenerateCAmkESRootserver(now)", "GenerateCAmkESRootserver takes no arguments, but got 'now'"),
    ('AddToFileServer("bzimage" nowhere)', "AddToFileServer(bzimage): there is no file 'nowhere'"),
    ('AddToFileServer("lonely" lonely.c)\nAddToFileServer("lonely" lonely.camkes)',
     "the file server 'fserv' has a file of that name"),
    ('AddToFileServer("../lonely" lonely.c)', "'../lonely' must be a path below the root"),
    ('AddToFileServer("lonely" lonely.c DEPENDS nowhere)', "there is no file 'nowhere'"),
    ('GetArchDefaultLinuxKernelFile("31" kernel)', 'the word size is "32" or "64", not "31"'),
    ('GetArchDefaultLinuxRootfsFile("16" rootfs)', 'the word size is "32" or "64", not "16"'),
    ('FindCustomPollyToolchain(TOOLCHAIN "linux-tcc")',
     "there is no toolchain 'linux-tcc', but: linux-gcc-32bit-pic, linux-gcc-64bit-pic"),
    ('AddFileToOverlayDir("passwd" lonely.c "../etc" overlay)', "'../etc' must be a path below the root"),
    ('AddFileToOverlayDir("one" nowhere "etc" overlay)', "AddFileToOverlayDir(one): there is no file 'nowhere'"),
    ('AddFileToOverlayDir("one" lonely.c "etc" "no-name")', "'no-name' is no name for an overlay"),
    (ONE + ONE, "the overlay 'overlay' has a file etc/one already"),
    ('AddExternalProjFilesToOverlay(no-project bin overlay "usr/sbin" FILES x)',
     "there is no external project 'no-project'"),
    ('AddExternalProjFilesToOverlay(no-project bin overlay "usr/sbin")', "FILES is missing"),
    (ONE + 'AddOverlayDirToRootfs(overlay lonely.c "debian" "overlay" rootfs rootfs_target)',
     'not "debian" "overlay"'),
    ('AddOverlayDirToRootfs(overlay lonely.c "buildroot" "rootfs_install" rootfs rootfs_target)',
     "there is no overlay 'overlay'"),
    (ONE + 'AddOverlayDirToRootfs(overlay lonely.c "buildroot" "rootfs_install" rootfs overlay)',
     "there is a target 'overlay' already"),
    (ONE + 'AddOverlayDirToRootfs(overlay lonely.c "buildroot" "rootfs_install" rootfs rootfs_target SPLITGZ)',
     "SPLITGZ is not supported"),
    ("DecompressLinuxKernel(target out nowhere)", "DecompressLinuxKernel: there is no file 'nowhere'"),
    ("DecompressLinuxKernel(one out lonely.c)\nDecompressLinuxKernel(one out lonely.camkes)",
     "DecompressLinuxKernel: there is a target 'one' already"),
    ("DecompressLinuxKernel(one out lonely.c)\nDecompressLinuxKernel(two out lonely.c)",
     "/decomp/lonely.c already"),
    ('AddProjectToOverlay(program "48" overlay FILES program)', 'the word size is "32" or "64", not "48"'),
    ('AddProjectToOverlay(program "64" overlay)', "AddProjectToOverlay(program): FILES is missing"),
    ('AddProjectToOverlay(program "64" overlay FILES)', "nothing follows the keyword 'FILES'"),
    ('AddProjectToOverlay(nowhere "64" overlay FILES program)', "sdk/nowhere/CMakeLists.txt"),
    ('AddProjectToOverlay(. "64" overlay FILES a)\nAddProjectToOverlay(. "64" overlay FILES b)',
     "AddProjectToOverlay(.): there is a target 'sdk-64' already"),
    ('AddLinuxToFileServer("16")', 'the word size is "32" or "64", not "16"'),
    ('AddLinuxToFileServer("64" overlay)', "AddLinuxToFileServer(64): unknown argument 'overlay'"),
    ('AddLinuxToFileServer("64" OVERLAY overlay)', "there is no overlay 'overlay'"),
    ('AddLinuxToFileServer("64")\nAddLinuxToFileServer("64")', "AddToFileServer(rootfs.cpio): the file server 'fserv'"),
    ('AddLinuxToFileServer("64")\nAddLinuxToFileServer("32" ROOTFS other.cpio)', "there is a target 'linux_bzimage'"),
    ("GenerateSimulateScript(now)", "GenerateSimulateScript takes no arguments, but got 'now'"),
    ("SetSimulationScriptProperty(MEM_SIZE lots)", "'lots' is no memory size"),
    ("SetSimulationScriptProperty(GRAPHIC ON)", "the machine has a serial line and no screen"),
    ("SetSimulationScriptProperty(SOUND ON)", "there is no property 'SOUND'"),
]

# (option, what the configuration must say)
WRONG_OPTIONS = [
    ("CAmkESDefaultPriority=0", "CAmkESDefaultPriority must be a number from 1 to 255, not '0'"),
    ("CAmkESDefaultPriority=high", "CAmkESDefaultPriority must be a number from 1 to 255, not 'high'"),
    ("CAmkESDefaultStackSize=64", "CAmkESDefaultStackSize must be a number from 4096"),
    ("CAmkESDefaultHeapSize=99999999999", "CAmkESDefaultHeapSize must be a number from 4096 to 34359738368"),
]

# Options that cannot do what their names say.
IDLE_OPTIONS = [
    ("CAmkESLargeFramePromotion=OFF", "CAmkESLargeFramePromotion=OFF has no effect here: the kernel chooses"),
    ("CAmkESFaultHandlers=0", "CAmkESFaultHandlers=0 has no effect here: the kernel reports every fault"),
    ("CapDLLoaderMaxObjects=20000", "CapDLLoaderMaxObjects=20000 has no effect here"),
    ("KernelIOMMU=ON", "KernelIOMMU=ON has no effect here: no device is passed through"),
]

# Options that act: what the build's rules then have.
OPTIONS = [
    ("CAmkESCPP=OFF", "--no-cpp "),
    ("CAmkESDefaultPriority=100", "--default-priority 100 "),
    ("CAmkESDefaultStackSize=16384", "--default-stack-size 16384 "),
    ("CAmkESDefaultHeapSize=65536", "--default-heap-size 65536 "),
]


def run(case):
    sdk = _Sdk(case)
    status, said = sdk.configure(RIGHT)
    case.check("right calls are accepted, without a remark", status == 0 and "no effect" not in said, said)
    status, said = sdk.configure('AddLinuxToFileServer("64" ROOTFS a)\nAddLinuxToFileServer("64" ROOTFS b)\n' + RIGHT)
    case.check("root file systems of one word size share a kernel", status == 0, said)
    status, said = sdk.configure(COMPONENT + "ExtendCAmkESComponentInstance(Lonely lonely C_FLAGS -DONLY_HERE)\n"
                                 + SPECIFICATION + GENERATE)
    case.check("an instance can have more than its component", status == 0 and sdk.has("-DONLY_HERE"), said)
    for calls, words in WRONG:
        status, said = sdk.configure(calls)
        case.check(f"{' '.join(calls.split())}: {words}", status != 0 and words in said, said)
    _options(case, sdk)
    _check_script(case, sdk)
    without = subprocess.run(["cmake", "-G", "Ninja", "-S", sdk.source, "-B", sdk.build + "-2"],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    case.check("without the initial cache, find_package says what is missing",
               without.returncode != 0 and b"camkes-vm" in without.stdout, without.stdout.decode())


def _options(case, sdk):
    for option, words in WRONG_OPTIONS:
        status, said = sdk.configure(RIGHT, option)
        case.check(f"{option}: {words}", status != 0 and words in said, said)
    for option, words in IDLE_OPTIONS:
        status, said = sdk.configure(RIGHT, option)
        case.check(f"{option}: {words}", status == 0 and words in said, said)
    for option, words in OPTIONS:
        status, said = sdk.configure(RIGHT, option)
        case.check(f"{option} reaches the compiler", status == 0 and sdk.has(words), said)
    status, said = sdk.configure(COMPONENT + "DeclareCAmkESRootserver(forward.camkes)\n" + GENERATE,
                                 "CAmkESAllowForwardReferences=ON")
    case.check("CAmkESAllowForwardReferences allows forward references", status == 0, said)


def _check_script(case, sdk):
    """What a tutorial's page has a build write. Here is no page's folder, and the script says so."""
    status, said = sdk.configure(RIGHT + "include(${SEL4_TUTORIALS_DIR}/settings.cmake)\n"
                                 "causeway_write_check_script(${CMAKE_CURRENT_SOURCE_DIR})")
    case.check("a script that checks a tutorial can be written", status == 0, said)
    done = subprocess.run([os.path.join(sdk.build, "check")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True)
    case.check("the script looks into the application's folder",
               done.returncode == 1 and f"{sdk.source} holds no tutorial" in done.stdout, done.stdout)


class _Sdk:
    """The application of the folder sdk, configured again and again."""

    def __init__(self, case):
        self.source = os.path.join(case.root, "tests", "system", "sdk")
        self.build = os.path.join(case.logs, "sdk-build")
        self.initial = os.path.join(case.root, "cmake", "causeway.cmake")
        shutil.rmtree(self.build, ignore_errors=True)

    def configure(self, calls, *options):
        """(status, what CMake said, on one line: CMake breaks lines where it likes)."""
        forget = [f"-U{name}" for name in ("CAmkES*", "CapDL*", "KernelIOMMU")]
        done = subprocess.run(["cmake", "-G", "Ninja", *forget, "-C", self.initial, "-S", self.source, "-B", self.build,
                               f"-DCALLS={calls}", *(f"-D{option}" for option in options)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, re.sub(r"\s+", " ", done.stdout.decode())

    def has(self, words):
        """Whether the build's rules have some words."""
        with open(os.path.join(self.build, "build.ninja"), encoding="utf-8") as rules:
            return words in rules.read()
