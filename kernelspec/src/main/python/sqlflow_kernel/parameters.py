"""Writes parameters of a notebook as Java variables, which SQL cells use as ${name}."""

import math
import re

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_DECLARATION = re.compile(
    r"(?:^|(?<=;))[ \t]*(?P<type>[A-Za-z_][\w.<>\[\], ]*?)\s+(?P<name>[^\W\d]\w*)\s*=\s*"
    r"(?P<value>(?:\"(?:\\.|[^\"\\])*\"|[^;\"])+);(?:[ \t]*//[ \t]*(?P<help>.*))?",
    re.MULTILINE,
)


def value(of):
    """A JSON or YAML value as a Java expression."""
    if of is None:
        return "null"
    if isinstance(of, bool):
        return "true" if of else "false"
    if isinstance(of, int):
        if -(2**31) <= of < 2**31:
            return str(of)
        return "%dL" % of if -(2**63) <= of < 2**63 else 'new java.math.BigInteger("%d")' % of
    if isinstance(of, float):
        if math.isnan(of):
            return "Double.NaN"
        if math.isinf(of):
            return "Double.POSITIVE_INFINITY" if of > 0 else "Double.NEGATIVE_INFINITY"
        return repr(of)
    if isinstance(of, dict):
        entries = (
            "java.util.Map.entry(%s, (Object) %s)" % (value(str(k)), value(v)) for k, v in of.items()
        )
        return "java.util.Map.ofEntries(%s)" % ", ".join(entries)
    if isinstance(of, (list, tuple)):
        # Java would take a single null for the array itself.
        elements = ", ".join(map(value, of)) if list(of) != [None] else "(Object) null"
        return "java.util.Arrays.asList(%s)" % elements
    return '"%s"' % "".join(map(_character, str(of)))


def _character(c):
    return _ESCAPES.get(c) or (c if c >= " " else "\\u%04x" % ord(c))


def declaration(name, of):
    """A Java declaration; null has no type for var to infer."""
    return "%s %s = %s;" % ("Object" if of is None else "var", name, value(of))


def declared(source):
    """The name, type, value and comment of each declaration with a value."""
    found = _DECLARATION.finditer(source)
    return [(f["name"], f["type"], f["value"].strip(), f["help"] or "") for f in found]
