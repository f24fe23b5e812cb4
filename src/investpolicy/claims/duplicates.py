"""Claims that are made twice (重复申报): within a sheet, across sheets and files, however the name is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from investpolicy.register.decision import Decision
from investpolicy.register.policy import Provision
from investpolicy.values.label import Label
from investpolicy.values.written import Written


class _About(NamedTuple):
    """Where the facts of a model say what a claim is for, and what tells two claims for the same apart."""

    name: str
    id: str = ""
    apart: tuple[str, ...] = ()


_REFERRAL: Final = _About("project.name", "project.id", ("referrer.name", "paid_before", "paid_to_referrer"))
_ABOUT: Final[Mapping[str, _About]] = {
    "referral": _REFERRAL,
    "fund_referral": _REFERRAL,
    "project_award": _About("project.name", "project.id", ("paid_before",)),
    "support_claim": _About("project.name", "project.id", ("support_funds",)),
    "funding_round": _About("project.name", "project.id", ("vehicle_capital", "round_amount", "fund_contribution")),
    "shared_index": _About("move.name", apart=("index", "amount")),
    "shared_tax": _About("move.name", apart=("sharing_year", "taxed_on", "taxes", "local_retained", "rebates")),
    "industry_project": _About("name"),
    "park_year": _About("park", "id", ("year",)),
    "city_year": _About("name", apart=("year",)),
    "association_support": _About("name", apart=("purpose", "expense", "paid_of_pool")),
    "honour": _About("name", apart=("year", "kind")),
    "district_results": _About("name", apart=("year",)),
    "district_quarter": _About("name", apart=("day",)),
    "annual_result": _About("name", apart=("kind",)),
    "assessed_unit": _About("name", apart=("period",)),
    "adjusted_unit": _About("name", apart=("kind",)),
    "carrier_period": _About("carrier.name", apart=("period", "unit")),
    "receipt": _About("name", apart=("received_on",)),
    "recorded_project": _About("name", apart=("recorded_on",)),
}
"""By the name of the facts. Models that are not here name nobody whom a claim is for: a place's targets of a year."""


