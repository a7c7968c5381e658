from django.urls import path

from collective.ground.web import views

urlpatterns = [
    path("", views.patterns, name="patterns"),
    path("form/", views.sample_form, name="pattern-form"),
    path("refusal/", views.sample_refusal, name="pattern-refusal"),
    path("<slug:name>/", views.sample, name="pattern"),
]
