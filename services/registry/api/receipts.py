"""Routes about receipts: a number and a code that open one wish without an account, limited in tries."""

from fastapi import APIRouter

from services.registry.api.common import ROOT, STAFF_OR_OWNER, given, living
from services.registry.commands import IssueReceipt
from services.registry.commands.fields import WishId
from services.registry.commands.receipt import ReceiptCode, ReceiptNumber, code_of, lock_of, number_of
from services.registry.decider.person import Erased
from services.registry.projections import Wish
from services.registry.queries.receipt import OpenedWish, opened, show_opened
from shared.errors import NotFound
from shared.eventsourcing.model import Frozen
from shared.http.dependencies import Asking, Body, Read, Receipt, Writing
from shared.http.passes import LASTS, make_pass
from shared.http.policy import EVERYBODY, Policy

POLICY: Policy = {
    "post_wish_receipt": STAFF_OR_OWNER,
    "post_receipt_opening": EVERYBODY,
}

router = APIRouter(tags=["receipts"])


class WrongReceipt(NotFound):
    """Number and code don't belong together, or nothing is there to open any more."""

    zh = "回执编号或验证码不对，请核对后再试，还可以试 {left} 次；也可到社区服务站重新打印回执。"
    en = "Number or code is wrong. Check them; {left} more tries are left. The service station can print a new receipt."


class PrintedReceipt(Receipt):
    """To be printed or read out now: the code is not kept and can't be shown again."""

    number: str
    code: str


class OpeningBody(Frozen):
    """What stands on the receipt."""

    number: ReceiptNumber
    code: ReceiptCode


@router.post("/wishes/{wish}/receipt", status_code=201, operation_id="post_wish_receipt")
async def post_wish_receipt(wish: WishId, body: Body, write: Writing) -> PrintedReceipt:
    """Make a receipt for a wish; a former one opens nothing any more, nor does one from before who decides changed."""
    state = await write.load(wish)
    if state.person:
        await living(write.service, state.person, state.community)
    secret = write.service.secret
    number, code = number_of(wish), code_of(secret, write.command_id)
    command = IssueReceipt(**given(write, body), number=number, lock=lock_of(secret, wish, code))
    receipt = write.receipt(await write.change(wish, command), location=f"{ROOT}/wishes/{wish}")
    return PrintedReceipt(**dict(receipt), number=number, code=code)


@router.post("/receipts/opening", operation_id="post_receipt_opening")
async def post_receipt_opening(body: OpeningBody, read: Asking) -> OpenedWish:
    """See what became of a wish with its receipt; a number is locked for a while after five wrong codes."""
    await read.allow()
    service = read.service
    left = await service.tries.take(f"receipt/{body.number}", read.now)
    wish = await opened(read.reads, service.secret, body.number, body.code)
    if wish is None or await _is_erased(read, wish):
        raise WrongReceipt(left=left)
    await service.tries.forget(f"receipt/{body.number}")
    shown = show_opened(wish, await service.handler.history(wish.id))
    if shown.request_id is None:
        return shown
    until = read.now + LASTS
    token = make_pass(service.secret, shown.request_id, until)
    return shown.model_copy(update={"token": token, "token_until": until})


async def _is_erased(read: Read, wish: Wish) -> bool:
    return wish.person is not None and isinstance(await read.service.handler.state(wish.person), Erased)
