"""Addresses of gatherings. A change of state is a noun with its own address; looking never changes anything."""

from django.urls import path

from collective.gather.gatherings.views import checkin, desk, imports, people, public, seat

urlpatterns = [
    path("gatherings/", public.gatherings, name="gatherings"),
    path("gatherings/<slug:slug>/", public.gathering, name="gathering"),
    path("gatherings/<slug:slug>/sign-up/", public.sign_up, name="sign-up"),
    path("gatherings/<slug:slug>/sign-up/sent/", public.signed_up, name="signed-up"),
    path("seat/<str:token>/", seat.my_seat, name="my-seat"),
    path("seat/<str:token>/leaving/", seat.leaving, name="my-seat-leaving"),
    path("seat/<str:token>/leaving/removal/", seat.leaving_removal, name="my-seat-leaving-removal"),
    path(
        "seat/<str:token>/consents/<slug:purpose>/withdrawal/",
        seat.consent_withdrawal,
        name="my-seat-consent-withdrawal",
    ),
    path("desk/gatherings/new/", desk.new, name="gathering-new"),
    path("desk/gatherings/<slug:slug>/edit/", desk.edit, name="gathering-edit"),
    path("desk/gatherings/<slug:slug>/listing/", desk.listing, name="gathering-listing"),
    path("desk/gatherings/<slug:slug>/listing/removal/", desk.listing_removal, name="gathering-listing-removal"),
    path("desk/gatherings/<slug:slug>/cancellation/", desk.cancellation, name="gathering-cancellation"),
    path("desk/gatherings/<slug:slug>/people/", people.roll, name="gathering-people"),
    path("desk/gatherings/<slug:slug>/people/new/", people.add, name="gathering-people-add"),
    path(
        "desk/gatherings/<slug:slug>/people/<int:pk>/facilitating/", people.facilitating, name="gathering-facilitating"
    ),
    path("desk/gatherings/<slug:slug>/people/list.<str:ending>", people.as_file, name="gathering-people-file"),
    path("desk/gatherings/<slug:slug>/check-ins/", people.check_ins, name="gathering-check-ins"),
    path(
        "desk/gatherings/<slug:slug>/check-ins/<int:person>/removal/",
        people.check_in_removal,
        name="gathering-check-in-removal",
    ),
    path("desk/gatherings/<slug:slug>/door/", checkin.door, name="gathering-door"),
    path("desk/gatherings/<slug:slug>/door/acts/", checkin.acts, name="gathering-door-acts"),
    path("check-in/<str:code>/", checkin.ticket_check, name="ticket-check"),
    path("seat/<str:token>/ticket/", checkin.ticket, name="my-ticket"),
    path("desk/gatherings/<slug:slug>/import/", imports.upload, name="gathering-upload"),
    path("desk/gatherings/<slug:slug>/import/<int:pk>/", imports.look, name="gathering-import"),
    path(
        "desk/gatherings/<slug:slug>/import/<int:pk>/application/",
        imports.application,
        name="gathering-import-application",
    ),
    path("desk/gatherings/<slug:slug>/import/<int:pk>/removal/", imports.removal, name="gathering-import-removal"),
    path(
        "desk/gatherings/<slug:slug>/import/<int:pk>/discarding/",
        imports.discarding,
        name="gathering-import-discarding",
    ),
]
