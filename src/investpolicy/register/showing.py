"""A provision as the register has it, line by line: kind, rule, terms, open questions, section."""

from __future__ import annotations

from collections.abc import Iterator

from investpolicy.errors import UnknownNameError, not_known
from investpolicy.register.policy import Policy
from investpolicy.register.wording import term_words
from investpolicy.values.label import Lang


def provision_named(policy: Policy, given: str) -> str:
    """The name of a provision, also of one that is recorded without a rule.

    :raises UnknownNameError: with the nearest names.
    """
    own = policy.text.provisions
    short = given.removeprefix(f"{policy.text.prefix}.")
    labels = {text.label.zh: name for name, text in own.items()}
    if short not in own and short not in labels:
        raise UnknownNameError(not_known(f"provision of {policy.id}", given, [*own, *labels]))
    return short if short in own else labels[short]


def shown(policy: Policy, name: str, lang: Lang) -> Iterator[str]:
    """The lines of one provision."""
    zh = lang == "zh"
    text = policy.text.provisions[name]
    rule = text.rule or ("仅登记" if zh else "recorded only")
    yield f"{policy.text.prefix}.{name} · {text.label.of(lang)} [{text.kind}, {rule}]"
    yield f"  {text.says.of(lang)}"
    yield f"  {'出处' if zh else 'section'}: {text.section.of(lang)}"
    if text.provisional_until:
        yield f"  {'暂行至' if zh else 'provisional until'}: {text.provisional_until.of(lang)}"
    if text.rule is None:
        return
    found = policy.provision(name)
    labels = found.terms.describe()
    for term in type(found.terms).model_fields:
        value = getattr(found.terms, term)
        yield f"  {term} ({labels[f'terms.{term}'].of(lang)}): {term_words(value, lang)}"
    for own, question in text.questions.items():
        answers = ", ".join(f"{answer}{'*' if answer == found.answers[own] else ''}" for answer in question.answers)
        yield f"  ? {own}: {question.ask.of(lang)} [{answers}]"
