"""Addresses of conversations. A change of state is a noun with its own address; the phone's lie where its cookie goes."""

from django.urls import path

from collective.talk.conversations.views import cards, drawing, lists, paper, phone, tables, votes

_phone = [
    path("r/<str:code>/cards/", phone.cards, name="room-card-writing"),
    path("r/<str:code>/cards/<int:pk>/", phone.card, name="room-card"),
    path("r/<str:code>/cards/<int:pk>/removal/", phone.card_removal, name="room-card-removal"),
    path("r/<str:code>/table-name/", phone.table_name, name="room-table-name"),
    path("r/<str:code>/vote/", phone.vote, name="room-vote"),
    path("r/<str:code>/rating/", phone.rating, name="room-rating"),
    path("r/<str:code>/alone/", phone.alone, name="room-alone"),
    path("r/<str:code>/alone/removal/", phone.alone_removal, name="room-alone-removal"),
]

_drawing = [
    path("desk/rooms/<int:room>/rounds/<int:step>/drawing/", drawing.page, name="round-drawing"),
    path("desk/rooms/<int:room>/rounds/<int:step>/proposal/", drawing.proposal, name="round-proposal"),
    path("desk/rooms/<int:room>/rounds/<int:step>/pairs/", drawing.pairs, name="round-pairs"),
    path(
        "desk/rooms/<int:room>/rounds/<int:step>/pairs/<int:pair>/removal/",
        drawing.pair_removal,
        name="round-pair-removal",
    ),
    path("desk/rooms/<int:room>/rounds/<int:step>/changes/", drawing.changes, name="round-changes"),
    path("desk/rooms/<int:room>/rounds/<int:step>/changes/check/", drawing.check, name="round-change-check"),
    path(
        "desk/rooms/<int:room>/rounds/<int:step>/changes/removal/", drawing.change_removal, name="round-change-removal"
    ),
    path("desk/rooms/<int:room>/rounds/<int:step>/repair/", drawing.repair, name="round-repair"),
    path("desk/rooms/<int:room>/rounds/<int:step>/people/<int:participant>/", drawing.person, name="round-person"),
]

_tables = [
    path("desk/rooms/<int:room>/tables/", tables.tables, name="room-tables"),
    path("desk/rooms/<int:room>/rounds/<int:step>/", tables.edit, name="round-edit"),
    path("desk/rooms/<int:room>/rounds/<int:step>/draw/", tables.draw, name="round-draw"),
    path("desk/rooms/<int:room>/rounds/<int:step>/publication/", tables.publication, name="round-publication"),
    path("desk/rooms/<int:room>/rounds/<int:step>/undoing/", tables.undoing, name="round-undoing"),
    path("desk/rooms/<int:room>/rounds/<int:step>/merging/<int:table>/", tables.merging, name="round-merging"),
    path("desk/rooms/<int:room>/rounds/<int:step>/moves/", tables.moves, name="round-moves"),
    path("desk/rooms/<int:room>/rounds/<int:step>/help/<int:table>/", tables.help_given, name="round-help"),
    path("desk/rooms/<int:room>/rounds/<int:step>/list/", lists.host_list, name="round-list"),
    path("desk/rooms/<int:room>/rounds/<int:step>/tables.csv", lists.host_csv, name="round-list-csv"),
    path("desk/rooms/<int:room>/rounds/<int:step>/zoom.csv", lists.zoom_csv, name="round-zoom-csv"),
    path("desk/rooms/<int:room>/votes/<int:step>/closing/", votes.closing, name="vote-closing"),
    path("desk/rooms/<int:room>/votes/<int:step>/closing/removal/", votes.closing_removal, name="vote-closing-removal"),
]

_cards = [
    path("desk/rooms/<int:room>/cards/", cards.cards, name="room-cards"),
    path("desk/rooms/<int:room>/cards/<int:card>/hiding/", cards.hiding, name="card-hiding"),
    path("desk/rooms/<int:room>/cards/<int:card>/hiding/removal/", cards.hiding_removal, name="card-hiding-removal"),
]

_paper = [
    path("desk/rooms/<int:room>/typing-in/", paper.typing_in, name="room-typing-in"),
    path("desk/rooms/<int:room>/typing-in/cards/", paper.cards, name="paper-cards"),
    path("desk/rooms/<int:room>/typing-in/cards/<int:card>/removal/", paper.card_removal, name="paper-card-removal"),
    path("desk/rooms/<int:room>/typing-in/names/", paper.names, name="paper-names"),
    path("desk/rooms/<int:room>/typing-in/answers/", paper.answers, name="paper-answers"),
]

urlpatterns = [*_phone, *_drawing, *_tables, *_cards, *_paper]
