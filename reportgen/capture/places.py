"""Where in the model the program is: names and classes of the modules that are running."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch.nn import Module


class Places:
    """Stack of running modules, kept by hooks on every one of them.

    Parameters
    ----------
    model
        The outermost module; outside its own forward pass nothing is captured.
    """

    def __init__(self, model: Module) -> None:
        self._model = model
        self._running: list[tuple[str, Module]] = []
        self._handles: list[Any] = []
        self._attention_of_hugging_face = _hugging_face_attention(model)

    def attach(self) -> None:
        """Put the hooks on."""
        for name, module in self._model.named_modules():
            if module is self._model:
                continue
            self._handles.append(module.register_forward_pre_hook(self._entered(name)))
            self._handles.append(module.register_forward_hook(self._left))

    def detach(self) -> None:
        """Take the hooks off."""
        for handle in self._handles:
            handle.remove()
        self._handles.clear()

    def start(self) -> None:
        """Begin a forward pass; forgets what an earlier one left behind when it failed."""
        self._running = [("", self._model)]

    def stop(self) -> None:
        """End a forward pass."""
        self._running = []

    @property
    def inside(self) -> bool:
        """Whether the model's own forward pass is running."""
        return bool(self._running)

    @property
    def here(self) -> tuple[str, tuple[str, ...]]:
        """Name of the innermost running module, and the classes of all, outermost first."""
        name = self._running[-1][0] or type(self._model).__name__
        return name, tuple(type(module).__name__ for _, module in self._running)

    @property
    def in_hugging_face_attention(self) -> bool:
        """Whether an attention module of a Hugging Face model is the innermost of its kind."""
        near = [module for _, module in self._running[-2:]]
        return any(id(module) in self._attention_of_hugging_face for module in near)

    @property
    def has_sink_column(self) -> bool:
        """Whether the module appends a learned logit to each row before its softmax (gpt-oss)."""
        return any(hasattr(module, "sinks") for _, module in self._running[-2:])

    def _entered(self, name: str) -> Any:
        def enter(module: Module, _arguments: Any) -> None:
            if self._running:
                self._running.append((name, module))

        return enter

    def _left(self, module: Module, _arguments: Any, _output: Any) -> None:
        # A caught exception inside the model leaves its modules on the stack: drop those, too.
        while len(self._running) > 1:
            if self._running.pop()[1] is module:
                return


def _hugging_face_attention(model: Module) -> frozenset[int]:
    """Modules, by id, of the Hugging Face models inside a model that compute attention."""
    from reportgen.capture.hugging_face import pretrained_models

    return frozenset(
        id(module)
        for inner in pretrained_models(model)
        for module in inner.modules()
        if "attention" in type(module).__name__.lower()
    )
