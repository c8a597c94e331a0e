"""What a notice says, by the type of contract; `<type>:<audience>` where one audience needs other words."""

from services.notify.templates import alliance, bookings, deliveries, thanks

WORDS: dict[str, tuple[str, str]] = {
    **alliance.WORDS,
    "": ("有一条新消息，请打开查看。", "There is news. Open it to read more."),
    # registry
    "community_founded": ("社区已建立。", "The community was set up."),
    "community_settings_changed": ("社区的设置已更改。", "The community's settings were changed."),
    "history_redacted": ("已从历史记录中去除一处姓名。", "A name was taken out of history."),
    "organization_registered": ("单位已登记。", "The organization was registered."),
    "place_named": ("楼院、小区或网格已登记。", "A part of the community was entered."),
    "steward_appointed": ("楼院、小区或网格有了负责人。", "A part of the community has a steward."),
    "steward_released": ("楼院、小区或网格的负责人已卸任。", "A part of the community has no steward now."),
    "calendar_recorded": ("工作日历已更新。", "The calendar of working days was updated."),
    "agreement_signed": (
        "共建协议已签署，有效期 {since} 至 {until}。",
        "The co-building agreement was signed; it holds from {since} to {until}.",
    ),
    "agreement_signed:staff": (
        "{organization_name}的共建协议已签署，有效期 {since} 至 {until}。",
        "{organization_name} signed a co-building agreement; it holds from {since} to {until}.",
    ),
    "agreement_renewed": (
        "共建协议已续签，新一期为 {since} 至 {until}。",
        "The co-building agreement was renewed from {since} to {until}.",
    ),
    "agreement_renewed:staff": (
        "{organization_name}的共建协议已续签，新一期为 {since} 至 {until}。",
        "The agreement with {organization_name} was renewed from {since} to {until}.",
    ),
    "agreement_terminated": (
        "共建协议已于 {on} 终止（{reason}）。",
        "The co-building agreement was terminated on {on} ({reason}).",
    ),
    "agreement_terminated:staff": (
        "{organization_name}的共建协议已于 {on} 终止（{reason}）。",
        "The agreement with {organization_name} was terminated on {on} ({reason}).",
    ),
    "agreement_expiring": (
        "共建协议将于 {until} 到期；如愿续签，请联系社区。",
        "The co-building agreement ends on {until}. Get in touch with the community to renew it.",
    ),
    "agreement_expiring:staff": (
        "{organization_name}的共建协议将于 {until} 到期，请商量是否续签。",
        "The agreement with {organization_name} ends on {until}. Please talk about renewing it.",
    ),
    "obligation_overdue": (
        "共建协议中有一条应在 {by} 前完成，现为 {done}/{quantity}。若已完成，请告诉社区。",
        "A clause of the co-building agreement was due by {by}: {done} of {quantity} are done. Tell us of any more.",
    ),
    "obligation_overdue:staff": (
        "{organization_name}的共建协议有一条应在 {by} 前完成，现为 {done}/{quantity}，请了解情况。",
        "A clause agreed on with {organization_name} was due by {by}: {done} of {quantity} are done. Please ask.",
    ),
    "person_account_changed": ("是否在线查看通知已更改。", "Whether notices are read online was changed."),
    "person_registered": ("居民已登记。", "The resident was registered."),
    "person_erased": ("一位居民的资料已按要求删除。", "A resident's data were erased on request."),
    "offer_listed": ("提供的资源已列入资源清单。", "The offer is on the list now."),
    "offer_confirmed": ("资源已于 {confirmed_on} 确认有效。", "The offer was confirmed on {confirmed_on}."),
    "offer_turning_stale": (
        "资源上次于 {confirmed_on} 确认，{due_at} 后将转为待核实；请到“我的资源”答复是否仍可提供。",
        "An offer, confirmed on {confirmed_on}, is no longer trusted after {due_at}. Say in “Our offers” if it holds.",
    ),
    "offer_changed": ("资源清单上的内容已更新。", "What is on the list about the offer was changed."),
    "offer_paused": ("资源暂停提供（{reason}）。", "The offer is paused ({reason})."),
    "offer_paused:staff": (
        "{organization_name}通过链接答复：资源暂停提供（{reason}）。",
        "{organization_name} answered by a link: its offer is paused ({reason}).",
    ),
    "offer_resumed": ("资源已恢复提供。", "The offer is to be had again."),
    "offer_reach_changed": (
        "资源向社区以外开放的范围已调整。",
        "Who beyond its community may use the offer was changed.",
    ),
    "offer_ended": ("资源已停止提供（{reason}）。", "The offer has ended ({reason})."),
    "offer_ended:staff": (
        "{organization_name}通过链接答复：资源不再提供（{reason}）。",
        "{organization_name} answered by a link: its offer has ended ({reason}).",
    ),
    "need_published": ("需求已列入需求清单。", "The need is on the list now."),
    "need_confirmed": (
        "需求已于 {confirmed_on} 确认仍然需要。",
        "The need was confirmed on {confirmed_on}: still wanted.",
    ),
    "wish_posted": ("微心愿已收到，正在等待审核。", "The wish has arrived and waits for review."),
    "wish_posted:staff": ("有一个微心愿等待审核，请处理。", "A wish waits for your review."),
    "wish_published": ("微心愿已通过审核并公布，等待认领。", "The wish was published and waits to be claimed."),
    "wish_rejected": (
        "微心愿未能公布（{reason}）。如有疑问，请联系社区。",
        "The wish could not be published ({reason}). Ask the community if you have questions.",
    ),
    "wish_referred": (
        "微心愿已转给别的部门办理，预计 {expected_by} 前有答复；转给谁请打开查看。",
        "The wish was passed on to another office; an answer is expected by {expected_by}. Open it to see to whom.",
    ),
    "wish_referral_answered": ("转办的微心愿有了结果：{outcome}。", "What became of the wish elsewhere: {outcome}."),
    "wish_returned": (
        "转办的微心愿已退回社区（{reason}），将重新审核。",
        "The wish has come back ({reason}) and is reviewed again.",
    ),
    "wish_withdrawn": ("微心愿已撤回。", "The wish was withdrawn."),
    **thanks.WORDS,
    "wish_guardian_changed": (
        "微心愿以后由您决定：确认、撤回、回访都请您办理。",
        "You decide about a wish from now on: to confirm it, to withdraw it, and when you are called.",
    ),
    "wish_guardian_changed:staff": (
        "有未成年人的微心愿现在没有监护人，请登记新的监护人。",
        "A minor's wish has no guardian who may decide. Please name another one.",
    ),
    # matching
    "request_opened": ("{what}已公布，等待{take}。", "The {what} is open and waits to be taken on."),
    "request_unclaimed": (
        "{what}已过认领期限，还没有人认领；请延长、转办或结束，否则 {expires_at} 后自动结束。",
        "Nobody took the {what} on in time. Give it more time, refer or close it; else it ends after {expires_at}.",
    ),
    "waiting_extended": (
        "{what}继续等待{take}，至 {until}（{reason}）。",
        "The {what} waits to be taken on until {until} ({reason}).",
    ),
    "wish_claimed": ("{claimant_name}认领了微心愿。", "{claimant_name} claimed the wish."),
    "wish_claimed:to_accept": (
        "{claimant_name}认领了微心愿，请确认对接或婉拒。",
        "{claimant_name} claimed the wish. Please accept or decline.",
    ),
    "need_claimed": ("{claimant_name}承接了需求。", "{claimant_name} took on the need."),
    "need_claimed:to_accept": (
        "{claimant_name}承接了需求，请确认对接或婉拒。",
        "{claimant_name} took on the need. Please accept or decline.",
    ),
    "claim_accepted": (
        "{claimant_name}与{what}已确认对接，最迟 {due_at} 完成。",
        "{claimant_name} will see to the {what}, on {due_at} at the latest.",
    ),
    "claim_declined": (
        "{claimant_name}的{take}未能对接（{reason}）。",
        "The promise of {claimant_name} was declined ({reason}).",
    ),
    "claim_released": (
        "{claimant_name}的{take}已放弃（{reason}），{what}重新等待{take}。",
        "{claimant_name} gave the {what} back ({reason}); it is open again.",
    ),
    "claim_extended": (
        "{claimant_name}的{take}延期，最迟 {due_at} 完成（{reason}）。",
        "{claimant_name} will see to the {what} by {due_at} instead ({reason}).",
    ),
    "claim_overdue": (
        "{claimant_name}的{take}已过期限，请联系；{expires_at} 后将自动释放。",
        "The promise of {claimant_name} is overdue. Get in touch; it will be released after {expires_at}.",
    ),
    "claim_expired": (
        "{claimant_name}的{take}逾期未完成，已释放，{what}重新等待{take}。",
        "The promise of {claimant_name} expired; the {what} is open again.",
    ),
    "claim_voided": (
        "{claimant_name}的{take}属误录，已更正，不影响评价。",
        "The promise of {claimant_name} was entered by mistake and taken back; it counts neither way.",
    ),
    "arranged": (
        "{claimant_name}已约定 {when} 上门（{people} 人）。",
        "{claimant_name} will come on {when} ({people}).",
    ),
    "arranged:staff": (
        "{claimant_name}已约定 {when} 上门（{people} 人），需要工作人员陪同，请安排。",
        "{claimant_name} will come on {when} ({people}); somebody of the staff comes along. Please see to it.",
    ),
    "arrangement_reminded": (
        "提醒：{claimant_name}约定 {when} 上门（{people} 人）。",
        "A reminder: {claimant_name} will come on {when} ({people}).",
    ),
    "arrangement_reminded:staff": (
        "提醒：{claimant_name}约定 {when} 上门（{people} 人），工作人员陪同。",
        "A reminder: {claimant_name} will come on {when} ({people}), and somebody of the staff with them.",
    ),
    **deliveries.WORDS,
    "wish_fulfilled": ("微心愿已实现。", "The wish has come true."),
    "need_resolved": ("需求已于 {occurred_on} 解决。", "The need was resolved on {occurred_on}."),
    "request_reopened": (
        "{what}尚未真正完成，已重新办理（{reason}）。",
        "The {what} was not really done and is under way again ({reason}).",
    ),
    "request_amended": ("{what}的公开文字已修改。", "The public text of the {what} was amended."),
    "request_closed": ("{what}已办结（{reason}）。", "The {what} was closed ({reason})."),
    "suggestion_made": (
        "社区想请您用清单上的资源支持一项{what}，请答复接受或婉拒。",
        "You are asked whether an offer of yours would do for a {what}. Please accept or decline.",
    ),
    "suggestion_accepted": (
        "{claimant_name}接受了建议，愿意承接{what}。",
        "{claimant_name} accepted the suggestion and takes on the {what}.",
    ),
    "suggestion_declined": (
        "{claimant_name}婉拒了建议（{reason}），请为{what}另选一家。",
        "{claimant_name} declined the suggestion ({reason}). Choose another one for the {what}.",
    ),
    "suggestion_withdrawn": (
        "向您提出的{what}建议已撤回（{reason}），不用答复。",
        "The suggestion about a {what} was withdrawn ({reason}). No answer is needed.",
    ),
    **bookings.WORDS,
    "request_partly_done": (
        "{what}已部分解决（完成数量 {quantity}），其余未办（{reason}）。",
        "The {what} was done in part ({quantity}); the rest is left ({reason}).",
    ),
    "request_found_impossible": (
        "{what}经研究暂时无法办到（{reason}），说明请打开查看。",
        "The {what} can't be done ({reason}). Open it to read why.",
    ),
    "request_referred": (
        "{what}已转给别的部门办理，预计 {expected_by} 前有答复；转给谁请打开查看。",
        "The {what} was passed on to another office; an answer is expected by {expected_by}. Open it to see to whom.",
    ),
    "referral_asked": (
        "转办的{what}到 {expected_by} 还没有结果，请询问后登记。",
        "No word by {expected_by} of the {what} that was passed on. Ask there, and enter what you hear.",
    ),
    "referral_answered": ("转办的{what}有了结果：{outcome}。", "What became of the {what} elsewhere: {outcome}."),
    "request_returned": (
        "{what}已退回社区（{reason}），重新等待{take}。",
        "The {what} has come back ({reason}) and is open again.",
    ),
    "vacancy_answered": (
        "有居民应聘岗位，社区会联系双方。",
        "A resident would take the job; the community will be in touch.",
    ),
    "vacancy_answered:staff": (
        "有居民应聘岗位，请联系单位并登记结果。",
        "A resident would take a job. Get in touch with the organization, and enter what comes of it.",
    ),
    "answer_settled": ("应聘结果：{outcome}。", "What became of the answer to the vacancy: {outcome}."),
    # evaluation
    "scorecard_changed": (
        "{quarter} 的共建记录有更新；联盟成员可查看评价结果。",
        "The record for {quarter} has news; members of the alliance can see their scorecard.",
    ),
    "scheme_adopted": (
        "新的评价细则已采用，自 {valid_from} 起施行。",
        "A new scheme was adopted, valid from {valid_from}.",
    ),
}

WHAT = {"wish": ("微心愿", "wish"), "need": ("需求", "need")}
TAKE = {"wish": "认领", "need": "承接"}
CLAIMANTS = {
    "person": ("一位居民", "A resident"),
    "organization": ("一家单位", "An organization"),
    "community": ("社区", "The community"),
}
