"""Who is a minor: under eighteen. (The law on personal information wants the guardian's consent under fourteen, in its
article 31; here it is wanted for every minor.)"""

from shared.eventsourcing.model import Day

_OF_AGE = 18


def is_minor(born: Day, today: Day) -> bool:
    """Whether somebody born on `born` is under eighteen on `today`; a birthday of 29 February is kept on 1 March."""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years < _OF_AGE


def was_minor_this_month(born: Day, today: Day) -> bool:
    """Whether somebody was a minor at the beginning of this month. By this nobody who reads the log learns a birthday:
    those who came of age are released together, on the first of the month after."""
    return is_minor(born, today.replace(day=1))
