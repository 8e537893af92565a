// Radios that reveal further questions. GOV.UK's own script puts `aria-expanded` on a radio, which ARIA does not allow;
// this one only shows and hides, and lets the order of the page say the rest.

const HIDDEN = "govuk-radios__conditional--hidden";

function follow(group: HTMLElement): void {
  for (const radio of group.querySelectorAll<HTMLInputElement>("input[type=radio][data-aria-controls]")) {
    const revealed = document.getElementById(radio.dataset.ariaControls ?? "");
    revealed?.classList.toggle(HIDDEN, !radio.checked);
  }
}

/** Every group follows its choice: at the start, on a change, and when the browser restores a form on the way back. */
export function followRadios(): void {
  const groups = [...document.querySelectorAll<HTMLElement>('[data-module="govuk-radios"]')];
  for (const group of groups) {
    follow(group);
    group.addEventListener("change", () => follow(group));
  }
  window.addEventListener("pageshow", () => groups.forEach(follow));
}
