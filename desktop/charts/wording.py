"""The usage chart in words: its captions, the line under the cursor, and a summary for those who cannot see it."""

from __future__ import annotations

from desktop.charts.series import KeyStep, UsageSeries
from desktop.domain.periods import Month
from desktop.domain.usage import MonthState
from desktop.i18n import Message, Translator, Value, msg, msgn

NOTHING_YET = msg("No months to show yet. Usage appears here after the first import.")
NO_ACTIVITY = msg("No active users in these months.")


def summary(series: UsageSeries, translator: Translator) -> str:
    """The chart as one paragraph in the translator's language."""
    return " ".join(translator.text(sentence) for sentence in sentences(series, translator))


def sentences(series: UsageSeries, translator: Translator) -> tuple[Message, ...]:
    """The summary sentence by sentence; only the names of months are already in the translator's language."""
    if not series.months:
        return (NOTHING_YET,)
    return (
        _what(series, translator),
        *_counts(series, translator),
        *_plan(series, translator),
        *_states(series),
    )


def readout(series: UsageSeries, index: int, translator: Translator) -> Message:
    """What the chart shows in one month, for the line under the cursor."""
    month = translator.month(series.months[index].first_day, style="MMMM y")
    used, cumulative, purchased = series.used[index], series.cumulative[index], series.purchased[index]
    remaining = series.remaining[index]
    if purchased is None or remaining is None:
        return msg("{month}: {used} active, {cumulative} in all.", month=month, used=used, cumulative=cumulative)
    counts: dict[str, Value] = {"month": month, "used": used, "cumulative": cumulative, "purchased": purchased}
    if remaining < 0:
        counts["over"] = -remaining
        return msg("{month}: {used} active, {cumulative} of {purchased} used, overage {over}.", **counts)
    counts["left"] = remaining
    return msg("{month}: {used} active, {cumulative} of {purchased} used, {left} remaining.", **counts)


def span(series: UsageSeries, translator: Translator) -> str:
    """The months the chart covers, such as `Jan 2019 – Dec 2019`."""
    first, last = (translator.month(month.first_day) for month in (series.months[0], series.months[-1]))
    return first if first == last else f"{first} – {last}"


def upper_caption(series: UsageSeries) -> tuple[Message, Message]:
    """What the upper panel shows, and the words that follow it in grey."""
    title = msg("Used and purchased") if series.has_plan else msg("Used")
    if len(series.months) == 1:
        return title, msg("cumulative; one month makes no line yet")
    if len(series.periods()) > 1:
        return title, msg("cumulative, starting again with each plan period")
    return title, msg("cumulative, this period") if series.has_plan else msg("cumulative")


def lower_caption(series: UsageSeries) -> tuple[Message, Message]:
    """What the lower panel shows, and how to read its bars."""
    closed = [state is MonthState.CLOSED for state in series.states]
    if any(series.late):
        return msg("Active users"), msg("per month; outlined: open, hatched: late, not billed")
    if all(closed):
        return msg("Active users"), msg("per month, all closed")
    if any(closed):
        return msg("Active users"), msg("per month; outlined bars are open")
    return msg("Active users"), msg("per month, all open")


def keys_label(keys: list[KeyStep], translator: Translator) -> Message:
    """The label where Purchased rises in one month."""
    seats = sum(key.seats for key in keys)
    if len(keys) > 1:
        return msgn("{n} key, +{seats}", "{n} keys, +{seats}", n=len(keys), seats=seats)
    return msg("Key of {day}, +{seats}", day=translator.month(keys[0].activated_on, style="d MMM"), seats=seats)


def period_label(purchased: int | None) -> Message:
    """The label where the cumulative count begins again, with the seats of that month."""
    return msg("No plan") if purchased is None else msg("New period")


def cumulative_label(cumulative: int, remaining: int | None) -> Message:
    """The label of the cumulative line where a period, or the chart, ends."""
    if remaining is not None and remaining < 0:
        return msg("Cumulative {count}, overage {over}", count=cumulative, over=-remaining)
    return msg("Cumulative {count}", count=cumulative)


def _what(series: UsageSeries, translator: Translator) -> Message:
    first, last = (translator.month(month.first_day, style="MMMM y") for month in (series.months[0], series.months[-1]))
    if first == last:
        return msg("Monthly usage of {account} in {month}.", account=series.account, month=first)
    return msg("Monthly usage of {account} from {first} to {last}.", account=series.account, first=first, last=last)


def _counts(series: UsageSeries, translator: Translator) -> list[Message]:
    used = series.used
    if not any(used):
        return [NO_ACTIVITY]
    peak = max(range(len(used)), key=used.__getitem__)
    said = [
        msgn("{used} used in {n} month.", "{used} used in {n} months.", n=max(1, series.begun), used=sum(used)),
        msg("The busiest is {month} with {count}.", month=_name(series.months[peak], translator), count=used[peak]),
    ]
    if any(series.late):
        said.append(
            msgn(
                "{n} person came after the month was closed and is not billed.",
                "{n} people came after their month was closed and are not billed.",
                n=sum(series.late),
            )
        )
    if series.year_before is not None:
        before = sum(count or 0 for count in series.year_before)
        said.append(msg("A year before it was {count}.", count=before))
    return said


def _plan(series: UsageSeries, translator: Translator) -> list[Message]:
    if not series.has_plan:
        return [msg("No plan was active in these months.")]
    said = [_standing(series, translator)]
    for key in series.keys:
        day = translator.value(key.activated_on)
        said.append(msg("A key of {day} added {seats}.", day=day, seats=key.seats))
    for begin, _ in series.periods()[1:]:
        month = _name(series.months[begin], translator)
        if series.purchased[begin] is None:
            said.append(msg("From {month} there is no plan.", month=month))
        else:
            said.append(msg("A new plan period begins in {month}.", month=month))
    return said


def _standing(series: UsageSeries, translator: Translator) -> Message:
    planned = [i for i, seats in enumerate(series.purchased) if seats is not None]
    last = max((i for i in planned if i < series.begun), default=planned[0])
    month, purchased, remaining = _name(series.months[last], translator), series.purchased[last], series.remaining[last]
    if remaining is not None and remaining < 0:
        return msgn(
            "In {month}, {n} unit is purchased, overage {over}.",
            "In {month}, {n} units are purchased, overage {over}.",
            n=purchased or 0,
            month=month,
            over=-remaining,
        )
    return msgn(
        "In {month}, {left} of {n} purchased unit remain.",
        "In {month}, {left} of {n} purchased units remain.",
        n=purchased or 0,
        month=month,
        left=remaining,
    )


def _states(series: UsageSeries) -> list[Message]:
    waiting = sum(state in (MonthState.OPEN, MonthState.RUNNING) for state in series.states)
    if not waiting:
        return [msg("All months are closed.")] if set(series.states) == {MonthState.CLOSED} else []
    return [msgn("{n} month is not closed yet.", "{n} months are not closed yet.", n=waiting)]


def _name(month: Month, translator: Translator) -> str:
    return translator.month(month.first_day, style="MMMM y")
