"""Pack the hourly OMNI table into the small file that comes with the sample.

    python make_hours.py omni2_hourly_1998_2002_bz_dst.csv

Written beside this script: ``hours.npz``, integers in the resolution of the source.
"""

import csv
import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

# Column of the table, name in the file, steps per unit: OMNI2 gives no finer values.
COLUMNS = (("b", "B", 10), ("bz", "Bz", 10), ("n", "n", 10), ("v", "v", 1), ("dst", "Dst", 1))
MISSING = np.iinfo(np.int16).min


def packed(table: Path) -> dict[str, np.ndarray]:
    """Return the arrays of ``hours.npz``.

    Raises
    ------
    ValueError
        The stamps are not one hour apart, or a value does not survive the packing.
    """
    with table.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    first = datetime.fromisoformat(rows[0]["ts"])
    for index, row in enumerate(rows):
        if datetime.fromisoformat(row["ts"]) != first + timedelta(hours=index):
            raise ValueError(f"{table.name}, row {index}: {row['ts']} is not one hour on")
    columns = {}
    for column, name, steps in COLUMNS:
        values = np.array([float(row[column] or "nan") for row in rows])
        scaled = np.round(values * steps)
        if not np.allclose(scaled / steps, values, rtol=0, atol=1e-9, equal_nan=True):
            raise ValueError(f"{table.name}: {column} has more decimals than 1/{steps}")
        columns[name] = np.where(np.isnan(values), MISSING, scaled).astype(np.int16)
    return {
        **columns,
        "names": np.array([name for _, name, _ in COLUMNS]),
        "steps_per_unit": np.array([steps for _, _, steps in COLUMNS], dtype=np.int16),
        "first_hour": np.array(f"{first:%Y-%m-%dT%H:%M}"),
        "source": np.array(
            "OMNI2 hourly, NASA/GSFC SPDF OMNIWeb, doi 10.48322/1shr-ht18;"
            " King and Papitashvili 2005, J. Geophys. Res. 110, A02104"
        ),
    }


if __name__ == "__main__":
    np.savez_compressed(Path(__file__).with_name("hours.npz"), **packed(Path(sys.argv[1])))
