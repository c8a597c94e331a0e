"""What a router answers to, with the routers it takes in."""

from fastapi import APIRouter, FastAPI


def operations_of(router: APIRouter) -> set[str]:
    """The ids of its operations."""
    app = FastAPI()
    app.include_router(router)
    return {operation["operationId"] for path in app.openapi()["paths"].values() for operation in path.values()}
