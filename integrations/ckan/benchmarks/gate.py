"""How much the gate adds to a save, and how long an audit takes: ``.environment/bin/python benchmarks/gate.py``.

Saves are actions in this process, so that nothing of HTTP is in the figures; with the gate on and off in turns, so that
a machine that is busy is busy for both. The audit is of 10,000 datasets, written by a statement of SQL.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from trial.portal import portal

_SAVES = 60
_DATASETS = 10_000
_FACTS = dict.fromkeys(
    (
        "law_prohibits_opening",
        "state_secret",
        "may_endanger_security",
        "trade_secret",
        "personal_privacy",
        "other_third_party_rights",
        "other_channel_required",
        "agreement_or_ip_restriction",
        "law_requires_conditional",
        "high_security_processing_requirement",
        "severe_infrastructure_load",
    ),
    "false",
) | {"opening_attribute": "open"}


def saves(application: Any, owner: str) -> tuple[list[float], list[float]]:
    """Median milliseconds of a ``package_create`` without and with the gate: by the clock, and of this process."""
    from ckan.common import config
    from ckan.plugins import toolkit

    taken: dict[str, list[tuple[float, float]]] = {"off": [], "block": []}
    for number in range(_SAVES + 5):
        for mode, times in taken.items():
            config["opendata_rules.mode"] = mode
            data = {"name": f"b-{mode}-{number}", "title": "停车场", "owner_org": owner, **_FACTS}
            with application._wsgi_app.test_request_context():
                start, used = time.perf_counter(), time.process_time()
                toolkit.get_action("package_create")({"user": "admin", "ignore_auth": True}, data)
                times.append((time.perf_counter() - start, time.process_time() - used))
    kept = [times[5:] for times in taken.values()]
    clock, process = ([statistics.median(one[at] for one in times) * 1000 for times in kept] for at in (0, 1))
    return clock, process


def audit(application: Any) -> tuple[int, float]:
    """How many datasets an audit looked at, and in how many seconds."""
    import sqlalchemy as sa
    from ckan import model
    from ckanext.opendata_rules import auditing
    from ckanext.opendata_rules.settings import current

    statement = """
        INSERT INTO package
            (id, name, title, type, state, private, owner_org, extras, metadata_created, metadata_modified)
        SELECT gen_random_uuid()::text, 'many-' || n, title, type, state, private, owner_org, extras, now(), now()
        FROM package, generate_series(1, :many) AS n WHERE name = 'b-block-0'
    """
    with application._wsgi_app.test_request_context():
        model.Session.execute(sa.text(statement), {"many": _DATASETS})
        model.Session.commit()
        start = time.perf_counter()
        count, findings = auditing.audit(current())
        taken = time.perf_counter() - start
    assert len([one for one in findings if one.name.startswith("many-")]) == _DATASETS, "each is unrecorded"
    return count, taken


def main() -> int:
    """Measure and tell; 1 where a promise is not kept."""
    from ckan.plugins import toolkit

    with portal() as running:
        with running.application._wsgi_app.test_request_context():
            context = {"user": "admin", "ignore_auth": True}
            owner = toolkit.get_action("organization_create")(context, {"name": "benchmark"})["id"]
        clock, process = saves(running.application, owner)
        count, seconds = audit(running.application)
    for whose, (without, with_gate) in (("", clock), (", of this process", process)):
        added = with_gate - without
        print(
            f"package_create{whose}: {without:.1f} ms, with the gate {with_gate:.1f} ms: {added:+.1f} ms (at most 10)"
        )
    print(f"audit: {count} datasets in {seconds:.1f} s (at most 60 for 10,000)")
    return int(clock[1] - clock[0] > 10 or seconds > 60)


if __name__ == "__main__":
    sys.exit(main())
