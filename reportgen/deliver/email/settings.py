"""Where mail is handed over, and as whom: environment, a file of the user's, the keyring.

Never the command line, which other users of the machine can read, and never the run's own
configuration, which is printed in the report.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from reportgen.exceptions import OutputError

PREFIX: Final = "REPORTGEN_SMTP_"
CONFIG_VARIABLE: Final = f"{PREFIX}CONFIG"
KEYRING_SERVICE: Final = "reportgen"
_PORTS: Final = {"tls": 465, "starttls": 587, "none": 25}
Text = Annotated[str, Field(min_length=1)]


class SmtpSettings(BaseModel):
    """How to reach a server.

    Attributes
    ----------
    host, port
        The server; the port follows from ``security`` where it is not given.
    security
        ``starttls`` (the default), ``tls``, or ``none``, which only this machine itself may have.
    user, password
        Left out where the server asks for none. The password never shows in a text.
    sender
        Address that mails come from; the user where that is an address.
    ca_file
        Certificates to trust instead of the system's.
    timeout
        Seconds to wait for the server.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: Text
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Text | None = None
    password: SecretStr | None = None
    sender: Text | None = None
    ca_file: Path | None = None
    timeout: Annotated[float, Field(gt=0)] = 30.0

    @property
    def door(self) -> int:
        """The port, given or usual."""
        return self.port or _PORTS[self.security]

    @property
    def is_loopback(self) -> bool:
        """Whether the server is this machine itself, so that nothing travels over a network."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"


def smtp_settings(environment: Mapping[str, str] | None = None) -> SmtpSettings:
    """Settings from the environment, then the file, then (for the password) the keyring.

    Parameters
    ----------
    environment
        Instead of the process's own.

    Raises
    ------
    OutputError
        No server is named, a value cannot be used, a plain connection would leave this machine,
        or the file with the password can be read by others.
    """
    environment = os.environ if environment is None else environment
    given = {**_from_file(environment), **_from_environment(environment)}
    if "host" not in given:
        raise OutputError(
            "no mail server is named",
            allowed=f"{PREFIX}HOST in the environment, or host in {_file_of(environment)}",
            fix="name it, or send the draft with a mail program",
        )
    try:
        settings = SmtpSettings.model_validate(given)
    except ValidationError as error:
        # Names of keys only: a value may be a secret in the wrong place.
        problems = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise OutputError(
            "the mail settings cannot be used: " + "; ".join(problems),
            allowed=", ".join(SmtpSettings.model_fields),
            fix=f"correct {PREFIX}… or {_file_of(environment)}",
        ) from None
    if settings.security == "none" and not settings.is_loopback:
        raise OutputError(
            f"security none for {settings.host}",
            allowed="starttls or tls; none for localhost alone",
            fix="set security to starttls or tls",
        )
    return _with_password(settings)


def _file_of(environment: Mapping[str, str]) -> Path:
    named = environment.get(CONFIG_VARIABLE)
    if named:
        return Path(named).expanduser()
    base = environment.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(base).expanduser() / "reportgen" / "mail.yaml"


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    names = {name: f"{PREFIX}{name.upper()}" for name in SmtpSettings.model_fields}
    return {
        name: environment[variable] for name, variable in names.items() if environment.get(variable)
    }


def _from_file(environment: Mapping[str, str]) -> dict[str, object]:
    path = _file_of(environment)
    if not path.is_file():
        if environment.get(CONFIG_VARIABLE):
            raise OutputError(f"{CONFIG_VARIABLE} names {path}, which is no file", fix="correct it")
        return {}
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        # The parser's own words would quote the file, password and all.
        raise OutputError(
            f"{path} cannot be read as YAML", allowed="key: value lines", fix="correct it"
        ) from None
    if not isinstance(values, dict):
        raise OutputError(f"{path} holds no settings", allowed="key: value lines", fix="correct it")
    if "password" in values and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise OutputError(
            f"{path} holds a password and can be read by others",
            allowed="a file that only you can read",
            fix=f"chmod 600 {path}",
        )
    return {str(key): value for key, value in values.items()}


def _with_password(settings: SmtpSettings) -> SmtpSettings:
    """Settings with a password wherever there is a user."""
    if settings.user is None or settings.password is not None:
        return settings
    found = _from_keyring(settings)
    if found is None:
        raise OutputError(
            f"no password for {settings.user} at {settings.host}",
            allowed=f"{PREFIX}PASSWORD, password in the settings file, or the keyring",
            fix=f"keyring set {KEYRING_SERVICE} {settings.user}@{settings.host} "
            "(with reportgen[mail])",
        )
    return settings.model_copy(update={"password": SecretStr(found)})


def _from_keyring(settings: SmtpSettings) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        found = keyring.get_password(KEYRING_SERVICE, f"{settings.user}@{settings.host}")
    except KeyringError:
        return None
    return None if found is None else str(found)