@dataclass(frozen=True, slots=True)
class ClaimKey:
    """What a claim is for: where it stands, under which provision, the project as written, and what sets it apart.

    ``apart`` are the facts that make a second claim for one project another claim, no duplicate: the referrer and
    what was paid before (several referrers share one reward, and are paid in turn), the year of a park, the total of
    a split: one project with two totals is two sums to share.
    """

    where: str
    provision: str
    label: Label
    id: str
    name: str
    apart: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Claims for the same under the same provision, by where they stand, in the order given."""

    key: ClaimKey  # of the first
    wheres: tuple[str, ...]
    names: tuple[str, ...]  # the project's name, each way in which it is written

    @property
    def same_written(self) -> bool:
        """Whether the name is written the same in all."""
        return len(self.names) < 2

    @property
    def words(self) -> Label:
        """What is claimed how often, and where."""
        zh = f"“{self.key.label.zh}”中 {'、'.join(self.names) or self.key.id} 申报 {len(self.wheres)} 次"
        en = f"{self.key.label.en}: {', '.join(self.names) or self.key.id} is claimed {len(self.wheres)} times"
        if not self.same_written:
            zh += f"（{f'同一编号 {self.key.id}，' if self.key.id else ''}名称写法不同）"
            en += f" ({f'one id, {self.key.id}; ' if self.key.id else ''}the name is written differently)"
        return Label(f"{zh}：{'、'.join(self.wheres)}", f"{en}: {', '.join(self.wheres)}")


def key_of(decision: Decision, where: str) -> ClaimKey:
    """What a decided claim is for."""
    facts = decision.facts

    def at(path: str) -> Any:
        found: Any = facts
        for part in path.split("."):
            found = getattr(found, part)
        return found

    return _key(decision.provision, where, at)


def key_of_row(provision: Provision, where: str, facts: Mapping[tuple[str, ...], Any]) -> ClaimKey:
    """What one row of a population claims for, by what its own cells say: the park, the year, and its project.

    Rows of one park make one record, and each may claim for a project of its own; two that claim for the same project,
    in one park or in two, or for the same park and no project, are duplicates.
    """

    def at(path: str) -> Any:
        return facts.get(tuple(path.split(".")))

    key = _key(provision, where, at)
    park = key.name or _text(facts.get(("projects", "park")))
    project_id, project = _text(facts.get(("projects", "id"))), _text(facts.get(("projects", "name")))
    if project_id or project:
        return ClaimKey(where, key.provision, key.label, project_id, project, key.apart)
    return ClaimKey(where, key.provision, key.label, key.id, park, key.apart)


def find_duplicates(claims: Iterable[ClaimKey]) -> list[Duplicate]:
    """The claims that are made more than once, in the order of the first of each.

    Projects are the same by their id where there is one: the same id is one project whatever it is called, different
    ids are different projects though they are called the same. Else by their names in :func:`normal_name`. A claim
    without an id is for the project with the id that bears its name, where there is just one.

    It takes one pass over the claims, and another: 100,000 are a matter of a second.
    """
    claims = list(claims)
    ids: dict[str, set[str]] = {}
    for one in claims:
        if one.id and one.name:
            ids.setdefault(normal_name(one.name), set()).add(normal_id(one.id))
    groups: dict[Hashable, list[ClaimKey]] = {}
    for one in claims:
        name = normal_name(one.name)
        own = {normal_id(one.id)} if one.id else ids.get(name, set[str]())
        subject = f"id:{next(iter(own))}" if len(own) == 1 else f"name:{name}" if name else ""
        if subject:
            groups.setdefault((one.provision, subject, one.apart), []).append(one)
    return [_duplicate(group) for group in groups.values() if len(group) > 1]


def project_key(number: str, name: str) -> str:
    """What two rows for one project share: its id, else its name in normal form; empty where it has neither."""
    if written := normal_id(number):
        return f"id:{written}"
    normal = normal_name(name)
    return f"name:{normal}" if normal else ""


@lru_cache(maxsize=200_000)
def normal_name(written: str) -> str:
    """A name without what offices write in different ways: width, case, spaces, punctuation and the signs of brackets.

    有限责任公司 and 有限公司 are one form of company; 股份有限公司 is another. What stands between two digits stays:
    年产1.5万吨 is not 年产15万吨, and 1-2期 is not 12期. Nothing is left out that says something: 绵阳甲公司 and 甲公司
    are two names, and so are 甲（一期） and 甲（二期）.
    """
    text = unicodedata.normalize("NFKC", written).casefold()
    text = _THOUSANDS.sub("", text)
    text = _BETWEEN_DIGITS.sub(lambda found: "." if found[0] == "." else "-", text)
    return _SIGNS.sub("", text).replace("有限责任公司", "有限公司")


def normal_id(written: str) -> str:
    """An id without width, case and spaces, with one kind of dash."""
    text = unicodedata.normalize("NFKC", written).casefold()
    return re.sub("[‐‑‒–—―−－]", "-", "".join(text.split()))


_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_SIGNS: Final = re.compile(r"(?<!\d)[\W_]+|[\W_]+(?!\d)")


def _key(provision: Provision, where: str, at: Callable[[str], Any]) -> ClaimKey:
    about = _ABOUT.get(provision.rule.facts.fact_name)
    label = provision.text.label.label
    if about is None:
        return ClaimKey(where, provision.id, label, "", "", ())
    apart = tuple(_plain(at(path)) for path in about.apart)
    return ClaimKey(where, provision.id, label, _text(at(about.id)) if about.id else "", _text(at(about.name)), apart)


def _text(value: Any) -> str:
    return str(value or "").strip()


def _plain(value: Any) -> Hashable:
    """A fact as what it can be compared by; a name in its normal form."""
    if isinstance(value, str):
        return normal_name(value)
    return value.to_json() if isinstance(value, Written) else value


def _duplicate(group: Sequence[ClaimKey]) -> Duplicate:
    names = dict.fromkeys(one.name for one in group if one.name)
    first = next((one for one in group if one.id), group[0])
    return Duplicate(first, tuple(one.where for one in group), tuple(names))
