"""Signing in and out. Only what we use of allauth is mounted: there are no passwords to set, change or forget."""

from allauth.account import views as allauth
from django.urls import path

from collective.join.people import forms, views

code_request = allauth.RequestLoginCodeView.as_view(form_class=forms.CodeRequestForm)

urlpatterns = [
    path("sign-in/", code_request, name="account_login"),
    path("sign-in/", code_request, name="account_request_login_code"),
    path(
        "sign-in/code/",
        allauth.ConfirmLoginCodeView.as_view(form_class=forms.SignInCodeForm),
        name="account_confirm_login_code",
    ),
    path("sign-in/inactive/", allauth.account_inactive, name="account_inactive"),
    path("sign-up/", allauth.SignupView.as_view(form_class=forms.SignInSignUpForm), name="account_signup"),
    path("sign-up/confirm/", views.confirm_address, name="account_email_verification_sent"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("signed-in/", views.after_sign_in, name="after-sign-in"),
    path("me/", views.me, name="me"),
    path("me/address/", views.address, name="account_email"),
    path("me/consents/<slug:purpose>/", views.consent, name="my-consent"),
    path("me/consents/<slug:purpose>/withdrawal/", views.withdrawal, name="my-consent-withdrawal"),
    path("community/", views.join_community, name="join-community"),
    path("community/joined/", views.joined, name="joined-community"),
]
