"""Starts the SQLFlow kernel and its command line on a Java of this machine."""

import json
import os
import re
import shutil
import subprocess
import sys

OLDEST_JAVA = 17
KERNEL = "org.sqlflow.kernel.Main"
COMMAND = "org.sqlflow.kernel.command.SqlflowCommand"
ADVICE = (
    "SQLFlow needs a JDK %d or newer: install one, such as https://adoptium.net,"
    " and set JAVA_HOME to it or put its java into PATH." % OLDEST_JAVA
)

_HERE = os.path.dirname(os.path.abspath(__file__))


def _javas():
    """Paths where Java may be, the likeliest first."""
    name = "java.exe" if os.name == "nt" else "java"
    if os.environ.get("JAVA_HOME"):
        yield os.path.join(os.environ["JAVA_HOME"], "bin", name)
    found = shutil.which("java")
    if found:
        yield found
    # Where conda's package openjdk installs it.
    yield os.path.join(sys.prefix, "bin", name)
    yield os.path.join(sys.prefix, "lib", "jvm", "bin", name)


def _feature(java):
    """The feature version, such as 17 or 8; None if this is not a Java."""
    if not os.access(java, os.X_OK):
        return None
    home = os.path.dirname(os.path.dirname(os.path.realpath(java)))
    try:
        with open(os.path.join(home, "release"), encoding="utf-8") as release:
            description = release.read()
    except OSError:
        try:
            description = subprocess.run(
                [java, "-version"], capture_output=True, text=True, check=False
            ).stderr
        except OSError:
            return None
    version = re.search(r'(?:JAVA_VERSION=| version )"(?:1\.)?(\d+)', description)
    return int(version.group(1)) if version else None


def java():
    """A Java that is new enough, and its feature version; exits if there is none."""
    seen = []
    for candidate in _javas():
        feature = _feature(candidate)
        if feature is not None and feature >= OLDEST_JAVA:
            return candidate, feature
        if feature is not None:
            seen.append("%s is Java %d" % (candidate, feature))
    sys.exit("\n".join(seen + [ADVICE]))


def command_line_of(main_class, arguments, extra=()):
    """The command line that starts a class, and its environment."""
    path, feature = java()
    with open(os.path.join(_HERE, "kernel.json"), encoding="utf-8") as file:
        template = json.load(file)
    words = []
    for word in template["argv"]:
        if word.startswith("${unix} "):
            continue  # the script that starts Java; the code below replaces it
        some = re.match(r"\$\{(since|until) (\d+)\} ", word)
        if some:
            limit = int(some[2])
            if feature < limit if some[1] == "since" else feature > limit:
                continue
        word = word[some.end() :] if some else word
        words.append(word.replace("${java}", path).replace("${directory}", _HERE))
    start = words[: words.index(KERNEL)]
    environment = dict(os.environ)
    environment.update(template.get("env", {}))
    start, environment = _agreeing(start, environment)
    return start + list(extra) + [main_class] + list(arguments), environment


def _agreeing(start, environment):
    """Options that Java accepts together with those in its variables; the script "start" does the same.

    Java refuses two collectors, a minimum share of free heap above the maximum, a class archive that
    must be used but does not match, and an archive together with a cache.
    """
    variables = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
    given = " ".join(environment.get(name, "") for name in variables).split()
    last = []
    for option in given:
        collector = re.match(r"-XX:[+-](Use\w*GC)$", option)
        if collector and collector[1] != "UseSerialGC":
            last.append("-XX:-" + collector[1])
        if collector:
            last.append("-XX:+UseSerialGC")
        if option == "-Xshare:on":
            last.append("-Xshare:auto")
    if last:  # Java reads this variable last
        environment["_JAVA_OPTIONS"] = " ".join([environment.get("_JAVA_OPTIONS", "")] + last)
    if any(option.startswith("-XX:MaxHeapFreeRatio=") for option in given):
        start = [word for word in start if not word.startswith("-XX:MinHeapFreeRatio=")]
    if any(option.startswith("-Xshare:") for option in given):  # Java 25 refuses the two together
        start = [word for word in start if not word.startswith("-XX:AOTCache=")]
    return start, environment


def _become(words, environment):
    """Replaces this process by the program; on Windows, runs it and waits."""
    if os.name != "nt":
        os.execve(words[0], words, environment)
    process = subprocess.Popen(words, env=environment)
    while True:
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:
            pass  # the program gets the interrupt too


def kernel():
    """Runs the kernel for the connection file that a front end wrote."""
    _become(*command_line_of(KERNEL, sys.argv[1:]))


def command():
    """Runs the command sqlflow."""
    terminal = ["-Dsqlflow.terminal=true"] if sys.stderr.isatty() else []
    _become(*command_line_of(COMMAND, sys.argv[1:], terminal))
