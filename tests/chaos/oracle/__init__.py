"""What is wrong after a run: the ledger, the logs and the documents compared with each other."""

from tests.chaos.oracle.judging import judge
from tests.chaos.oracle.redactions import Witness
from tests.chaos.oracle.verdict import Verdict

__all__ = ["Verdict", "Witness", "judge"]
