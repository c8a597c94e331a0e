"""Why and how: lists that people choose from."""

from typing import Literal

DeclineReason = Literal["unsuitable", "already_helped", "cannot_verify", "other"]
ReleaseReason = Literal["no_longer_able", "no_time", "not_reachable", "agreed", "other"]
VoidReason = Literal["entered_twice", "wrong_request", "wrong_party", "wrong_quantity", "not_delivered", "other"]
ExtendReason = Literal["asked_by_recipient", "supplies_late", "weather", "illness", "other"]
AmendReason = Literal["clearer", "correction", "privacy", "asked_by_recipient", "other"]
ReopenReason = Literal["not_done", "not_complete", "defective", "confirmed_by_mistake", "other"]
RefusalReason = Literal["not_now", "too_little", "other_field", "other_terms", "no_longer_offered", "other"]
RetractionReason = Literal["found_another", "no_answer", "asked_by_mistake", "no_longer_needed", "other"]
CloseReason = Literal["no_longer_wanted", "done_by_others", "not_reachable", "out_of_scope", "other"]
PartReason = Literal["rest_not_needed", "no_more_givers", "rest_not_possible", "done_by_others", "other"]
"""Why the rest of a request is left undone."""
ImpossibleReason = Literal["no_means", "not_permitted", "beyond_powers", "too_costly", "nobody_found", "other"]
AnswerOutcome = Literal["hired", "not_suitable", "withdrew", "entered_by_mistake"]
"""What became of a resident's answer to a vacancy."""
FromRegistry = Literal["withdrawn", "erased"]
"""Reasons that come with registry's facts."""
EvidenceCode = Literal["visit", "handover", "call", "photo_on_file"]
ConfirmedHow = Literal["self", "visit", "call", "on_site"]
VisitedHow = Literal["visit", "call"]
