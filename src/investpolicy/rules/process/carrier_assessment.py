"""Assessment of carriers by completion (载体单位考核): HB.carrier-assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, Field

from investpolicy.calendars import Unit
from investpolicy.errors import Problem, TermsError
from investpolicy.facts.completion import Completion
from investpolicy.facts.targets import CarrierFigures, CarrierPeriod
from investpolicy.models import Model, PointsField, required
from investpolicy.outcomes import Totals
from investpolicy.rules.rule import Rule
from investpolicy.rules.terms import OPEN, Terms
from investpolicy.schedules import Open
from investpolicy.values.label import Label, Labelled
from investpolicy.values.points import Points
from investpolicy.values.ratio import Ratio
from investpolicy.values.rounding import Mode, divide_round
from investpolicy.values.unknown import unknown_of
from investpolicy.values.written import Written


class _Score(Model):
    """How much of a criterion's weight a completion earns: 1 is the whole weight."""

    error: ClassVar = TermsError

    def credit(self, own: Completion, all_carriers: Sequence[Completion]) -> Completion:
        """What ``own`` earns, as a multiple of the weight; ``all_carriers`` are those of all, this one included."""
        if not own.is_known:
            return own
        return Completion(self.earned(own.fraction))

    def earned(self, completion: Fraction) -> Fraction:
        """What a known completion earns."""
        raise NotImplementedError


class _Limited(_Score):
    floor: Ratio | None = Field(None, title="计分起点", description="below this completion nothing is earned")
    most: Ratio | None = Field(None, title="得分上限（权重倍数）", description="most, as a multiple of the weight")

    def contradictions(self) -> Iterator[Problem]:
        """Ratios below zero."""
        for name, ratio in ((name, getattr(self, name)) for name in type(self).model_fields):
            if isinstance(ratio, Ratio) and ratio.fraction < 0:
                yield Problem(name, f"{ratio} is below zero", "write 0 or more, such as 120%")

    def earned(self, completion: Fraction) -> Fraction:
        """Nothing below the floor, never more than the most."""
        if self.floor is not None and completion < self.floor.fraction:
            return Fraction(0)
        earned = max(self.unlimited(completion), Fraction(0))
        return earned if self.most is None else min(earned, self.most.fraction)

    def unlimited(self, completion: Fraction) -> Fraction:
        """What is earned before floor and limit."""
        raise NotImplementedError


class Proportional(_Limited):
    """In proportion to completion (按完成比例计分), up to the completion ``cap`` where there is one."""

    kind: Literal["proportional"]
    cap: Ratio | None = Field(None, title="完成率上限", description="most completion that counts")

    def unlimited(self, completion: Fraction) -> Fraction:
        """The completion itself, or the cap."""
        return completion if self.cap is None else min(completion, self.cap.fraction)


class BasePlusStep(_Limited):
    """``base`` of the weight at the completion ``from``, ``per_step`` for each ``step`` more or less (基础分加减分).

    A step only begun is counted, not counted, or counted in part (``pro-rata``).
    """

    kind: Literal["base-plus-step"]
    from_: Ratio = Field(alias="from", title="基准完成率", description="completion that earns the base")
    base: Ratio = Field(title="基础分（权重倍数）", description="base, as a multiple of the weight")
    step: Ratio = Field(title="每档", description="step")
    per_step: Ratio = Field(
        title="每档得分（权重倍数）", description="earned for each step, as a multiple of the weight"
    )
    partial_step: Literal["counted", "not-counted", "pro-rata"] = Field(
        title="不足一档", description="a step only begun"
    )

    def contradictions(self) -> Iterator[Problem]:
        """Ratios below zero, and steps of nothing."""
        yield from super().contradictions()
        if self.step.fraction == 0:
            yield Problem("step", f"step {self.step} is not above zero", "write such as 1%")

    def unlimited(self, completion: Fraction) -> Fraction:
        """The base and the steps; below ``from`` the steps are taken away."""
        steps = (completion - self.from_.fraction) / self.step.fraction
        if self.partial_step != "pro-rata":
            mode = Mode.UP if self.partial_step == "counted" else Mode.DOWN
            steps = Fraction(divide_round(steps.numerator, steps.denominator, mode))
        return self.base.fraction + steps * self.per_step.fraction


class MinMax(_Score):
    """From nothing for the least of all carriers to the whole weight for the most (极差标准化).

    Where all are equal nothing is determined.
    """

    kind: Literal["min-max"]

    def credit(self, own: Completion, all_carriers: Sequence[Completion]) -> Completion:
        """Where ``own`` lies between the least and the most of all."""
        missing = unknown_of(*(one.raw for one in all_carriers))
        if missing is not None:
            return Completion.unknown(*missing.names)
        least, most = (extreme(one.fraction for one in all_carriers) for extreme in _EXTREMES)
        return Completion((own.fraction - least) / (most - least)) if most > least else Completion.unknown(ALL_EQUAL)


_EXTREMES: Final[tuple[Callable[..., Fraction], ...]] = (min, max)
ALL_EQUAL: Final = "all_equal"


def _spelled_out(given: Any) -> Any:
    return {"kind": given} if given in (OPEN, "min-max", "proportional") else given


