"""``engine="reportgen"``: a file or a run opened by xarray itself, labelled and lazy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from xarray.backends import BackendEntrypoint

if TYPE_CHECKING:
    import xarray as xr


class ReportgenBackend(BackendEntrypoint):
    """Opens what ``reportgen.open_run`` opens; values are read when they are asked for.

    ``xr.open_dataset("attention_batch_0000.npz", engine="reportgen")`` opens one file, and
    ``xr.open_mfdataset("run/npz/*.npz", engine="reportgen", combine="nested",
    concat_dim="batch")`` those of a folder, where dask is installed. Configuration values are
    given by name, such as ``cadence="12min"``.
    """

    description = "Attention tensors of a transformer, as reportgen reads them"
    url = ""
    open_dataset_parameters: ClassVar[Any] = ("filename_or_obj", "drop_variables")

    def open_dataset(
        self,
        filename_or_obj: Any,
        *,
        drop_variables: str | Iterable[str] | None = None,
        **overrides: object,
    ) -> xr.Dataset:
        """Open a file, a run directory or an archive as a labelled, lazy Dataset."""
        from reportgen.sources.run import open_run

        dataset = open_run(Path(filename_or_obj), overrides=overrides)
        dropped = [drop_variables] if isinstance(drop_variables, str) else drop_variables or ()
        dataset = dataset.drop_vars([name for name in dropped if name in dataset.variables])
        # Files are open only while they are read; open_mfdataset calls this all the same.
        dataset.set_close(lambda: None)
        return dataset

    def guess_can_open(self, filename_or_obj: Any) -> bool:
        """Whether the name is that of an npz file, which no other engine opens."""
        return isinstance(filename_or_obj, str | Path) and str(filename_or_obj).endswith(".npz")
