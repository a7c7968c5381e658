"""Addresses of a room. A change of state is a noun with its own address."""

from django.urls import path

from collective.talk.rooms.views import acts, desk, guests, phone, plan, stage

_phone = [
    path("join/", phone.join, name="join"),
    path("j/<str:code>/", phone.scanned, name="scanned"),
    path("r/<str:code>/", phone.room, name="room"),
    path("r/<str:code>/seat/", phone.seat, name="room-seat"),
    path("r/<str:code>/back/", phone.come_back, name="room-come-back"),
    path("r/<str:code>/back/<str:token>/", phone.way_back, name="room-way-back"),
    path("r/<str:code>/departure/", phone.departure, name="room-departure"),
    path("r/<str:code>/answers/", phone.answer, name="room-answer"),
    path("stage/<str:token>/", stage.stage, name="stage"),
    path("stage/<str:token>/pictures/<int:step>/", stage.picture, name="stage-picture"),
    path("r/<str:code>/pictures/<int:step>/", phone.picture, name="room-picture"),
]

_desk = [
    path("desk/gatherings/<slug:slug>/room/", desk.laying_out, name="room-laying-out"),
    path("desk/rooms/<int:room>/", desk.desk, name="room-desk"),
    path("desk/rooms/<int:room>/opening/", acts.opening, name="room-opening"),
    path("desk/rooms/<int:room>/closing/", acts.closing, name="room-closing"),
    path("desk/rooms/<int:room>/closing/removal/", acts.closing_removal, name="room-closing-removal"),
    path("desk/rooms/<int:room>/next/", acts.following, name="room-next"),
    path("desk/rooms/<int:room>/previous/", acts.preceding, name="room-previous"),
    path("desk/rooms/<int:room>/steps/<int:step>/current/", acts.current, name="step-current"),
    path("desk/rooms/<int:room>/steps/<int:step>/skipping/", acts.skipping, name="step-skipping"),
    path(
        "desk/rooms/<int:room>/steps/<int:step>/skipping/removal/", acts.skipping_removal, name="step-skipping-removal"
    ),
    path("desk/rooms/<int:room>/steps/<int:step>/answers/", acts.answers, name="prompt-opening"),
    path("desk/rooms/<int:room>/steps/<int:step>/answers/closing/", acts.answers_closing, name="prompt-closing"),
    path("desk/rooms/<int:room>/steps/<int:step>/answers/earlier/", acts.earlier_answers, name="earlier-answers"),
    path("desk/rooms/<int:room>/steps/<int:step>/results/", acts.results, name="results-showing"),
    path("desk/rooms/<int:room>/steps/<int:step>/results/removal/", acts.results_removal, name="results-hiding"),
    path("desk/rooms/<int:room>/steps/<int:step>/freeze/", acts.freeze, name="freeze"),
    path("desk/rooms/<int:room>/steps/<int:step>/freeze/removal/", acts.freeze_removal, name="freeze-removal"),
    path("desk/rooms/<int:room>/steps/<int:step>/minutes/", acts.more_time, name="more-time"),
    path("desk/rooms/<int:room>/steps/<int:step>/minutes/removal/", acts.less_time, name="less-time"),
    path("desk/rooms/<int:room>/steps/<int:step>/terms/", acts.term, name="term-hiding"),
    path("desk/rooms/<int:room>/steps/<int:step>/terms/removal/", acts.term_removal, name="term-showing"),
]

_guests = [
    path("desk/rooms/<int:room>/people/", guests.people, name="room-people"),
    path("desk/rooms/<int:room>/people/<int:participant>/return-code/", guests.return_code, name="room-return-code"),
    path("desk/rooms/<int:room>/people/<int:participant>/departure/", guests.departure, name="room-person-departure"),
    path("desk/rooms/<int:room>/people/<int:participant>/arrival/", guests.arrival, name="room-person-arrival"),
    path("desk/rooms/<int:room>/people/<int:participant>/facilitating/", guests.facilitating, name="room-facilitating"),
    path("desk/rooms/<int:room>/people/<int:participant>/way/", guests.way, name="room-way"),
    path("desk/rooms/<int:room>/people/<int:participant>/name/", guests.name, name="room-name"),
]

_plan = [
    path("desk/rooms/<int:room>/plan/", plan.plan, name="room-plan"),
    path("desk/rooms/<int:room>/plan/steps/", plan.add, name="step-add"),
    path("desk/rooms/<int:room>/plan/pilot/", plan.pilot, name="plan-pilot"),
    path("desk/rooms/<int:room>/plan/steps/<int:step>/", plan.edit, name="step-edit"),
    path("desk/rooms/<int:room>/plan/steps/<int:step>/earlier/", plan.earlier, name="step-earlier"),
    path("desk/rooms/<int:room>/plan/steps/<int:step>/later/", plan.later, name="step-later"),
    path("desk/rooms/<int:room>/plan/steps/<int:step>/removal/", plan.removal, name="step-removal"),
]

urlpatterns = [*_phone, *_desk, *_guests, *_plan]
