"""Addresses of gatherings. A change of state is a noun with its own address; looking never changes anything."""

from django.urls import path

from collective.gather.gatherings.views import (
    attendance,
    checkin,
    desk,
    imports,
    people,
    public,
    seat,
    waiting,
    waiting_desk,
)

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
    path("seat/<str:token>/still-coming/", seat.still_coming, name="still-coming"),
    path("seat/<str:token>/confirmation/", seat.confirmation, name="my-seat-confirmation"),
    path("gatherings/<slug:slug>/my-seat/", seat.mine, name="mine"),
    path("gatherings/<slug:slug>/waiting/", waiting.join, name="waiting-list"),
    path("gatherings/<slug:slug>/waiting/sent/", waiting.joined, name="waiting-list-joined"),
    path("waiting/<str:token>/", waiting.my_place, name="my-place"),
    path("waiting/<str:token>/acceptance/", waiting.acceptance, name="my-place-acceptance"),
    path("waiting/<str:token>/leaving/", waiting.leaving, name="my-place-leaving"),
    path("waiting/<str:token>/leaving/removal/", waiting.leaving_removal, name="my-place-leaving-removal"),
    path("waiting/<str:token>/wishes/", waiting.wishes, name="my-place-wishes"),
    path("waiting/<str:token>/seat/", waiting.free_seat, name="my-place-seat"),
    path("desk/gatherings/<slug:slug>/waiting/", waiting_desk.waiting, name="gathering-waiting"),
    path("desk/gatherings/<slug:slug>/waiting/<int:pk>/offer/", waiting_desk.offer, name="gathering-offer"),
    path(
        "desk/gatherings/<slug:slug>/waiting/<int:pk>/offer/removal/",
        waiting_desk.offer_removal,
        name="gathering-offer-removal",
    ),
    path("desk/gatherings/<slug:slug>/waiting/<int:pk>/seat/", waiting_desk.seat, name="gathering-waiting-seat"),
    path(
        "desk/gatherings/<slug:slug>/waiting/<int:pk>/removal/", waiting_desk.removal, name="gathering-waiting-removal"
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
    path("seat/<str:token>/attendance/", attendance.mine, name="my-attendance"),
    path("desk/gatherings/<slug:slug>/attendance/", attendance.attendance, name="gathering-attendance"),
    path("desk/gatherings/<slug:slug>/attendance/marks/", attendance.marks, name="gathering-marks"),
    path("desk/gatherings/<slug:slug>/attendance/rest/", attendance.the_rest, name="gathering-rest"),
    path(
        "desk/gatherings/<slug:slug>/attendance/rest/removal/",
        attendance.the_rest_removal,
        name="gathering-rest-removal",
    ),
    path("desk/gatherings/<slug:slug>/attendance/reports/", attendance.reports, name="gathering-reports"),
    path("desk/gatherings/<slug:slug>/attendance/reports/<int:pk>/", attendance.report, name="gathering-report"),
    path(
        "desk/gatherings/<slug:slug>/attendance/reports/<int:pk>/confirmation/",
        attendance.report_confirmation,
        name="gathering-report-confirmation",
    ),
    path(
        "desk/gatherings/<slug:slug>/attendance/reports/<int:pk>/discarding/",
        attendance.report_discarding,
        name="gathering-report-discarding",
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
