"""The scenario board: named what-ifs that are kept, worked out on the real account, and set side by side."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.rules import NONE
from desktop.domain.scenarios import Buying, Scenario, World, compare, project
from desktop.i18n import msg
from desktop.services.access import registered_users
from desktop.services.acting import ready
from desktop.services.context import Context, one_of
from desktop.services.orders.acts import Actor
from desktop.services.orders.orders import country_of
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.rules.versions import rule_value
from desktop.services.scenarios.answers import (
    ComparedAnswer,
    ScenarioAnswer,
    ScenarioWish,
    compared_answer,
    scenario_answer,
)
from desktop.services.time.calendar import book_on
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, ScenarioRow

_LONGEST_NAME = 80


class Scenarios:
    """The account's scenarios."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def list(self) -> list[ScenarioAnswer]:
        """Every scenario worked out, by its name."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            world = world_of(session, self._context, account)
            return [scenario_answer(row.id, project(scenario_of(row), world)) for row in _rows(session, account.id)]

    def show(self, typed: str) -> ScenarioAnswer:
        """One scenario, by its name, its id or the beginning of that."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            row = find_scenario(session, account.id, typed)
            return scenario_answer(row.id, project(scenario_of(row), world_of(session, self._context, account)))

    def compare(self, names: Sequence[str] = ()) -> Sequence[ComparedAnswer]:
        """These scenarios side by side in the order named, each against the first; without names all of them."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            rows = [find_scenario(session, account.id, one) for one in names] or _rows(session, account.id)
            found = compare([scenario_of(row) for row in rows], world_of(session, self._context, account))
        return [compared_answer(row.id, one) for row, one in zip(rows, found, strict=True)]

    def add(self, wish: ScenarioWish, act_id: str | None = None) -> ScenarioAnswer:
        """Keep a new scenario."""
        actor, scenario = self._wished(wish)
        entry = act_id or self._context.ids.new()
        act = self._context.act(
            msg("Add scenario {name}", name=scenario.name),
            on=actor.today,
            account=actor.account,
            actor=actor.user,
            act_id=entry,
        )
        with suppress(AlreadyDoneError), self._context.store.write(act) as write:
            _refuse_taken(write.session, actor.account.id, scenario.name, None)
            row = ScenarioRow(id=entry, account_id=actor.account.id)
            put_scenario(row, scenario)
            write.session.add(row)
        return self.show(entry)

    def change(self, typed: str, wish: ScenarioWish, act_id: str | None = None) -> ScenarioAnswer:
        """Put another what-if in the place of a scenario; its name may change too."""
        actor, scenario = self._wished(wish)
        with self._context.store.read() as session:
            row = find_scenario(session, actor.account.id, typed)
        act = self._context.act(
            msg("Change scenario {name}", name=row.name),
            on=actor.today,
            account=actor.account,
            actor=actor.user,
            act_id=act_id,
        )
        with suppress(AlreadyDoneError), self._context.store.write(act) as write:
            _refuse_taken(write.session, actor.account.id, scenario.name, row.id)
            put_scenario(write.session.get_one(ScenarioRow, row.id), scenario)
        return self.show(row.id)

    def remove(self, typed: str, act_id: str | None = None) -> str:
        """Remove a scenario; its name. Orders placed from it stay."""
        actor = ready(self._context)
        with self._context.store.read() as session:
            row = find_scenario(session, actor.account.id, typed)
        act = self._context.act(
            msg("Remove scenario {name}", name=row.name),
            on=actor.today,
            account=actor.account,
            actor=actor.user,
            act_id=act_id,
        )
        with suppress(AlreadyDoneError), self._context.store.write(act) as write:
            write.session.delete(write.session.get_one(ScenarioRow, row.id))
        return row.name

    def _wished(self, wish: ScenarioWish) -> tuple[Actor, Scenario]:
        """Who keeps it, and the scenario; refused where it cannot be worked out."""
        name = " ".join(wish.name.split())
        refuse_card_number(name)
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            raise UserError(msg("A scenario needs a name of at most {most} characters.", most=_LONGEST_NAME))
        actor = ready(self._context)
        scenario = Scenario(
            name,
            wish.buying,
            wish.starts_on or actor.today,
            wish.users,
            wish.growth,
            wish.active_share,
            wish.months,
        )
        with self._context.store.read() as session:
            project(scenario, world_of(session, self._context, actor.account))
        return actor, scenario


def world_of(session: Session, context: Context, account: AccountRow) -> World:
    """What the account's scenarios are worked out with: its prices, rules and running orders as they are today."""
    day = max(context.today(account), account.trial_started_on)
    book = book_on(session, context, account, day, seats=True)
    price = rule_value(session, account.id, "mau_unit_price", day)
    return World(
        tariff_of(session, context, account.id, day).prices,
        book.rules.on(day),
        account.currency,
        country_of(account, None),
        None if price == NONE else UnitPrice.read(price, account.currency),
        book.buyer(day, registered_users(session, account.id)).first_order,
        tuple(book.held_versions()),
    )


def scenario_of(row: ScenarioRow) -> Scenario:
    """The scenario a row keeps."""
    return Scenario(
        row.name,
        Buying(row.buying),
        row.starts_on,
        row.users,
        Fraction(row.growth),
        Fraction(row.active_share),
        row.months,
    )


def put_scenario(row: ScenarioRow, scenario: Scenario) -> None:
    """Let the row keep the scenario."""
    row.name, row.buying, row.starts_on = scenario.name, str(scenario.buying), scenario.starts_on
    row.users, row.months = scenario.users, scenario.months
    row.growth, row.active_share = str(scenario.growth), str(scenario.active_share)


def find_scenario(session: Session, account_id: str, typed: str) -> ScenarioRow:
    """The account's scenario of that name, id or unique beginning of an id."""
    return one_of(_rows(session, account_id), typed, lambda row: (row.id, row.name), what=msg("scenario"))


def _rows(session: Session, account_id: str) -> list[ScenarioRow]:
    rows = select(ScenarioRow).where(ScenarioRow.account_id == account_id).order_by(ScenarioRow.name, ScenarioRow.id)
    return list(session.execute(rows).scalars())


def _refuse_taken(session: Session, account_id: str, name: str, but: str | None) -> None:
    for row in _rows(session, account_id):
        if row.name.lower() == name.lower() and row.id != but:
            raise UserError(msg("There is a scenario “{name}” already. Choose another name.", name=row.name))


def from_today(scenario: Scenario, today: date) -> Scenario:
    """The scenario as it would begin now, where its own day is over."""
    return replace(scenario, starts_on=max(scenario.starts_on, today))
