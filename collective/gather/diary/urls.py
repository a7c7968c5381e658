"""Where the diary is found. Addresses with a token are private links."""

from django.urls import path

from collective.gather.diary import feeds
from collective.gather.diary.views import asked, hours, own

urlpatterns = [
    path("me/diary/", own.diary, name="my-diary"),
    path("me/diary/feed/", own.feed, name="my-feed"),
    path("me/diary/feed/removal/", own.feed_removal, name="my-feed-removal"),
    path("me/free-hours/", hours.week, name="free-hours"),
    path("me/free-hours/removal/", hours.removal, name="free-hours-removal"),
    path("me/free-hours/days/", hours.exceptions, name="free-exceptions"),
    path("me/free-hours/days/<int:number>/removal/", hours.exception_removal, name="free-exception-removal"),
    path("diary/<str:token>/", own.diary, name="guest-diary"),
    path("diary/<str:token>/feed/", own.feed, name="guest-feed"),
    path("diary/<str:token>/feed/removal/", own.feed_removal, name="guest-feed-removal"),
    path("invitations/<str:token>/", asked.invitation, name="invitation"),
    path("invitations/<str:token>/answer/", asked.answer, name="invitation-answer"),
    path("invitations/<str:token>/diary/", asked.diary_link, name="invitation-diary"),
    path("invitations/<str:token>/calendar.ics", asked.file, name="invitation-file"),
    path("entries/<str:uid>/calendar.ics", asked.entry_file, name="entry-file"),
    path("calendar.ics", feeds.public, name="public-feed"),
    path("calendar/<str:token>.ics", feeds.personal, name="feed"),
]
