"""Policies and decisions: ``policies``, ``show``, ``readings``, ``decide``, ``verify``, ``schema``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn, cast

import typer

from investpolicy.cli.options import Language, On, PolicyArgument, Under, form_of, lang_of, policy_of, say
from investpolicy.errors import PolicyError, Problem, UnknownNameError, not_known
from investpolicy.register import Policy, policies, policy, verify
from investpolicy.register.fact_files import read_facts
from investpolicy.register.showing import provision_named, shown
from investpolicy.register.stored import json_schema
from investpolicy.values.label import Lang

OneProvision = Annotated[str | None, typer.Argument(help="One provision; all where none is named.")]


def list_policies(lang: Language = "zh") -> int:
    """List the shipped policies."""
    language = lang_of(lang)
    for name in policies():
        found = policy(name)
        typer.echo(f"{name}\t{found.title(language)}\t{found.text.issuer.of(language)}\t{found.text.published or ''}")
    return 0


def decide(
    name: PolicyArgument,
    provision: Annotated[str, typer.Argument(help="The provision, by its name, id or Chinese label.")],
    facts: Annotated[Path, typer.Argument(help="The facts: YAML or JSON, one record or a list of them.")],
    on: On = None,
    under: Under = None,
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    lang: Language = "zh",
) -> int:
    """Decide a record, or all records of a population, and explain why."""
    language = lang_of(lang)
    form_of(form)
    found = policy_of(name, on, under)
    chosen = found.provision(provision)
    decisions = found.decide_all(chosen.name, read_facts(facts, chosen))
    if form == "json":
        several = [one.document() for one in decisions]
        typer.echo(json.dumps(several if len(several) > 1 else several[0], ensure_ascii=False, indent=2))
    else:
        say("\n\n".join(one.explain(language) for one in decisions))
    return 0


def show(name: PolicyArgument, provision: OneProvision = None, on: On = None, lang: Language = "zh") -> int:
    """Show every provision of a policy: kind, rule, terms, open questions, section."""
    language = lang_of(lang)
    found = policy_of(name, on)
    if provision is None:
        typer.echo(f"{found.title(language)} [{found.id}]\n")
    for number, one in enumerate(_chosen(found, provision)):
        typer.echo("\n" * bool(number) + "\n".join(shown(found, one, language)))
    return 0


def _chosen(found: Policy, provision: str | None) -> list[str]:
    return list(found.text.provisions) if provision is None else [provision_named(found, provision)]


# --- readings -----------------------------------------------------------------------------------------------------


def show_readings(name: PolicyArgument, provision: OneProvision = None, lang: Language = "zh") -> int:
    """Show what a document leaves open: each question, its default answer and why, the others, how to choose one."""
    language = lang_of(lang)
    found = policy_of(name)
    blocks = ["\n".join(_questions(found, one, language)) for one in _chosen(found, provision)]
    nothing = "没有未定之处" if language == "zh" else "nothing is left open"
    typer.echo("\n\n".join(one for one in blocks if one) or nothing)
    return 0


def _questions(found: Policy, provision: str, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    text = found.text.provisions[provision]
    if text.questions:
        yield f"{found.text.prefix}.{provision} · {text.label.of(lang)}"
    for name, question in text.questions.items():
        yield f"  {name}：{question.ask.of(lang)}" if zh else f"  {name}: {question.ask.of(lang)}"
        for answer, one in question.answers.items():
            label = one.label.of(lang)
            if answer == question.default:
                reason = question.reason.of(lang)
                yield (
                    f"    * {answer}  {label}（默认：{reason}）"
                    if zh
                    else f"    * {answer}  {label} (default: {reason})"
                )
            else:
                yield f"      {answer}  {label}  --under {provision}.{name}={answer}"


# --- verify -------------------------------------------------------------------------------------------------------


def verify_files(
    files: Annotated[list[Path], typer.Argument(help="JSON: a decision, a list of them, or a report of check.")],
    policy_name: Annotated[
        str | None, typer.Option("--policy", help="The YAML file that decisions under your own policy rest on.")
    ] = None,
    lang: Language = "zh",
) -> int:
    """Decide stored decisions again and say which are the same. Exit code 1: one differs; 2: one can not be read."""
    zh = lang_of(lang) == "zh"
    own = policy_of(policy_name) if policy_name else None
    same, differ, notes = 0, 0, dict[str, None]()
    problems: list[Problem] = []
    for file in files:
        try:
            for where, stored in _decisions(file):
                try:
                    found = verify(stored, own if own and _policy_id(stored) == own.id else None)
                except PolicyError as error:
                    problems.extend(
                        Problem(f"{where} {one.where}".strip(), one.what, one.instead) for one in error.problems
                    )
                    continue
                notes.update(dict.fromkeys(found.notes))
                same, differ = same + found.ok, differ + (not found.ok)
                if not found.ok:
                    say(f"{where}：不一致" if zh else f"{where}: differs")
                    say("\n".join(f"  {one}" for one in found.differences))
        except PolicyError as error:
            problems.extend(error.problems)
    for note in notes:
        say(f"说明：{note}" if zh else f"note: {note}")
    read = same + differ
    said = f"{read} 项决定，{same} 项一致，{differ} 项不一致"
    typer.echo(said if zh else f"{read} decision{'s' * (read != 1)}: {same} the same, {differ} different")
    if problems:
        raise PolicyError(problems)
    return 1 if differ else 0


def _decisions(file: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each decision of a file, and where it stands.

    :raises PolicyError: for a file that holds none.
    """
    content = _json(file)
    claims: Any = cast("dict[str, Any]", content).get("claims") if isinstance(content, dict) else None
    found: list[tuple[str, Any]] = [("", content)]
    if isinstance(claims, list):
        found = [(str(one.get("where", "")), one.get("decision")) for one in _objects(claims)]
    elif isinstance(content, list):
        found = [(f"#{number}", one) for number, one in enumerate(cast("Sequence[Any]", content), 1)]
    if not found:
        raise PolicyError(Problem(str(file), "holds no decision", _GIVE))
    for where, one in found:
        place = f"{file} {where}".strip()
        if not isinstance(one, dict):
            raise PolicyError(Problem(place, "is no decision", _GIVE))
        yield place, cast("dict[str, Any]", one)


