"""Teaches papermill how to write parameters in SQLFlow notebooks.

papermill has entry points for engines, but not for translators. So this module provides papermill's
own engine, and registers the translator when it is loaded.
"""

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

from sqlflow_kernel import parameters


class SqlflowTranslator(Translator):
    """Writes parameters as a Java cell."""

    @classmethod
    def translate(cls, val):
        return parameters.value(val)

    @classmethod
    def comment(cls, cmt_str):
        return "// " + cmt_str.replace("\n", " ")

    @classmethod
    def codify(cls, parameters_, comment="Parameters"):
        lines = [cls.comment(comment)]
        lines += [parameters.declaration(name, of) for name, of in parameters_.items()]
        return "\n".join(lines) + "\n"

    @classmethod
    def inspect(cls, parameters_cell):
        return [
            Parameter(name=name, inferred_type_name=kind, default=default, help=text)
            for name, kind, default, text in parameters.declared(parameters_cell["source"])
        ]


class SqlflowEngine(NBClientEngine):
    """papermill's own engine."""


papermill_translators.register("sqlflow", SqlflowTranslator)
