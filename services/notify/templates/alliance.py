"""What notices say about organizations and their membership of the alliance."""

WORDS: dict[str, tuple[str, str]] = {
    "organization_changed": ("单位信息已更改。", "The organization's entry was changed."),
    "organization_merged": ("重复登记的单位已合并。", "An organization entered twice was merged."),
    "organization_deactivated": ("单位已停用。", "The organization was deactivated."),
    "organization_reactivated": ("单位已恢复。", "The organization was reactivated."),
    "membership_invited": (
        "社区邀请贵单位加入红石榴联盟，请与社区联系。",
        "The community invites you to join the Red Pomegranate Alliance. Please get in touch.",
    ),
    "membership_applied": (
        "{organization_name}申请加入红石榴联盟，请办理。",
        "{organization_name} applies to join the Red Pomegranate Alliance. Please decide.",
    ),
    "membership_declined": (
        "加入红石榴联盟的申请于 {on} 未获通过（{reason}）；请联系社区了解情况，以后可再次申请。",
        "The application for the Red Pomegranate Alliance was declined on {on} ({reason}). Ask the community, and "
        "apply again later.",
    ),
    "membership_suspended": (
        "红石榴联盟成员资格自 {since} 起暂停（{reason}）；期间的贡献照常计入。",
        "Membership of the Red Pomegranate Alliance pauses from {since} ({reason}); what you do still counts.",
    ),
    "membership_resumed": (
        "红石榴联盟成员资格已恢复，暂停至 {until} 止。",
        "Membership of the Red Pomegranate Alliance goes on; the pause ended on {until}.",
    ),
    "membership_started": (
        "已加入红石榴联盟，自 {since} 起。",
        "Member of the Red Pomegranate Alliance since {since}.",
    ),
    "membership_ended": (
        "红石榴联盟成员资格至 {until} 止。",
        "Membership of the Red Pomegranate Alliance ends on {until}.",
    ),
}

REASONS: dict[str, tuple[str, str]] = {
    "inactive": ("长期未参加", "inactive"),
    "not_eligible": ("暂不符合加入条件", "not eligible yet"),
    "incomplete": ("情况尚未说明清楚", "not all is known yet"),
    "not_now": ("目前不吸收新成员", "no new members now"),
    "moving": ("搬迁中", "moving"),
    "own_wish": ("本单位提出", "own wish"),
    "under_review": ("正在核实", "under review"),
}
