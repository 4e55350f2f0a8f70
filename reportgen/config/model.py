"""`RunConfig`: everything that may be declared about a run, validated."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from reportgen.config import values
from reportgen.config.durations import DURATION_ALLOWED, HORIZON_ALLOWED, duration_text
from reportgen.schema import (
    Interval,
    Mask,
    MaskKind,
    Origin,
    Profile,
    Readout,
    Stamp,
)

_STRICT: Final = ConfigDict(
    frozen=True,
    extra="forbid",
    allow_inf_nan=False,
    coerce_numbers_to_str=True,
    validate_default=False,
)


def _as_text(description: str) -> WithJsonSchema:
    """Schema of a value that is written as one text."""
    return WithJsonSchema({"type": "string", "description": description})


# Names become titles, headings, mail headers and comments: none of them may end a line.
Line = Annotated[str, AfterValidator(values.on_one_line)]
Text = Annotated[Line, StringConstraints(strip_whitespace=True, min_length=1)]
# A boolean is an int in Python, and "layer: true" a mistake.
Whole = Annotated[int, BeforeValidator(values.not_boolean)]
Cadence = Annotated[float, BeforeValidator(values.parse_cadence), _as_text(DURATION_ALLOWED)]
Offset = Annotated[float, BeforeValidator(values.parse_offset), _as_text(DURATION_ALLOWED)]
Horizon = Annotated[
    tuple[float, float],
    BeforeValidator(values.parse_horizon),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
            ],
            "description": HORIZON_ALLOWED,
        }
    ),
]
HourRange = Annotated[
    tuple[float, float],
    BeforeValidator(values.parse_hour_range),
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": ["number", "string"]},
            "minItems": 2,
            "maxItems": 2,
            "description": values.HOUR_RANGE_ALLOWED,
        }
    ),
]


class _Record(BaseModel):
    """A frozen record that knows no other key."""

    model_config = _STRICT


class Patch(_Record):
    """How many steps one token covers, and how many steps the next token is further on."""

    length: Annotated[Whole, Field(ge=1)]
    stride: Annotated[Whole, Field(ge=1)]


class Column(_Record):
    """A column of the input window or of the targets.

    Physical value = stored * std + mean where both are declared; units without them say that the
    stored values are physical already.
    """

    name: Text
    units: Line = ""
    mean: float | None = None
    std: Annotated[float, Field(gt=0)] | None = None
    role: Literal["bz", "speed", "density", "index", ""] = ""

    @model_validator(mode="after")
    def _both_or_neither(self) -> Column:
        if (self.mean is None) != (self.std is None):
            raise ValueError("mean and std together, or neither of them")
        return self


class Scale(_Record):
    """A physical time scale from driver to target, in hours."""

    name: Text
    hours: HourRange
    source: Line = "declared"


class Event(_Record):
    """What counts as an event: a column of the targets against a threshold."""

    column: Text
    operator: Literal["<", "<=", ">", ">="]
    threshold: float
    units: Line = ""

    def __str__(self) -> str:
        """Return the event as it is declared, such as ``Dst <= -50``."""
        return f"{self.column} {self.operator} {self.threshold:.15g} {self.units}".rstrip()


DeclaredPatch = Annotated[Patch, BeforeValidator(values.split_patch)]
DeclaredColumn = Annotated[Column, BeforeValidator(values.named_column)]
Columns = Annotated[tuple[DeclaredColumn, ...], BeforeValidator(values.distinct_names)]
Scales = Annotated[tuple[Scale, ...], BeforeValidator(values.distinct_names)]
DeclaredEvent = Annotated[
    Event, BeforeValidator(values.split_event), _as_text(values.EVENT_ALLOWED)
]
DeclaredMask = Annotated[
    str,
    BeforeValidator(values.parse_mask),
    WithJsonSchema({"type": "string", "pattern": "^(none|causal|window:[1-9][0-9]*)$"}),
]
Dims = Annotated[tuple[str, ...], BeforeValidator(values.split_dims)]
DirectoryPattern = Annotated[str, BeforeValidator(values.parse_pattern), _as_text("regex")]


class RunConfig(_Record):
    """Everything that may be declared about a run; hours are floats, names are the yaml's keys.

    Attributes
    ----------
    cadence, issue_offset, horizon
        Hours between inputs; from the stamp of the last input to issue (0 where they coincide,
        negative where issue comes first); both ends of the forecast after issue. None: undeclared.
    stamp, clock
        What a stamp marks, and where the wind's clock stands.
    mask, dims, variable, input_array
        What the arrays are; None: to be detected.
    attention
        ``none``: the model has no attention, so that there is nothing to report on.
    align
        ``last``: samples of another length are laid over one another at the last input; None: the
        commonest shape is kept.
    part
        Epoch (its number) or target (its folder) that the report speaks of, in a run with several.
    layer, readout
        The plane the report speaks of.
    flow
        Queries of the last layer whose attention flow is computed; negative from the end.
    """

    name: Text | None = None
    cadence: Cadence | None = None
    issue_offset: Offset | None = None
    horizon: Horizon | None = None
    stamp: Stamp = Stamp.START
    clock: Annotated[Literal["bow-shock", "L1"] | None, BeforeValidator(values.named_clock)] = None
    patch: DeclaredPatch | None = None
    prefix_tokens: Annotated[Whole, Field(ge=0)] = 0
    mask: DeclaredMask | None = None
    part: Text | None = None
    layer: Whole = -1
    readout: Readout = Readout.MEAN
    flow: Annotated[tuple[Whole, ...], Field(max_length=8)] = ()
    variable: Text | None = None
    dims: Dims | None = None
    attention: Annotated[Literal["none"] | None, BeforeValidator(values.no_attention)] = None
    align: Literal["last"] | None = None
    profile: Profile = Profile.DEFAULT
    fail_on: Literal["fail", "warn", "never"] = "never"
    inputs: Columns = ()
    input_array: Text = "solar_wind_data"
    targets: Columns = ()
    event: DeclaredEvent | None = None
    scales: Scales = ()
    directory_pattern: DirectoryPattern | None = None
    select: Text | None = None
    jobs: Annotated[Whole, Field(ge=1)] | None = None
    lang: Literal["en", "ko", "both"] = "both"

    @property
    def forecast_period(self) -> Interval | None:
        """Both ends of the forecast, in hours after issue."""
        return None if self.horizon is None else Interval(*self.horizon)

    @property
    def declared_mask(self) -> Mask | None:
        """The declared mask, None where it is to be detected."""
        if self.mask is None:
            return None
        kind, _, width = self.mask.partition(":")
        return Mask(MaskKind(kind), Origin.DECLARED, int(width) if width else None)

    @model_validator(mode="after")
    def _event_has_its_target(self) -> RunConfig:
        if self.event is not None and self.targets:
            values.check_event(
                self.event.column,
                self.event.units,
                {target.name: target.units for target in self.targets},
            )
        return self


def effective(config: RunConfig) -> dict[str, object]:
    """Every value that can change what the report says, as plain JSON, in the yaml's own words.

    Reading it as a ``reportgen.yaml`` gives the same configuration. ``jobs`` is left out: two
    builds must give the same bytes whatever their number.
    """
    plain: dict[str, Any] = config.model_dump(mode="json", exclude={"jobs"})
    for key in ("cadence", "issue_offset"):
        if plain[key] is not None:
            plain[key] = duration_text(plain[key])
    if config.horizon is not None:
        plain["horizon"] = [duration_text(end) for end in config.horizon]
    if config.event is not None:
        plain["event"] = str(config.event)
    return plain


def config_json_schema() -> dict[str, object]:
    """JSON Schema of ``reportgen.yaml``, for editors and for the documents."""
    schema = RunConfig.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "reportgen.yaml"
    schema["description"] = "What may be declared about a run directory; every key is optional."
    return schema
