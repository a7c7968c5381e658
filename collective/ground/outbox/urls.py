"""The address in every newsletter."""

from django.urls import path

from collective.ground.outbox import views

urlpatterns = [path("letters/<str:token>/no-more/", views.no_more_news, name="no-more-news")]
