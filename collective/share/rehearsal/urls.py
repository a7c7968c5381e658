"""Addresses of rehearsals, and of the demonstration's way in."""

from django.urls import path

from collective.share.rehearsal import views

urlpatterns = [
    path("desk/rooms/<int:room>/rehearsal/", views.rehearsal, name="rehearsal"),
    path("desk/rooms/<int:room>/rehearsal/removal/", views.removal, name="rehearsal-removal"),
    path("demo/", views.demo_desk, name="demo-desk"),
]
