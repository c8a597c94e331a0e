"""What the pages of the provider say, in both languages."""

OTHER = {"zh": "en", "en": "zh"}
"""The language to switch to."""

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "language": "中文",
        "title": "选择登录身份",
        "intro": "这是演示环境，没有密码：请选择以谁的身份进入。正式使用时，这里是本单位的统一登录平台。",
        "nobody": "现在没有可选的演示人员：演示数据可能还在载入，请稍候再刷新本页。"
        "没有演示数据时，请设置 OIDC_ISSUER 和 OIDC_JWKS，接入统一登录平台。",
        "staff": "社区、街道和区工作人员",
        "contact": "驻区单位联系人",
        "resident": "居民",
        "service": "其他系统",
        "home": "回到首页",
    },
    "en": {
        "language": "English",
        "title": "Choose who to sign in as",
        "intro": "This is a demonstration without passwords: choose whose place to take. "
        "In real use, your own sign-in provider is here.",
        "nobody": "There is nobody to choose: the demonstration may still be loading, so try again in a moment. "
        "Without a demonstration, set OIDC_ISSUER and OIDC_JWKS to use your sign-in provider.",
        "staff": "Staff of the community, subdistrict and district",
        "contact": "Contacts of organizations",
        "resident": "Residents",
        "service": "Other systems",
        "home": "Back to the first page",
    },
}

NOTICES: dict[str, dict[str, tuple[str, str]]] = {
    "signed_out": {
        "zh": ("已退出", "您已退出登录。在公用电脑上，请同时关闭浏览器。"),
        "en": ("Signed out", "You are signed out. On a shared computer, close the browser as well."),
    },
    "not_ours": {
        "zh": ("无法登录", "这个登录请求不是本系统的网页发出的，因此没有继续。请从首页重新进入。"),
        "en": (
            "Can't sign in",
            "This request was not made by a page of this installation, so it was not carried out. "
            "Start from the first page.",
        ),
    },
}
