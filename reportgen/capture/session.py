"""``capture_attention``: a model runs as it always does, and its attention is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reportgen.capture.batches import CapturedBatch, tensor_axes
from reportgen.capture.calls import Call
from reportgen.capture.declarations import checked_declarations
from reportgen.capture.hugging_face import told_padding, visible_attention
from reportgen.capture.intercept import Interceptor
from reportgen.capture.places import Places
from reportgen.capture.refusals import check_model
from reportgen.capture.requirement import load_torch
from reportgen.capture.sorting import settings_of
from reportgen.capture.state import evaluating, without_fast_path
from reportgen.capture.summary_writer import SummaryWriter
from reportgen.capture.writer import FileWriter, RunWriter
from reportgen.exceptions import NoAttentionError, UsageError

if TYPE_CHECKING:
    from torch.nn import Module

Stored = Literal["float32", "float16", "float64"]
Format = Literal["npz", "netcdf"]


class Capture:
    """A capture that is running, or has run.

    Attributes
    ----------
    batches
        Forward passes captured so far.
    kept
        Batches that lay in the folder already, as whoever resumes a capture counts them.
    """

    def __init__(self, writer: RunWriter) -> None:
        self._writer = writer
        self._calls: list[Call] = []
        self._pending: CapturedBatch | None = None
        self.batches = 0
        self.kept = 0

    @property
    def runs(self) -> Mapping[str, Path]:
        """Run directories by kind of attention; the first is the one given."""
        return self._writer.runs

    @property
    def layers(self) -> Mapping[str, tuple[str, ...]]:
        """Modules whose attention is stored, by kind, in stored order."""
        return self._writer.layers

    def add(
        self,
        *,
        predictions: Any = None,
        targets: Any = None,
        inputs: Any = None,
        reference_times: Iterable[Any] | None = None,
        attention_mask: Any = None,
        name: str | None = None,
    ) -> None:
        """Describe the batch that the model has just seen.

        Parameters
        ----------
        predictions, targets : (batch, step, target), or without step or target
            Kept for contrasts of outcomes; normalised as they are, declare ``targets=``.
        inputs : (batch, time, variable)
            The input window, as the model saw it; declare ``inputs=`` to undo the normalisation.
        reference_times : (batch,)
            Times of issue: each sample gets a file of its own, named by its time.
        attention_mask : (batch, key)
            1 for real tokens, 0 for padding, if the model's own masks do not tell.
        name
            Name of the batch's file, without suffix; numbered otherwise.

        Raises
        ------
        UsageError
            Nothing was captured yet, or sizes that do not fit the batch.
        """
        if self._pending is None:
            raise UsageError(
                "add() before the model ran",
                allowed="one call after each forward pass: it describes the batch just seen",
                fix="call the model first, inside the with block",
            )
        given = {
            "predictions": predictions,
            "targets": targets,
            "inputs": inputs,
            "reference_times": reference_times,
            "attention_mask": attention_mask,
            "name": name,
        }
        self._pending.describe({key: value for key, value in given.items() if value is not None})

    def record(self, call: Call) -> None:
        """Keep one call of the forward pass that is running."""
        self._calls.append(self._writer.kept(call))

    def begin(self) -> None:
        """Begin a forward pass: what came before is complete."""
        self.flush()
        self._calls = []

    def finish(self, axes: frozenset[int], padding: Mapping[str, Any]) -> None:
        """End a forward pass.

        Parameters
        ----------
        axes
            Sizes of the first two axes of what the model was given.
        padding
            Padding masks the model was told, by kind.
        """
        if not self._calls:
            return
        self._pending = self._writer.batch(self._calls, self.batches, axes, padding)
        self._calls = []
        self.batches += 1

    def flush(self) -> None:
        """Write the batch that waits for its description."""
        batch, self._pending = self._pending, None
        if batch is not None:
            self._writer.write(batch)


@contextmanager
def capture_attention(
    model: Module,
    run_dir: str | Path,
    *,
    kinds: Sequence[str] = (),
    softmax: bool = False,
    dtype: Stored = "float32",
    format: Format = "npz",
    tokens: Sequence[str] | None = None,
    times: Sequence[Any] | None = None,
    summary: bool = False,
    resume: bool = False,
    **declared: Any,
) -> Iterator[Capture]:
    """Keep the attention of every forward pass of a model, as a run that ``build`` reads.

    The model is in evaluation mode inside the block and computes what it always computes; nothing
    of it is changed when the block ends, however it ends. Gradients are left as they are: use
    ``torch.no_grad()`` around the model.

    Parameters
    ----------
    model
        The module that is called; attention inside its forward pass is captured.
    run_dir
        New folder: one file per batch (or per sample, once reference times are given), in
        ``npz/`` or for NetCDF at its top, and ``reportgen.yaml``.
    kinds
        Which attention to keep, of ``self``, ``cross`` and ``decoder``; all by default. The first
        kind found lies in ``run_dir``, the others in folders of their names below it.
    softmax
        Take every softmax over the last of four axes for attention: for models that compute
        ``softmax(q @ k.T)`` themselves.
    dtype
        Of the stored weights.
    format
        ``npz``, or ``netcdf`` (CF, with named dims), which has no half precision.
    tokens, times : (key,)
        Names, and hours or dates, of the input tokens.
    summary
        Write ``summary.nc`` instead of files, a block of queries at a time: the (query, key)
        matrix is never made.
    resume
        Go on in a folder that holds captured files; those of the same name are replaced.
    **declared
        Keys of ``reportgen.yaml``: ``cadence="12min"``, ``issue_offset``, ``inputs``, ``targets``.

    Yields
    ------
    Capture
        Call its ``add`` after each forward pass to store outcomes, inputs and times.

    Raises
    ------
    NoAttentionError
        The model has no attention over time, with the reason; or none ran inside the block.
    UsageError
        A declaration that cannot be used, or a folder that is taken.
    OutputError
        PyTorch is missing, or a file cannot be written.
    """
    torch = load_torch()
    if not isinstance(model, torch.nn.Module):
        raise UsageError(f"a model of type {type(model).__name__}", allowed="a torch.nn.Module")
    check_model(model)
    settings = settings_of(
        Path(run_dir), checked_declarations(declared), kinds, dtype, format, tokens, times
    )
    writer: RunWriter = (
        SummaryWriter(settings, resume=resume) if summary else FileWriter(settings, resume=resume)
    )
    places = Places(model)
    capture = Capture(writer)
    interceptor = Interceptor(
        places, capture.record, keep_weights=not summary, every_softmax=softmax
    )

    def begin(_model: Any, _arguments: Any, _keywords: Any) -> None:
        capture.begin()
        places.start()

    def finish(_model: Any, arguments: Any, keywords: Any, _output: Any) -> None:
        places.stop()
        capture.finish(tensor_axes(arguments, keywords), told_padding(model, arguments, keywords))

    with ExitStack() as stack:
        stack.enter_context(evaluating(model))
        stack.enter_context(without_fast_path(model))
        stack.enter_context(visible_attention(model, keep_weights=not summary))
        stack.callback(places.detach)
        places.attach()
        for handle in (
            model.register_forward_pre_hook(begin, with_kwargs=True),
            model.register_forward_hook(finish, with_kwargs=True),
        ):
            stack.callback(handle.remove)
        stack.enter_context(interceptor.mode())
        yield capture
    capture.flush()
    if capture.batches == capture.kept == 0:
        raise _nothing_seen(model, interceptor.softmaxes_passed)
    writer.close()


def _nothing_seen(model: Any, softmaxes: Sequence[str]) -> NoAttentionError:
    """Why a block ended without attention, as far as can be told."""
    name = type(model).__name__
    if softmaxes:
        where = ", ".join(dict.fromkeys(softmaxes))
        return NoAttentionError(
            f"{name} takes the softmax of its scores itself, in {where}",
            allowed="nn.MultiheadAttention, scaled_dot_product_attention, Hugging Face models",
            fix="if those are attention weights, call capture_attention(…, softmax=True)",
        )
    return NoAttentionError(
        f"no attention ran in a forward pass of {name}",
        allowed="nn.MultiheadAttention, scaled_dot_product_attention, Hugging Face models",
        fix="call the model itself inside the with block, model(x), not one of its methods",
    )
