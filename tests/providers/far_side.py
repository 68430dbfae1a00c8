"""The far side of the payment tests: `python -m tests.providers.far_side` speaks as Stripe does, on a loopback port.

It is localstripe, a Stripe stand-in kept by others, with what that lacks and Stripe has: a key that was used before
gets the answer of the first time, and payment intents are found by what they are marked with. It notes each charge
that was really made, and does on demand what servers do: answer with a fault, or do the work and never answer.
Prints its port; stops when its input ends.
"""

import asyncio
import json
import re
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from localstripe import resources, server

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

ANSWERED: dict[str, tuple[int, bytes]] = {}
REQUESTS: list[dict[str, Any]] = []
FAULTS: list[str] = []
"""What to do with the next requests to charge: a status, `garbage`, `lost` (done, never answered) or `cut`."""
LAGS: list[str] = []
"""Not empty while the search has not caught up, as Stripe's may for a minute."""
SLOW: list[str] = []
"""Not empty while charges that were made are still called processing."""

BEGUN = (200, 402)
"""Answers that are kept under a key: what was not begun is not."""


@web.middleware
async def once(request: web.Request, handler: Handler) -> web.StreamResponse:
    """One key, one charge; and the faults asked for."""
    charging = request.method == "POST" and request.path == "/v1/payment_intents"
    if not charging:
        return await handler(request)
    key = request.headers.get("Idempotency-Key", "")
    fault = FAULTS.pop(0) if FAULTS else ""
    form = dict(await request.post())
    REQUESTS.append(
        {"key": key, "fault": fault, "amount": form.get("amount"), "order": form["metadata[seatwise_order]"]}
    )
    if fault.isdigit():
        return web.json_response({"error": {"type": "api_error", "message": "down"}}, status=int(fault))
    if fault == "cut":
        return hung_up(request)
    answer = ANSWERED.get(key) or await done(request, handler)
    if answer[0] in BEGUN:
        ANSWERED[key] = answer
    if fault == "lost":
        return hung_up(request)
    if fault == "hang":
        await asyncio.sleep(60)
    status, body = answer
    if SLOW:
        body = body.replace(b'"succeeded"', b'"processing"')
    return web.Response(status=status, body=b"<html>" if fault == "garbage" else body, content_type="application/json")


async def done(request: web.Request, handler: Handler) -> tuple[int, bytes]:
    try:
        answer = await handler(request)
    except server.UserError as refusal:
        answer = refusal.to_response()
    body = answer.body if isinstance(answer, web.Response) else b""
    return answer.status, bytes(body) if isinstance(body, bytes) else b""


def hung_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def search(request: web.Request) -> web.Response:
    """Payment intents by a mark, as Stripe's search finds them."""
    asked = re.fullmatch(r"metadata\['(\w+)'\]:'([^']*)'", request.query["query"])
    assert asked is not None
    all_ = [one for name, one in resources.store.items() if name.startswith("payment_intent:")]
    found = [] if LAGS else [one._export() for one in all_ if one.metadata.get(asked[1]) == asked[2]]
    for one in found:
        one["status"] = "processing" if SLOW and one["status"] == "succeeded" else one["status"]
    return web.json_response({"object": "search_result", "data": found, "has_more": False, "next_page": None})


async def told(request: web.Request) -> web.Response:
    """What happened here: every request to charge, and every charge that succeeded."""
    charges = [one for name, one in resources.store.items() if name.startswith("charge:")]
    made = [{"id": one.id, "amount": one.amount} for one in charges if one.status == "succeeded"]
    return web.json_response({"requests": REQUESTS, "charges": made, "open": len(FAULTS)})


async def fail(request: web.Request) -> web.Response:
    """Do this with the next requests to charge."""
    wanted = (await request.json())["faults"]
    LAGS[:] = [one for one in wanted if one == "lag"]
    SLOW[:] = [one for one in wanted if one == "processing"]
    FAULTS[:] = [one for one in wanted if one not in ("lag", "processing")]
    return web.json_response({})


async def forget(request: web.Request) -> web.Response:
    """Forget the keys, as Stripe does after a day."""
    ANSWERED.clear()
    return web.json_response({})


async def drop(request: web.Request) -> web.Response:
    """Forget every charge."""
    resources.store.clear()
    REQUESTS.clear()
    return web.json_response({})


def application() -> web.Application:
    # It would keep its charges in a file of a fixed place.
    resources.Store.dump_to_disk = lambda self: None
    outer = web.Application(middlewares=[once, *server.app.middlewares])
    outer.router.add_get("/v1/payment_intents/search", search)
    outer.router.add_get("/_config/told", told)
    outer.router.add_post("/_config/fail", fail)
    outer.router.add_post("/_config/forget", forget)
    outer.router.add_post("/_config/drop", drop)
    for resource in list(server.app.router.routes()):
        if resource.method != "HEAD" and resource.resource is not None:
            outer.router.add_route(resource.method, resource.resource.canonical, resource.handler)
    return outer


async def serve() -> None:
    runner = web.AppRunner(application())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(json.dumps({"port": runner.addresses[0][1]}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve())
