"""What notices say about thanks for a wish that came true."""

WORDS: dict[str, tuple[str, str]] = {
    "thanks_said": (
        "有居民为实现的微心愿道谢，请审核后转达。",
        "A resident says thanks for a wish that came true. Please review it and pass it on.",
    ),
    "thanks_published": (
        "微心愿的感谢已转达，请打开查看。",
        "Thanks for a wish that came true were passed on. Open them to read.",
    ),
    "thanks_published:organization": (
        "居民感谢贵单位实现了微心愿，请打开查看。",
        "A resident thanks you for making a wish come true. Open it to read.",
    ),
    "thanks_published:thanked": (
        "居民感谢您实现了微心愿，请打开查看。",
        "A resident thanks you for making a wish come true. Open it to read.",
    ),
    "thanks_rejected": (
        "为微心愿登记的感谢没有转达（{reason}）。",
        "The thanks for a wish were not passed on ({reason}).",
    ),
    "thanks_withdrawn": (
        "为微心愿登记的感谢已撤回（{reason}），不再展示。",
        "The thanks for a wish were taken back ({reason}) and are shown no more.",
    ),
}

REASONS: dict[str, tuple[str, str]] = {
    "consent_withdrawn": ("本人不再同意", "consent was withdrawn"),
    "no_thanks_in_it": ("内容不是感谢", "it says no thanks"),
    "not_really_done": ("其实没有完成", "it was not really done"),
    "published_by_mistake": ("误发布", "published by mistake"),
    "tells_too_much": ("涉及隐私", "it tells too much about somebody"),
}
