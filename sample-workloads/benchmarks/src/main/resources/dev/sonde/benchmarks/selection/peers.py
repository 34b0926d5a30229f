"""Asks the index selection algorithms of hyrise/index_selection_evaluation for sets on a running server.

Arguments: the folder of that repository. Standard input: a line of JSON with the server's address, tables, statements and runs.
Standard output: one line of JSON a run. Nothing of the repository is part of Sonde.
"""

import json
import re
import sys
import time

import psycopg2

sys.path.insert(0, sys.argv[1])

from selection.algorithms.anytime_algorithm import AnytimeAlgorithm  # noqa: E402
from selection.algorithms.db2advis_algorithm import DB2AdvisAlgorithm  # noqa: E402
from selection.algorithms.extend_algorithm import ExtendAlgorithm  # noqa: E402
from selection.algorithms.relaxation_algorithm import RelaxationAlgorithm  # noqa: E402
from selection.dbms.postgres_dbms import PostgresDatabaseConnector  # noqa: E402
from selection.workload import Column, Query, Table, Workload  # noqa: E402

ALGORITHMS = {
    "Extend": ExtendAlgorithm,
    "Anytime": AnytimeAlgorithm,
    "DB2Advis": DB2AdvisAlgorithm,
    "Relaxation": RelaxationAlgorithm,
}


class Connector(PostgresDatabaseConnector):
    """A connection to the given server; primary keys stay, since they are part of the schema."""

    address = ""

    def create_connection(self):
        self._connection = psycopg2.connect(Connector.address)
        self._connection.autocommit = True
        self._cursor = self._connection.cursor()

    def drop_indexes(self):
        pass


def workload(request):
    columns = []
    for name, names in request["tables"].items():
        table = Table(name)
        own = [Column(column) for column in names]
        table.add_columns(own)
        columns += own
    queries = []
    for number, text in enumerate(request["statements"], 1):
        named = [column for column in columns if re.search(r"\b" + re.escape(column.name) + r"\b", text)]
        queries.append(Query(number, text, named))
    return Workload(queries)


def main():
    request = json.loads(sys.stdin.readline())
    Connector.address = request["address"]
    for run in request["runs"]:
        started = time.monotonic()
        algorithm = ALGORITHMS[run["algorithm"]](
            Connector(None),
            {
                "budget_MB": run["megabytes"],
                "max_index_width": run["width"],
                "max_runtime_minutes": run["minutes"],
            },
        )
        try:
            chosen = algorithm.calculate_best_indexes(workload(request))
        except Exception as failure:  # an algorithm that cannot answer must not take the others' answers away
            print(json.dumps({**run, "failure": f"{type(failure).__name__}: {failure}"}), flush=True)
            continue
        evaluation = algorithm.cost_evaluation
        print(
            json.dumps(
                {
                    **run,
                    "indexes": [
                        {"table": index.table().name, "columns": [column.name for column in index.columns]}
                        for index in chosen
                    ],
                    "calls": evaluation.cost_requests - evaluation.cache_hits,
                    "seconds": time.monotonic() - started,
                }
            ),
            flush=True,
        )


main()
