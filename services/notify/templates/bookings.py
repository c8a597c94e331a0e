"""What notices about bookings say."""

WORDS: dict[str, tuple[str, str]] = {
    "booking_made": (
        "{claimant_name}预约了资源：{day} {start} 起（数量 {quantity}）。",
        "{claimant_name} booked an offer for {day} {start} (quantity {quantity}).",
    ),
    "booking_waits": (
        "{claimant_name}候补 {day} {start} 的时段。",
        "{claimant_name} waits for the slot {day} {start}.",
    ),
    "booking_declined": (
        "{claimant_name}不再需要候补的时段 {day} {start}。",
        "{claimant_name} no longer wants the slot {day} {start}.",
    ),
    "booking_offered": (
        "候补的时段 {day} {start} 空出来了，请在 {answer_by} 之前答复是否要用。",
        "The slot {day} {start} has become free. Say before {answer_by} whether you take it.",
    ),
    "booking_offered:staff": (
        "{claimant_name}候补的时段 {day} {start} 空出来了，请在 {answer_by} 之前问一下是否要用。",
        "The slot {day} {start} that {claimant_name} waits for is free. Ask before {answer_by} whether it is taken.",
    ),
    "booking_lapsed": (
        "候补的时段 {day} {start} 没有约上，请另选时段。",
        "The slot {day} {start} could not be had. Choose another one.",
    ),
    "booking_moved": (
        "{claimant_name}的预约由 {was_day} {was_start} 改到 {day} {start}（{reason}）。",
        "The booking of {claimant_name} was moved from {was_day} {was_start} to {day} {start} ({reason}).",
    ),
    "booking_cancelled": (
        "{claimant_name} {day} {start} 的预约已取消（{reason}）。",
        "The booking of {claimant_name} for {day} {start} was cancelled ({reason}).",
    ),
    "booking_given_back": (
        "{claimant_name} {day} 起的按月预约从 {free_from} 起退还（{reason}），之后可另行预约。",
        "The monthly booking of {claimant_name} from {day} was given back from {free_from} on ({reason}).",
    ),
    "offer_promised": ("资源的剩余名额有变化。", "What is left of an offer has changed."),
    "booking_kept": (
        "{claimant_name}已使用 {occurred_on} {start} 的预约。",
        "{claimant_name} used the booking of {occurred_on} {start}.",
    ),
    "booking_missed": (
        "{occurred_on} {start} 的预约没有使用（{reason}）；若记录有误，请告诉社区。",
        "The booking of {occurred_on} {start} was not used ({reason}). Tell the community if that is wrong.",
    ),
    "booking_unfit": (
        "{day} {start} 的预约与资源现在的安排不符（{reason}），请改期或取消。",
        "The booking for {day} {start} no longer fits what is offered ({reason}). Please move or cancel it.",
    ),
    "booking_unfit:staff": (
        "{claimant_name} {day} {start} 的预约与资源现在的安排不符（{reason}），请联系改期。",
        "The booking of {claimant_name} for {day} {start} no longer fits the offer ({reason}). Please see to it.",
    ),
}

REASONS: dict[str, tuple[str, str]] = {
    "came_late": ("来得太晚", "came too late"),
    "closed": ("当天不开放", "closed on that day"),
    "did_not_come": ("未到场", "nobody came"),
    "illness": ("生病", "illness"),
    "misunderstanding": ("误会", "a misunderstanding"),
    "offer_ended": ("资源已停止提供", "the offer has ended"),
    "other_time": ("改时间", "another time suits better"),
    "out_of_reach": ("不再对外社区开放", "no longer open to other communities"),
    "outside": ("这个时间不再开放", "no longer to be had at that time"),
    "paused": ("暂停提供", "paused"),
    "provider_needs_it": ("提供方自用", "the provider needs it"),
    "taken": ("可用数量减少", "there are fewer now"),
    "told_late": ("告知太晚", "told too late"),
    "too_many_people": ("人数超过座位", "more people than seats"),
    "weather": ("天气", "the weather"),
}
