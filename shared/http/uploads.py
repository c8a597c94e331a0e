"""A write whose body is a file, as it is: what it is shows in its first bytes, not in what it is called."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from shared.http.texts import malformed
from shared.http.writing import IfMatch, Key, Write, write_of

MOST_UPLOADED = 20 * 1024 * 1024
"""What the door lets through where a file is expected; give it as `max_body_size` to the router of such routes."""
FILES = re.compile(r"^/api/registry/v1/(agreements/[^/]+/scans|communities/[^/]+/imports)$")
"""Where a file is expected; the proxy in front knows these paths as well."""

_BEGINNINGS = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody sends, and the write that it is."""

    write: Write
    content: bytes
    declared: str
    """What Content-Type says it is."""

    def checked(self, *expected: str) -> str:
        """Which of the `expected` media types the file is. Raises Malformed for another one, or one that is declared
        to be something else."""
        found = next((kind for kind in expected if self.content.startswith(_BEGINNINGS[kind])), None)
        if found is None or found != self.declared:
            raise malformed("Content-Type", "unknown_file", {"expected": ", ".join(expected)})
        return found

    def limited(self, megabytes: int) -> int:
        """How large it is, in bytes. Raises Malformed beyond so many megabytes."""
        if len(self.content) > megabytes * 1024 * 1024:
            raise malformed("body", "file_too_large", {"most": megabytes})
        return len(self.content)


async def _uploading(request: Request, response: Response, key: Key = None, if_match: IfMatch = None) -> Upload:
    content = await request.body()
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Upload(write_of(request, response, content, key, if_match), content, declared)


Uploading = Annotated[Upload, Depends(_uploading)]
