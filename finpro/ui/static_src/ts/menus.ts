// The menu of the signed-in person and the navigation on a narrow screen.

/** A `details` menu closes on Escape, returning focus to its button, and when focus or a click goes elsewhere. */
export function closeMenus(): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-fp-menu]")) {
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary")?.focus();
      }
    });
    const closeFrom = (target: EventTarget | null): void => {
      if (menu.open && target instanceof Node && !menu.contains(target)) {
        menu.open = false;
      }
    };
    document.addEventListener("click", (event) => closeFrom(event.target));
    document.addEventListener("focusin", (event) => closeFrom(event.target));
  }
}

/** The navigation folds behind a button on narrow screens; without script it stays open. */
export function foldNavigation(): void {
  for (const nav of document.querySelectorAll<HTMLElement>("[data-fp-nav]")) {
    const button = nav.querySelector<HTMLButtonElement>(".fp-nav__toggle");
    if (!button) {
      continue;
    }
    button.hidden = false;
    nav.classList.add("fp-nav--folds");
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      nav.classList.toggle("fp-nav--open", open);
    });
  }
}
