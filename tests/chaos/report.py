"""What a run comes to, for people and for machines."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.chaos.driver import Tally
from tests.chaos.oracle import Verdict

FINDINGS = ("lost", "doubled", "out_of_order", "stuck")


@dataclass(frozen=True)
class Report:
    """One run; `remarks` are worth reading and no failure, `troubles` say that the rig itself failed."""

    seed: int
    minutes: float
    faults: Mapping[str, Tally]
    left_out: Sequence[str]
    verdict: Verdict
    remarks: Sequence[str] = ()
    troubles: Sequence[str] = ()

    @property
    def failures(self) -> list[str]:
        """Why the run counts as failed; a run that proved nothing is one."""
        failures = [f"{name}: {len(found)}" for name in FINDINGS if (found := getattr(self.verdict, name))]
        if not any(tally.struck for tally in self.faults.values()):
            failures.append("no fault took effect")
        if not self.verdict.counts.get("acknowledged"):
            failures.append("no command was acknowledged")
        return [*failures, *self.troubles]

    def lines(self) -> Iterator[str]:
        """The report as it is printed."""
        yield f"seed {self.seed}, {self.minutes:.1f} minutes"
        yield "counts: " + ", ".join(f"{name} {count}" for name, count in self.verdict.counts.items())
        yield f"{'fault':<34}{'injected':>9}{'effective':>10}"
        for name, tally in sorted(self.faults.items()):
            yield f"{name:<34}{tally.injected:>9}{tally.struck:>10}"
        injected, struck = (sum(getattr(t, f) for t in self.faults.values()) for f in ("injected", "struck"))
        yield f"{'all':<34}{injected:>9}{struck:>10}"
        if self.left_out:
            yield f"left out on this machine: {', '.join(self.left_out)}"
        for name in FINDINGS:
            found = getattr(self.verdict, name)
            yield f"{name.replace('_', ' ')}: {len(found)}" + (f"   e.g. {found[0]}" if found else "")
        yield from (f"remark: {remark}" for remark in self.remarks)
        yield from (f"FAILED: {failure}" for failure in self.failures)

    def write(self, directory: Path) -> None:
        """Everything, into files of `directory`."""
        (directory / "report.txt").write_text("\n".join(self.lines()) + "\n")
        (directory / "report.json").write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1))
