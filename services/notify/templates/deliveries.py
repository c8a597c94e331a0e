"""What notices about deliveries say, and about whether they were confirmed."""

WORDS: dict[str, tuple[str, str]] = {
    "delivered": (
        "{claimant_name}已于 {occurred_on} 完成（数量 {quantity}），等待确认。",
        "{claimant_name} delivered {quantity} on {occurred_on}; it waits to be confirmed.",
    ),
    "delivered:steward": (
        "您负责的地方，{claimant_name}已于 {occurred_on} 完成一个公共心愿（数量 {quantity}），请看看办得怎样，并确认。",
        "Where you are the steward {claimant_name} saw to a public wish on {occurred_on} ({quantity}). "
        "Please look at it and confirm.",
    ),
    "confirmation_overdue": (
        "{claimant_name} {occurred_on} 完成的{what}已过确认期限，还没有人确认，请上门或去电回访。",
        "Nobody has confirmed in time what {claimant_name} delivered on {occurred_on}. Please visit or call.",
    ),
    "delivery_confirmed": (
        "{claimant_name} {occurred_on} 的完成情况已确认（数量 {quantity}）。",
        "What {claimant_name} delivered on {occurred_on} was confirmed ({quantity}).",
    ),
    "delivery_disputed": (
        "{claimant_name}登记的送达尚未真正完成（{reason}），请最迟 {due_at} 办好。",
        "What {claimant_name} delivered was not really done ({reason}). It is due on {due_at} at the latest.",
    ),
}