CompletionScore = Annotated[
    Annotated[Proportional | BasePlusStep | MinMax | Open, Field(discriminator="kind")], BeforeValidator(_spelled_out)
]
"""How completion becomes a part of the weight: proportional, base plus step, min-max, or open."""


class Criteria(Labelled):
    """What carriers are assessed on (评价内容)."""

    TWO = "two", "目标完成比例和固定资产投资额两项", "target completion, and fixed-asset investment"
    ONE = "one", "固定资产投资目标完成比例一项", "completion of the target of fixed-asset investment"


class CarrierTerms(Terms):
    """Terms of an assessment; weights, and how fixed-asset investment becomes points, may be open."""

    units: tuple[Unit, ...] = required("考核周期", "periods of the assessment")
    criteria: Criteria = required("评价内容", "criteria")
    completion_score: CompletionScore = required("完成率计分方式", "how completion is credited")
    completion_weight: PointsField = required("完成目标任务分值", "weight of completion", unit="points")
    fixed_assets_score: CompletionScore = required("固定资产投资计分方式", "how fixed-asset investment is credited")
    fixed_assets_weight: PointsField = required("固定资产投资分值", "weight of fixed-asset investment", unit="points")
    rounded_to: Points = required("得分取整", "points are rounded to", unit="points")

    def contradictions(self) -> Iterator[Problem]:
        """Points rounded to nothing."""
        if self.rounded_to.raw <= 0:
            yield Problem("rounded_to", f"{self.rounded_to} is not above zero", "write such as 0.01分")


def carrier_assessment(facts: CarrierPeriod, terms: CarrierTerms) -> Totals:
    """A carrier's completion of its targets and its fixed-asset investment in a period, and what completion earns.

    Where it is asked for, the points too: weights times what is earned, added up, rounded once, half up.
    """
    one = terms.criteria is Criteria.ONE
    rate = _of_fixed_assets if one else _of_targets
    carriers = (facts.carrier, *facts.others)
    own = rate(facts.carrier)
    credited = _credit(terms.completion_score, own, [rate(each) for each in carriers])
    figures: dict[str, Written] = {"completion": own, "credited": credited}
    notes = [_ONE if one else _TWO]
    earned = [(terms.completion_weight, credited)]
    if not one:
        figures["fixed_assets"] = facts.carrier.fixed_assets
    if facts.scored:
        if not one:
            of_all = [_of_fixed_assets(each) for each in carriers]
            more = _credit(terms.fixed_assets_score, of_all[0], of_all, "terms.fixed_assets_score")
            figures["credited_fixed_assets"] = more
            earned.append((terms.fixed_assets_weight, more))
        figures["points"] = _points(earned, terms.rounded_to)
    if ALL_EQUAL in {name for figure in figures.values() for name in getattr(figure, "missing", ())}:
        notes.append(
            Label("各单位完成率相同，无法作极差标准化", "all carriers are equal, so that min-max is not defined")
        )
    return Totals(figures, {"period_assessed": facts.unit.is_in(terms.units)}, notes)


def _credit(
    how: CompletionScore, own: Completion, all_carriers: Sequence[Completion], name: str = "terms.completion_score"
) -> Completion:
    if isinstance(how, Open):
        return Completion.unknown(name)
    return how.credit(own, all_carriers)


def _of_targets(carrier: CarrierFigures) -> Completion:
    return Completion.of(carrier.done, carrier.target, base="carrier.target")


def _of_fixed_assets(carrier: CarrierFigures) -> Completion:
    return Completion.of(carrier.fixed_assets, carrier.fixed_assets_target, base="carrier.fixed_assets_target")


def _points(earned: Sequence[tuple[Points, Completion]], step: Points) -> Points:
    """Weights times what is earned, added up exactly and rounded once, half up."""
    missing = unknown_of(*(raw for weight, credit in earned for raw in (weight.raw, credit.raw)))
    if missing is not None:
        return Points.unknown(*missing.names)
    exact = sum((weight.raw * credit.fraction for weight, credit in earned), Fraction(0)) / step.raw
    return Points.of_raw(step.raw * divide_round(exact.numerator, exact.denominator, Mode.HALF_UP))


_TWO: Final = Label(
    "按目标任务完成比例和固定资产投资额两项评价", "assessed on target completion and on fixed-asset investment"
)
_ONE: Final = Label("按固定资产投资目标完成比例一项评价", "assessed on completion of the fixed-asset target alone")

RULE: Final = Rule(
    name="carrier_assessment",
    function=carrier_assessment,
    facts=CarrierPeriod,
    terms=CarrierTerms,
    labels={
        "period_assessed": Label("按季度或年度考核", "a period that is assessed"),
        "completion": Label("完成率", "completion"),
        "credited": Label("完成率计分（权重倍数）", "completion credited, of the weight"),
        "fixed_assets": Label("规模工业项目固定资产投资额", "fixed-asset investment"),
        "credited_fixed_assets": Label(
            "固定资产投资计分（权重倍数）", "fixed-asset investment credited, of the weight"
        ),
        "points": Label("考核得分", "points"),
        ALL_EQUAL: Label("各单位完成率相同", "all carriers are equal"),
    },
    folds=False,
)
