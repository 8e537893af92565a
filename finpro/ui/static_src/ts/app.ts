// The one script of the site. Every page works without it; it only makes some of them quicker to use.
import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  SkipLink,
} from "govuk-frontend";
import { chooseAll } from "./choose";
import { startHtmx } from "./htmx";
import { watchSession } from "./idle";
import { keepCodes } from "./keep";
import { closeMenus, foldNavigation } from "./menus";
import { talkToPasskeys } from "./passkeys";
import { followRadios } from "./radios";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
function start(scope: Document | HTMLElement): void {
  for (const component of [
    Button,
    CharacterCount,
    Checkboxes,
    ErrorSummary,
    NotificationBanner,
    PasswordInput,
    SkipLink,
  ]) {
    createAll(component, undefined, scope);
  }
}
start(document);
startHtmx(start);
followRadios();
chooseAll();
closeMenus();
foldNavigation();
watchSession();
talkToPasskeys();
keepCodes();
