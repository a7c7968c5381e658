"""The address in every newsletter, and the one that a mail provider calls where one is set up."""

from django.urls import path

from collective.ground.outbox import provider, views

urlpatterns = [*provider.urls(), path("letters/<str:token>/no-more/", views.no_more_news, name="no-more-news")]
