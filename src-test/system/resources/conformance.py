"""Jupyter's own conformance suite, with a sample for each of its tests: none is skipped.

Prints the outcome of each test as one JSON line.
"""

import json
import sys
import unittest

import jupyter_kernel_test

TABLE = "%%sqlflow\nSELECT 41 + 1 AS answer"
TRAINING = """%%sqlflow
SELECT i AS a, i % 7 AS b FROM range(200) t(i)
TO TRAIN kmeans WITH model.n_clusters = 3 INTO conformance"""


class SqlflowTests(jupyter_kernel_test.KernelTests):
    kernel_name = "sqlflow"
    language_name = "sql"
    file_extension = ".sql"

    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    completion_samples = [
        {"text": "Math.cbr", "matches": {"cbrt("}},
        {"text": "String.valueO", "matches": {"valueOf("}},
    ]
    complete_code_samples = [
        "1 + 1",
        "for (int i = 0; i < 3; i++) {}",
        TABLE,
        TRAINING,
        "%sqlflow SELECT 1",
        "sqlflow?",
    ]
    incomplete_code_samples = [
        "for (int i = 0; i < 3; i++) {",
        "1 +",
        "%%sqlflow",
        "%%sqlflow\nSELECT (1",
        "%%sqlflow\nSELECT 'open",
    ]
    invalid_code_samples = ["int x = ;", ")", TRAINING.replace("INTO", "INOT")]
    code_generate_error = "%%sqlflow\nSELECT no_such_column"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": TABLE, "mime": "text/html"},
        {"code": TABLE, "result": "answer\n------\n    42\n1 row \u00d7 1 column"},
    ]
    code_display_data = [
        {"code": "%%sqlflow\nSELECT 1 AS a; SELECT 2 AS b", "mime": "text/html"},
        {"code": TRAINING, "mime": "text/plain"},
    ]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max("
    code_page_something = "clusterModel?"
    code_clear_output = 'System.out.println("gone"); clearOutput();'


class Outcomes(unittest.TextTestResult):
    def _tell(self, test, outcome, detail=""):
        name = getattr(test, "_testMethodName", str(test))
        print(json.dumps({"test": name, "outcome": outcome, "detail": detail}), flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._tell(test, "passed")

    def addError(self, test, err):
        super().addError(test, err)
        self._tell(test, "failed", self._exc_info_to_string(err, test))

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._tell(test, "failed", self._exc_info_to_string(err, test))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._tell(test, "skipped", reason)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._tell(test, "failed", f"{subtest}\n{self._exc_info_to_string(err, test)}")


suite = unittest.defaultTestLoader.loadTestsFromTestCase(SqlflowTests)
if hasattr(jupyter_kernel_test, "IopubWelcomeTests"):  # since 0.7

    class WelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
        kernel_name = "sqlflow"
        support_iopub_welcome = True

    suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(WelcomeTests))
outcome = unittest.TextTestRunner(stream=sys.stderr, resultclass=Outcomes).run(suite)
sys.exit(not outcome.wasSuccessful())
