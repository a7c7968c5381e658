"""The API, and the pages where people let programs in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from collective.ground.lib.errors import Refused
from collective.share.api.accounts import PersonalToken
from collective.share.api.views import gatherings, tokens, webhooks

api = NinjaAPI(
    title="The community's API",
    version="1",
    description="Gatherings, sign-ups and attendance. Tokens are made on your own page; what they are for is in docs/api.md.",
    urls_namespace="api-1",
    auth=PersonalToken(),
    docs_url=None,
    openapi_url="/openapi.json",
)
api.add_router("", gatherings.router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, why: Refused) -> HttpResponse:
    answer = api.create_response(request, {"message": str(why)}, status=why.status)
    if why.status == 429:
        answer.headers["Retry-After"] = "60"
    return answer


@api.exception_handler(Http404)
def not_there(request: HttpRequest, why: Http404) -> HttpResponse:
    return api.create_response(request, {"message": "There is no such thing, or it is not for you to see."}, status=404)


@api.exception_handler(AuthenticationError)
def who_are_you(request: HttpRequest, why: AuthenticationError) -> HttpResponse:
    said = "Send a token that is valid: Authorization: Bearer tdc_… Tokens are made on your own page."
    answer = api.create_response(request, {"message": said}, status=401)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def not_like_this(request: HttpRequest, why: ValidationError) -> HttpResponse:
    wrong = [{"where": ".".join(map(str, each["loc"][1:])), "what": each["msg"]} for each in why.errors]
    return api.create_response(
        request, {"message": "Something in the request is not right.", "wrong": wrong}, status=400
    )


urlpatterns = [
    path("api/v1/", api.urls),
    path("me/tokens/", tokens.tokens, name="my-tokens"),
    path("me/tokens/<int:pk>/revocation/", tokens.revocation, name="my-token-revocation"),
    path("desk/webhooks/", webhooks.webhooks, name="webhooks"),
    path("desk/webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("desk/webhooks/<int:pk>/trial/", webhooks.trial, name="webhook-trial"),
    path("desk/webhooks/<int:pk>/ending/", webhooks.ending, name="webhook-ending"),
    path("desk/webhooks/<int:pk>/switching-on/", webhooks.switching_on, name="webhook-switching-on"),
    path("desk/webhooks/<int:pk>/deliveries/<int:delivery>/replay/", webhooks.replay, name="webhook-replay"),
]
