"""How the bot starts, lives and stops: in five seconds, with every question answered or kept for the next start."""

import asyncio
import logging
import signal
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, NoReturn

from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import Application, Updater

from bot.health import Endpoint
from bot.processor import Lanes, Unfinished
from bot.service import SERVICE, Service
from bot.systemd import notify, watchdog_seconds
from index.errors import StoreError

BotApplication = Application[Any, Any, Any, Any, Any, Any]

_log = logging.getLogger(__name__)

# How the five seconds of a stop are spent: to end fetching, to answer what has come, to finish what is being sent, and
# to close. What is not answered then is kept; a message on its way is neither cut off nor sent again.
_FETCHING, _ANSWERING, _SENDING, _CLOSING = 0.7, 2.5, 0.7, 0.6
STOP_SECONDS = 5
_SEEN = 200  # updates; Telegram gives a hundred at a time, and again those of a poll that was not confirmed
_PULSE = 0.1  # seconds between two looks at how late the event loop is


async def serve(application: BotApplication, start_options: dict[str, Any], webhook: dict[str, Any] | None) -> None:
    """Work until SIGINT or SIGTERM, or until the start fails or Telegram refuses the token; then stop.

    python-telegram-bot's own `run_polling` leaves tracebacks behind when the signal comes during the
    start, and open connections when the token is refused.
    """
    service: Service = application.bot_data[SERVICE]
    endpoint = Endpoint(service.health, service.metrics) if service.settings.metrics_port else None
    if endpoint:
        endpoint.listen(service.settings.metrics_port)
    working = asyncio.create_task(_work(application, service, start_options, webhook))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, working.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await working
    finally:
        await _stop(application, service)
        if endpoint:
            await endpoint.close()


async def _work(
    application: BotApplication, service: Service, start_options: dict[str, Any], webhook: dict[str, Any] | None
) -> NoReturn:
    """Start, and go on until cancelled."""
    await application.initialize()
    if application.post_init:
        await application.post_init(application)
    await _take_up(application, service)
    if webhook:
        await _updater(application).start_webhook(**webhook, **start_options)
    else:
        await _updater(application).start_polling(**start_options, error_callback=lambda _: None)  # told by transport
    await application.start()
    service.health.running = True
    notify("READY=1")
    _log.info("the bot @%s is running", application.bot.username)
    await asyncio.gather(_pulse(service), _feed_watchdog(service))
    raise RuntimeError("the pulse has stopped")


async def _take_up(application: BotApplication, service: Service) -> None:
    """Begin with what was left when the bot was stopped."""
    try:
        left, done = service.memory.postponed.take()
    except StoreError as error:
        _log.warning("what was left when the bot was stopped is not known: %s", error)
        return
    _lanes(application).remember(done)
    for raw in left:
        if update := Update.de_json(raw, application.bot):
            await application.update_queue.put(update)
    if left:
        _log.info("questions left when the bot was stopped: %d; they are answered now", len(left))


async def _pulse(service: Service) -> NoReturn:
    """Measure how late the event loop is; end where polling has ended because the token is not valid any more."""
    while True:
        due = time.monotonic() + _PULSE
        await asyncio.sleep(_PULSE)
        service.metrics.lagged(max(0.0, time.monotonic() - due))
        if service.polling and service.polling.refused:
            raise InvalidToken("Telegram does not know the token any more")


async def _feed_watchdog(service: Service) -> None:
    """Tell systemd that the bot lives as long as its event loop and its index do."""
    seconds = watchdog_seconds()
    while seconds:
        if await service.health.index_answers():
            notify("WATCHDOG=1")
        await asyncio.sleep(seconds / 3)
    await asyncio.Event().wait()  # for nothing: nobody listens


async def _stop(application: BotApplication, service: Service) -> None:
    """Stop what has been started: no more updates, then the answers in work, then the connections."""
    notify("STOPPING=1")
    service.stopping = True
    service.health.close()
    _lanes(application).let_all_in()
    confirmed = True
    if _updater(application).running:
        in_time = await _within(_FETCHING, _updater(application).stop())
        confirmed = in_time and not (service.polling and service.polling.trouble)
    if application.running:
        await _within(_ANSWERING, application.update_queue.join())
    await _leave(application, service, confirmed)
    if application.running:
        await _within(_CLOSING, application.stop())
    service.workers.close()
    service.background.close()
    with suppress(RuntimeError):  # where closing took too long, it says that it is not closed
        await application.shutdown()
    await application.bot.shutdown()  # where the start failed midway, the line above leaves it open
    _log.info("the bot has stopped")


async def _leave(application: BotApplication, service: Service, confirmed: bool) -> None:
    """Keep what nobody has begun to answer in Telegram; let what is being sent arrive."""
    unfinished = _lanes(application).unfinished
    waiting = [one for one in unfinished if not one.trace.sending]
    sending = [one for one in unfinished if one.trace.sending]
    _keep(application, service, [*(one.update for one in waiting), *_queued(application)], confirmed)
    for one in waiting:
        one.trace.outcome = one.trace.outcome and "postponed"
        one.task.cancel()
    await _ended(sending, _SENDING)
    if cut := [one for one in sending if not one.task.done()]:
        _log.warning("answers cut off while they were sent: %d", len(cut))
        for one in cut:
            one.task.cancel()
    await _ended(unfinished, 0.1)


def _keep(application: BotApplication, service: Service, left: list[Update], confirmed: bool) -> None:
    """Remember what is left; and what is done, where Telegram, which may not have heard of it, sends it again."""
    kept = [one for one in left if one.message or one.edited_message]
    numbers = {one.update_id for one in kept}
    done = [] if confirmed else [number for number in _lanes(application).seen if number not in numbers]
    try:
        service.memory.postponed.keep(kept, done[-_SEEN:])
    except StoreError as error:
        _log.error("questions lost, since they cannot be kept: %d (%s)", len(kept), error)
    else:
        if kept:
            _log.info("questions left for the next start: %d", len(kept))


def _queued(application: BotApplication) -> list[Update]:
    """What has come before anything was worked on: the stop overtook the start."""
    queued = []
    while not (application.running or application.update_queue.empty()):
        queued.append(application.update_queue.get_nowait())
    return [one for one in queued if isinstance(one, Update)]


async def _ended(updates: list[Unfinished], seconds: float) -> None:
    if updates:
        await asyncio.wait([one.task for one in updates], timeout=seconds)


async def _within(seconds: float, work: Coroutine[Any, Any, object]) -> bool:
    """Do the work, but not for longer: its parts are then cancelled one after the other. Whether it came to its end."""
    task = asyncio.create_task(work)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    in_time = bool(done)
    while not done:  # python-telegram-bot's polling swallows a first cancellation and asks Telegram once more
        task.cancel()
        done, _ = await asyncio.wait({task}, timeout=0.1)
    if not task.cancelled() and (error := task.exception()):
        _log.warning("the bot did not stop cleanly: %s", error)
    return in_time


def _updater(application: BotApplication) -> Updater:
    if application.updater is None:
        raise TypeError("the application was built without an updater")
    return application.updater


def _lanes(application: BotApplication) -> Lanes:
    if not isinstance(application.update_processor, Lanes):
        raise TypeError("the application was built with another update processor")
    return application.update_processor
