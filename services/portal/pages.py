"""The built pages: which address shows which, how long a browser may keep it, and what it says when none is built."""

from pathlib import Path, PurePosixPath

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

BUILT = Path(__file__).parent / "built"
"""Where `npm run build` in `web` puts them."""
PAGES = {
    "": "home",
    "wall": "wall",
    "meeting": "meeting",
    "m": "phone",
    "l": "link",
    **dict.fromkeys(("desk", "org", "overview", "meetings"), "office"),
}
"""The first part of a path, and its page."""
_LOOSE = {".svg", ".png", ".ico", ".webmanifest"}
_NOT_BUILT = """\
网页还没有构建。请在项目目录运行 make run（或只运行 make pages）；其间需要能访问 npm 软件源一次。
接口照常可用：/api/registry/v1/docs

The pages have not been built. Run `make run` (or only `make pages`) in the project folder; the npm registry has to be
reachable once.
The APIs work as usual: /api/registry/v1/docs
"""
_NOT_HERE = "没有这个网页，请从首页 / 进入。\n\nThere is no such page. Start from / .\n"


class Pages:
    """Routes over the folder `built`. What is built while it runs is seen at once."""

    def __init__(self, built: Path = BUILT) -> None:
        self._built = built
        self._files = StaticFiles(directory=built, check_dir=False)

    @property
    def are_built(self) -> bool:
        """Whether there is anything to show."""
        return (self._built / "home.html").exists()

    @property
    def routes(self) -> list[Route]:
        """To be mounted last: they take every path."""
        return [Route("/assets/{name:path}", self._asset), Route("/{path:path}", self._page)]

    async def _asset(self, request: Request) -> Response:
        """A file whose name changes with its content."""
        answer = await self._file(f"assets/{request.path_params['name']}", request)
        if answer is None:
            return PlainTextResponse(_NOT_HERE, 404)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer

    async def _page(self, request: Request) -> Response:
        path = str(request.path_params["path"])
        if "/" not in path and PurePosixPath(path).suffix in _LOOSE:
            answer, keep = await self._file(path, request), "public, max-age=3600"
        elif (page := PAGES.get(path.partition("/")[0])) is None:
            return PlainTextResponse(_NOT_HERE, 404)
        else:
            answer, keep = await self._file(f"{page}.html", request), "no-cache"
            if answer is None:
                return PlainTextResponse(_NOT_BUILT, 503)
        if answer is None:
            return PlainTextResponse(_NOT_HERE, 404)
        answer.headers["Cache-Control"] = keep
        return answer

    async def _file(self, name: str, request: Request) -> Response | None:
        """The file, packed where it is and the browser takes it."""
        if ".." in name.split("/"):
            return None
        if "gzip" in request.headers.get("accept-encoding", "") and (
            packed := await self._plain(f"{name}.gz", request)
        ):
            packed.headers["Content-Encoding"] = "gzip"
            packed.headers["Vary"] = "Accept-Encoding"
            return packed
        if plain := await self._plain(name, request):
            plain.headers["Vary"] = "Accept-Encoding"
        return plain

    async def _plain(self, name: str, request: Request) -> Response | None:
        try:
            return await self._files.get_response(name, request.scope)
        except HTTPException:
            return None
