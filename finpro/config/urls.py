"""Every address of the site: one list of addresses for each portal."""

from django.urls import include, path

urlpatterns = [
    path("", include("finpro.portals.public.urls")),
    path("me/", include("finpro.portals.individual.urls")),
]
