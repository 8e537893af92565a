"""From where a request comes."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - no address to bind to: what is counted where none can be told


def client_address(request: HttpRequest) -> str:
    """The client's IP address. Of X-Forwarded-For only what our own proxies (FINPRO_PROXIES) appended is believed."""
    seen = request.META.get("REMOTE_ADDR", "")
    if proxies := int(settings.FINPRO["proxies"]):
        told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        seen = told[-proxies] if len(told) >= proxies else seen
    try:
        return str(ip_address(seen))
    except ValueError:
        return UNKNOWN


def network(address: str) -> str:
    """The network that an address belongs to: 256 neighbours of IPv4, a site of IPv6."""
    prefix = 24 if ip_address(address).version == 4 else 48
    return str(ip_network(f"{address}/{prefix}", strict=False))
