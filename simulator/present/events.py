"""Event logs as a Parquet file: one row an event, sorted by replication, time, sequence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from simulator.engines.log import EVENT, EventLog, Happening
from simulator.files.disk import writing

__all__ = ["write_events"]


def write_events(logs: Iterable[EventLog], path: Path) -> None:
    """Write logs to `path`, one row group a replication; the file appears only when it is whole.

    Columns: replication, sequence, event (its name in lower case), then those of `EVENT`.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = np.array([happening.name.lower() for happening in Happening])
    columns = [name for name in EVENT.names or () if name != "event"]
    fields: list[tuple[str, pa.DataType]] = [
        ("replication", pa.int32()),
        ("sequence", pa.int32()),
        ("event", pa.string()),
    ]
    fields += [(name, pa.from_numpy_dtype(EVENT[name])) for name in columns]
    schema = pa.schema(fields)
    with writing(path) as part, pq.ParquetWriter(part, schema) as writer:
        for log in logs:
            events = log.events
            arrays = [
                pa.array(np.full(len(events), log.replication, np.int32)),
                pa.array(np.arange(len(events), dtype=np.int32)),
                pa.array(names[events["event"]]),
                *(pa.array(np.ascontiguousarray(events[name])) for name in columns),
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
