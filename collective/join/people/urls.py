"""Signing in and out. Only what we use of allauth is mounted: there are no passwords to set, change or forget."""

from allauth.account import views as allauth
from django.urls import path, re_path

from collective.join.people import views

urlpatterns = [
    path("sign-in/", allauth.request_login_code, name="account_login"),
    path("sign-in/code/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/start/", allauth.request_login_code, name="account_request_login_code"),
    path("sign-up/", allauth.signup, name="account_signup"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("sign-in/inactive/", allauth.account_inactive, name="account_inactive"),
    path("sign-up/confirm/", allauth.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^sign-up/confirm/(?P<key>[-:\w]+)/$", allauth.confirm_email, name="account_confirm_email"),
    path("me/address/", views.address, name="account_email"),
    path("sign-in/again/", allauth.reauthenticate, name="account_reauthenticate"),
    path("me/", views.me, name="me"),
]
