"""What the oracle found."""

from dataclasses import dataclass, field


@dataclass
class Verdict:
    """Each string is one finding: which command, stream and position, what was expected, what is there."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def findings(self) -> list[str]:
        """All of them."""
        return [*self.lost, *self.doubled, *self.out_of_order, *self.stuck]

    def count(self, name: str, number: int = 1) -> None:
        """Adds to a count."""
        self.counts[name] = self.counts.get(name, 0) + number
