"""Addresses of pages that several apps make together."""

from django.urls import path

from collective.share.pages.views import about, community, desk, files, front, mail, paper, result

urlpatterns = [
    path("", front.front, name="front"),
    path("help/", front.get_help, name="get-help"),
    path("shared-question/", front.shared_question, name="shared-question"),
    path("about/data/", about.data, name="about-data"),
    path("about/accessibility/", about.accessibility, name="accessibility"),
    path("community.css", community.style_sheet, name="community-css"),
    path("gatherings/<slug:slug>/result/", result.result, name="result"),
    path("gatherings/<slug:slug>/result.csv", files.public, {"ending": "csv"}, name="result-csv"),
    path("gatherings/<slug:slug>/result.xlsx", files.public, {"ending": "xlsx"}, name="result-xlsx"),
    path("gatherings/<slug:slug>/result.json", files.public, {"ending": "json"}, name="result-json"),
    path("desk/", desk.desk, name="desk"),
    path("desk/gatherings/<slug:slug>/overview/", desk.overview, name="gathering-overview"),
    path("desk/gatherings/<slug:slug>/day/", desk.day, name="gathering-day"),
    path("desk/community/", community.settings_page, name="desk-community"),
    path("desk/gatherings/<slug:slug>/result/", result.edit, name="result-edit"),
    path("desk/gatherings/<slug:slug>/result/publication/", result.publication, name="result-publication"),
    path("desk/gatherings/<slug:slug>/result/withdrawal/", result.withdrawal, name="result-withdrawal"),
    path("desk/gatherings/<slug:slug>/everything.<slug:ending>", files.everything, name="everything-file"),
    path("desk/gatherings/<slug:slug>/paper/", paper.pack, name="paper-pack"),
    path("desk/mail/", mail.outbox, name="mail"),
    path("desk/mail/coming/", mail.coming, name="mail-coming"),
    path("desk/mail/addresses/", mail.addresses, name="mail-addresses"),
    path("desk/mail/addresses/<int:pk>/lifting/", mail.lifting, name="mail-lifting"),
    path("desk/mail/kinds/", mail.kinds, name="mail-kinds"),
    path("desk/mail/kinds/<slug:name>/", mail.kind, name="mail-kind"),
    path("desk/mail/kinds/<slug:name>/page/", mail.kind_page, name="mail-kind-page"),
    path("desk/mail/pause/", mail.pause, name="mail-pause"),
    path("desk/mail/release/", mail.release, name="mail-release"),
    path("desk/mail/<int:pk>/", mail.letter, name="mail-letter"),
    path("desk/mail/<int:pk>/page/", mail.letter_page, name="mail-letter-page"),
    path("desk/mail/<int:pk>/pause/", mail.letter_pause, name="mail-letter-pause"),
    path("desk/mail/<int:pk>/release/", mail.letter_release, name="mail-letter-release"),
    path("desk/mail/<int:pk>/again/", mail.letter_again, name="mail-letter-again"),
]