_GIVE = "give what explain --json, decide --format json or check --format json wrote"


def _objects(items: Any) -> list[dict[str, Any]]:
    return [one if isinstance(one, dict) else {} for one in items]


def _policy_id(stored: Mapping[str, Any]) -> object:
    told = stored.get("policy")
    return cast("dict[str, object]", told).get("id") if isinstance(told, dict) else None


def _json(file: Path) -> Any:
    try:
        text = file.read_text("utf-8-sig")
        return json.loads(text, object_pairs_hook=_each_once, parse_float=_no_float, parse_constant=_no_float)
    except FileNotFoundError:
        raise PolicyError(Problem(str(file), "the file does not exist", "check its name and folder")) from None
    except OSError as error:
        what = f"the file can not be read ({error.strerror})"
        raise PolicyError(Problem(str(file), what, "check what it is")) from None
    except PolicyError as error:
        raise PolicyError(Problem(str(file), one.what, one.instead) for one in error.problems) from None
    except (ValueError, RecursionError) as error:
        cause = "it is nested too deeply" if isinstance(error, RecursionError) else " ".join(str(error).split())
        raise PolicyError(Problem(str(file), f"is no JSON: {cause[:100]}", _GIVE)) from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise PolicyError(Problem("", "a key is written twice", _GIVE))
    return found


def _no_float(text: str) -> NoReturn:
    raise PolicyError(Problem("", f"{text[:40]} is a number that is not exact", "amounts are texts"))


# --- schema -------------------------------------------------------------------------------------------------------

SCHEMAS = ("facts", "terms", "decision", "report")


def show_schema(
    what: Annotated[str, typer.Argument(help="facts, terms, decision or report.")],
    name: Annotated[str | None, typer.Argument(help="For facts and terms: the policy.")] = None,
    provision: Annotated[str | None, typer.Argument(help="For facts and terms: the provision.")] = None,
) -> int:
    """Print the JSON Schema (2020-12) of what is stored: facts or terms of a provision, a decision, a report."""
    if what not in SCHEMAS:
        raise UnknownNameError(not_known("schema", what, SCHEMAS))
    typer.echo(json.dumps(_schema(what, name, provision), ensure_ascii=False, indent=2))
    return 0


def _schema(what: str, name: str | None, provision: str | None) -> dict[str, Any]:
    if what in ("decision", "report"):
        if name is not None:
            again = f"write schema {what}"
            raise PolicyError(Problem(f"schema {what} {name}", "it is the same for all policies", again))
        if what == "decision":
            return json_schema()
        from investpolicy.claims.report_schema import report_schema

        return report_schema()
    if name is None or provision is None:
        example = f"write schema {what} mianyang-2022 referral-reward"
        raise PolicyError(Problem(f"schema {what}", "which policy and which provision is not said", example))
    found = policy_of(name).provision(provision)
    model = found.rule.facts if what == "facts" else type(found.terms)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:investpolicy:{what}:{found.id}",
        **model.model_json_schema(),
    }
