"""Addresses of the registry's side, below /registry/."""

from django.urls import path

from finpro.portals.staff.views import (
    appoint,
    cases,
    decisions,
    firms,
    imports,
    people,
    registrations,
    request_decisions,
    roles,
    search,
)

app_name = "staff"
urlpatterns = [
    path("", search.home, name="home"),
    path("search", search.search, name="search"),
    path("search/ssn", search.search_ssn, name="search_ssn"),
    path("people/<int:crd>", people.person, name="person"),
    path("people/<int:crd>/history", people.history, name="history"),
    path("people/<int:crd>/ssn", people.person_ssn, name="person_ssn"),
    path("firms/<int:crd>", firms.firm, name="firm"),
    path("firms/<int:crd>/people", firms.firm_people, name="firm_people"),
    path("firms/<int:crd>/administrator", appoint.administrator, name="firm_administrator"),
    path("firms/<int:crd>/administrator/<int:invitation>/withdraw", appoint.withdraw, name="firm_invitation_withdraw"),
    path("imports", imports.imports, name="imports"),
    path("imports/<int:run>", imports.import_run, name="import_run"),
    path("cases", cases.queue, name="cases"),
    path("cases/find", cases.find, name="case_find"),
    path("cases/<str:number>", cases.case, name="case"),
    path("cases/<str:number>/take", cases.take, name="case_take"),
    path("cases/<str:number>/give-back", cases.give_back, name="case_give_back"),
    path("cases/<str:number>/note", cases.note, name="case_note"),
    path("cases/<str:number>/ask", cases.ask, name="case_ask"),
    path("cases/<str:number>/compare", cases.compare, name="case_compare"),
    path("cases/<str:number>/close", cases.close, name="case_close"),
    path("cases/<str:number>/decide", decisions.decide, name="case_decide"),
    path("accounts/<int:user_id>/unlock", cases.unlock, name="account_unlock"),
    path("registrations", registrations.queue, name="registrations"),
    path("registrations/<int:request_id>", registrations.registration, name="registration"),
    path("registrations/<int:request_id>/decide", request_decisions.decide, name="registration_decide"),
    path("registrations/<int:request_id>/review", request_decisions.review, name="registration_review"),
    path("registrations/<int:request_id>/ask", request_decisions.choose_letter, name="registration_ask"),
    path("registrations/<int:request_id>/letter", request_decisions.letter, name="registration_letter"),
    path(
        "registrations/<int:request_id>/missing/<int:deficiency_id>", request_decisions.cure, name="registration_cure"
    ),
    path("letters/<str:number>", request_decisions.sent_letter, name="letter"),
    path("letters/<str:number>/close", request_decisions.close_letter, name="letter_close"),
    path("work/<str:subject>/take", registrations.take, name="work_take"),
    path("work/<str:subject>/give-back", registrations.give_back, name="work_give_back"),
    path("work/<str:subject>/note", registrations.note, name="work_note"),
    path("work/<str:subject>/tick", registrations.tick, name="work_tick"),
    path("roles", roles.roles, name="roles"),
    path("roles/give", roles.give, name="role_give"),
    path("roles/<int:user_id>", roles.role, name="role"),
    path("roles/<int:user_id>/change", roles.change, name="role_change"),
    path("roles/<int:user_id>/end", roles.end, name="role_end"),
]
