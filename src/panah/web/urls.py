"""The room's addresses, named in the field's words."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, path

from panah.web.views import adding, changes, left_out, outlook, publications, report, situation, situations

_PUBLICATIONS = "situations/<slug:slug>/publications/"
_REPORT = "situations/<slug:slug>/reports/<slug:digest>/"

urlpatterns: list[URLPattern] = [
    path("", situations.situations, name="situations"),
    path("situations/<slug:slug>/", situation.situation, name="situation"),
    path("situations/<slug:slug>/chart.svg", situation.chart, name="chart"),
    path("situations/<slug:slug>/flows.csv", situation.table, name="flows"),
    path("situations/<slug:slug>/figures.csv", situation.figures, name="figures"),
    path("situations/<slug:slug>/changes/", changes.changes, name="changes"),
    path("situations/<slug:slug>/outlook/", outlook.outlook, name="outlook"),
    path("situations/<slug:slug>/events/", outlook.open_event, name="events"),
    path(_PUBLICATIONS, publications.publications, name="publications"),
    path(_PUBLICATIONS + "<int:number>/<str:name>", publications.file, name="published"),
    path("situations/<slug:slug>/add/", adding.add, name="add"),
    path(_REPORT, report.report, name="report"),
    path(_REPORT + "figures/<slug:figure>/", report.amend, name="amend"),
    path(_REPORT + "figures/<slug:figure>/review/", report.review, name="review"),
    path(_REPORT + "left-out/<int:start>/", left_out.take, name="take"),
    path("sign-in/", LoginView.as_view(template_name="panah/sign-in.html"), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
]
