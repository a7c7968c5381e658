"""Which app answers which address. Only includes."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("collective.share.pages.urls")),
    path("", include("collective.share.api.urls")),
    path("", include("collective.share.rehearsal.urls")),
    path("", include("collective.talk.conversations.urls")),
    path("", include("collective.talk.rooms.urls")),
    path("", include("collective.gather.gatherings.urls")),
    path("", include("collective.gather.diary.urls")),
    path("", include("collective.join.people.urls")),
    path("", include("collective.ground.outbox.urls")),
]
if settings.DEBUG or settings.DEMO:
    urlpatterns.append(path("patterns/", include("collective.ground.web.urls")))

handler400 = "collective.ground.web.views.bad_request"
