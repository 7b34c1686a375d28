"""Reads SARIF logs strictly, by models made of the standard's schema, and checks what they promise.

Needs the PyPI package sarif-pydantic. Usage: validate_sarif.py FILE…
"""

import json
import sys

from sarif_pydantic import Sarif

for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        text = file.read()
    log = Sarif.model_validate_json(text)
    assert json.loads(text)["version"] == "2.1.0"
    for run in log.runs:
        rules = [rule.id for rule in run.tool.driver.rules]
        assert len(rules) == len(set(rules)), f"{name}: a rule stands twice"
        for result in run.results:
            assert rules[result.rule_index] == result.rule_id, f"{name}: {result.rule_id}"
            assert result.message.text, f"{name}: a result without a message"
    print(f"{name}: {sum(len(run.results) for run in log.runs)} results")
