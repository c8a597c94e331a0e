"""The tree of errors a person can meet.

DomainError                     status
├── BadRequest                  400  a query this operation does not know
├── Unauthenticated             401
├── Forbidden                   403
├── NotFound                    404  also for what the caller may not see
├── Refused                     409  the rules say no; services add their own below this one
├── Gone                        410
├── PreconditionFailed          412  the thing changed since it was read
├── TooLarge                    413
├── Malformed                   422  names the field
│   └── KeyReused               422  one Idempotency-Key, two bodies
├── PreconditionRequired        428
├── TooManyRequests             429
└── Unavailable                 503  nothing was decided; repeat with the same key
"""

import re
from typing import ClassVar


class DomainError(Exception):
    """A request that was not carried out.

    `zh` and `en` say what happened and what to do next; `{name}` in them is filled from the keyword
    arguments. `code` is stable and derived from the class name.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "domain_error"
    zh: ClassVar[str] = "系统出错了，请稍后重试；若仍不行，请把请求编号告诉管理员。"
    en: ClassVar[str] = "Something went wrong. Try again later, or give the request id to the administrator."

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, *, field: str | None = None, retry_after: int | None = None, **details: object) -> None:
        super().__init__(self.code)
        self.field = field
        self.retry_after = retry_after
        self.details = details

    def text(self, language: str) -> str:
        """The message in `language` (`zh` or `en`)."""
        return (self.en if language == "en" else self.zh).format(field=self.field, **self.details)


class BadRequest(DomainError):
    """A query parameter this operation does not know."""

    status = 400
    zh = "不认识的参数 {field}，请去掉它或查阅接口说明。"
    en = "Unknown parameter {field}. Leave it out or look it up in the API description."


class Unauthenticated(DomainError):
    """No token, or one that does not hold."""

    status = 401
    zh = "请先登录，或换一个有效的访问令牌。"
    en = "Sign in, or use a valid access token."


class Forbidden(DomainError):
    """The caller may see this and yet may not do it."""

    status = 403
    zh = "您的身份不能做这件事，请联系社区工作人员。"
    en = "Your role does not allow this. Ask the community's staff."


class NotFound(DomainError):
    """It is not there, or the caller may not see it."""

    status = 404
    zh = "找不到您要的内容，请核对编号。"
    en = "Not found. Check the identifier."


class Refused(DomainError):
    """The rules do not allow the command in the present state."""

    status = 409
    zh = "现在的状态不允许这样做，请刷新后再看。"
    en = "The present state does not allow this. Refresh and look again."


class Gone(DomainError):
    """It was there and was removed for good."""

    status = 410
    zh = "该内容已按要求删除，不能再使用。"
    en = "This was erased on request and can't be used any more."


class PreconditionFailed(DomainError):
    """If-Match names another version than the present one."""

    status = 412
    zh = "内容在您打开之后被别人改过（现为第 {version} 版），请刷新后重试。"
    en = "It changed since you read it (now version {version}). Refresh and try again."


class TooLarge(DomainError):
    """More than the limit for one request."""

    status = 413
    zh = "内容太大，请分成几次提交。"
    en = "Too large. Send it in several parts."


class Malformed(DomainError):
    """Input that cannot be understood; `field` names where."""

    status = 422
    zh = "请检查 {field}：{reason_zh}"
    en = "Check {field}: {reason_en}"


class KeyReused(Malformed):
    """The same Idempotency-Key came with another body."""

    zh = "这个 Idempotency-Key 已用于另一份内容，请为新的请求换一个。"
    en = "This Idempotency-Key was used for another body. Use a new one for a new request."


class PreconditionRequired(DomainError):
    """If-Match is needed where a text is replaced or judged."""

    status = 428
    zh = "请带上 If-Match（打开时得到的 ETag），以免覆盖别人的修改。"
    en = "Send If-Match with the ETag you read, so that nobody's change is overwritten."


class TooManyRequests(DomainError):
    """The caller's limit for this minute is used up."""

    status = 429
    zh = "操作太频繁，请稍等片刻再试。"
    en = "Too many requests. Wait a moment and try again."


class Unavailable(DomainError):
    """It is not known whether the command was taken; repeating it with the same key is safe."""

    status = 503
    zh = "系统暂时繁忙，请用同一个 Idempotency-Key 重试。"
    en = "Temporarily unavailable. Repeat with the same Idempotency-Key."
