"""Every address of the site: one list of addresses for each portal."""

from django.conf import settings
from django.urls import include, path

from finpro.portals.public.views import google

urlpatterns = [
    # The library looks this one up by its name, which has no namespace.
    path("sign-in/google/callback", google.callback, name="google_callback"),
    path("", include("finpro.portals.public.urls")),
    path("account/", include("finpro.portals.account.urls")),
    path("identity/", include("finpro.portals.account.identity_urls")),
    path("me/", include("finpro.portals.individual.urls")),
    path("firm/<int:firm>/", include("finpro.portals.firm.urls")),
    path("registry/", include("finpro.portals.staff.urls")),
]
# The demo's own pages: elsewhere there is no such address.
if settings.FINPRO["demo"] and not settings.FINPRO["production"]:
    urlpatterns += [path("dev/", include("finpro.portals.public.dev_urls"))]

handler400 = "finpro.kernel.http.bad_request"
handler403 = "finpro.kernel.http.permission_denied"
handler404 = "finpro.kernel.http.page_not_found"
handler500 = "finpro.kernel.http.server_error"
