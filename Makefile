# Two commands do all the set-up on a fresh machine: `make report` and `make test`.
# Everything else here is for contributors, `make wheels` for those who run the service too: `make explore`, `make fuzz`,
# `make document`, `make lint`, `make generated`, `make site`, `make extension`, `make workbench`, `make lighthouse`,
# `make screenshots`, `make wheels`, `make benchmark`, `make clean`.

# Interpreters that the tests run on, where the machine has them: the oldest, the newest, and what is between; see tools/test.sh.
VERSIONS := 3.11 3.13 3.12
REPORT := report.html

.DELETE_ON_ERROR:
.PHONY: report test explore fuzz document lint generated site workbench lighthouse screenshots extension wheels benchmark clean

report:
	@sh tools/environment.sh any "[catalogue]"
	@# Status 1 and 4 are findings of the check (that is what the report is for), not failures of it.
	@status=0; .venv/bin/opendata-rules catalogue examples/taian_catalogue.csv -j 泰安 --on 2026-03-10 -o $(REPORT) \
	  || status=$$?; case $$status in 0|1|4) ;; *) exit $$status ;; esac

test:
	@sh tools/test.sh $(VERSIONS)

# The properties with fresh examples; what fails becomes an example of its test.
explore:
	@sh tools/environment.sh any "[catalogue]" dev
	HYPOTHESIS_PROFILE=explore .venv/bin/python -m pytest -q --numprocesses auto -m "not one_interpreter"

# Attacks on whatever takes input from outside, 100,000 inputs each: hours. See tools/fuzz.py.
fuzz:
	@sh tools/environment.sh any "[catalogue]" dev
	.venv/bin/python tools/fuzz.py all

# Every operation of the OpenAPI document of the service, right and wrong requests, by schemathesis: two minutes.
document:
	@sh tools/environment.sh any "[catalogue,ledger,service]" dev
	OPENDATA_RULES_WHOLE_DOCUMENT=1 .venv/bin/python -m pytest -q tests/service/test_document.py

lint:
	@sh tools/environment.sh any "[catalogue]" dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy --strict src examples
	.venv/bin/lint-imports
	.venv/bin/opendata-rules lint

# Pages and schemas that are made from tables in the code; the tests compare them with what is checked in.
generated:
	@sh tools/environment.sh any "[catalogue]" dev
	.venv/bin/python tools/generated.py

# The documentation as a site that opens without a server: site/index.html. Every link is checked.
site:
	@sh tools/environment.sh any "[catalogue]" dev
	.venv/bin/sphinx-build -q -n -W --keep-going -c docs/site . site

# The extension for VS Code: opendata-rules.vsix, with the Node that the group dev brings.
extension:
	@sh tools/environment.sh any "[catalogue]" dev
	.venv/bin/python tools/extension.py

# Scripts and styles of the workbench, bundled with packages of npm into src/opendata_rules/service/workbench/assets; needs a Node.
workbench:
	npm ci --prefix workbench --ignore-scripts --no-audit --no-fund --loglevel=error
	node workbench/build.mjs

# What Lighthouse says of the main pages of the workbench, the median of five each: a quarter of an hour on an idle machine.
lighthouse:
	@sh tools/environment.sh any "[catalogue,ledger,service]" dev
	.venv/bin/python tools/lighthouse.py

# A picture of every page of the workbench as its tests see it, wide and narrow, light and dark: into screenshots/.
screenshots:
	@sh tools/environment.sh any "[catalogue,ledger,service]" dev
	OPENDATA_RULES_PICTURES=screenshots .venv/bin/python -m pytest -q tests/service/workbench

# The service and all it needs as a folder of wheels, to be installed on machines of this kind without a network.
wheels:
	@sh tools/environment.sh any "[catalogue,ledger,service]"
	rm -rf wheels
	.venv/bin/python -m pip wheel --quiet --wheel-dir wheels ".[catalogue,ledger,service]"

benchmark:
	@sh tools/environment.sh any "[catalogue]" dev benchmark
	.venv/bin/python benchmarks/classify.py
	.venv/bin/python benchmarks/changes_and_duties.py
	.venv/bin/python benchmarks/import_time.py
	.venv/bin/python benchmarks/editor.py
	.venv/bin/python benchmarks/service.py
	.venv/bin/python benchmarks/workbench.py
	.venv/bin/python benchmarks/catalogue.py
	.venv/bin/python benchmarks/exchange.py
	.venv/bin/python benchmarks/working_days.py
	.venv/bin/python benchmarks/whole_law.py
	.venv/bin/python benchmarks/bulk.py
	.venv/bin/python benchmarks/sql.py
	.venv/bin/python benchmarks/peers.py
	.venv/bin/python benchmarks/many_places.py
	.venv/bin/python benchmarks/pickling.py
	.venv/bin/python benchmarks/mutation.py
	.venv/bin/python benchmarks/monitor.py
	.venv/bin/python benchmarks/monitor_store.py
	.venv/bin/python benchmarks/ledger.py

clean:
	rm -rf .venv .venv-* integrations/ckan/.environment build dist site screenshots wheels report.* .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/*/node_modules editors/*/node_modules workbench/node_modules *.vsix
