"""From where a request comes, and with what."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - no address to bind to: what is counted where none can be told

# The first word that is found names it: most browsers also call themselves by the names of others.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Vivaldi", "Vivaldi"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("HeadlessChrome", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Agent:
    """Browser and system in words, without versions: an update makes no new device."""

    browser: str
    system: str


def client_address(request: HttpRequest) -> str:
    """The client's IP address. Of X-Forwarded-For only what our own proxies (FINPRO_PROXIES) appended is believed."""
    seen = request.META.get("REMOTE_ADDR", "")
    if proxies := int(settings.FINPRO["proxies"]):
        told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        seen = told[-proxies] if len(told) >= proxies else seen
    try:
        found = ip_address(seen)
    except ValueError:
        return UNKNOWN
    # A socket for both kinds writes IPv4 as IPv6; as such they would all lie in one network.
    return str(getattr(found, "ipv4_mapped", None) or found)


def place(address: str) -> str:
    """By what tries from an address are counted: itself, or of IPv6 the 64 bits that one subscriber has at least."""
    return address if ip_address(address).version == 4 else str(ip_network(f"{address}/64", strict=False))


def network(address: str) -> str:
    """The network that an address belongs to: 256 neighbours of IPv4, a site of IPv6."""
    prefix = 24 if ip_address(address).version == 4 else 48
    return str(ip_network(f"{address}/{prefix}", strict=False))


def agent(user_agent: str) -> Agent:
    """What a User-Agent header says of browser and system, in words; it is only what the client claims to be."""
    return Agent(_first(_BROWSERS, user_agent, "another browser"), _first(_SYSTEMS, user_agent, "another system"))


def _first(names: tuple[tuple[str, str], ...], text: str, other: str) -> str:
    return next((name for mark, name in names if mark in text), other)
