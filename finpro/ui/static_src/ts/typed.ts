// What somebody typed on a page whose session ended: kept in this window until the page is open again, never a secret.

const PREFIX = "fp-typed:";
const SECRET = /passw|passphrase|ssn|social|secret|code|pin$|otp|answer|birth|born|dob|csrf|token|altcha/i;
const NO_SECRET = /postal|zip/i;
const CLOSED = ["off", "one-time-code", "current-password", "new-password"];
const KEPT_TYPES = ["text", "email", "tel", "number", "date", "search", "url", "radio", "checkbox", "textarea", "select-one", "select-multiple"];

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** One control: of which form (its address), which of those with its name there, and what it held. */
interface Entry {
  form: string;
  name: string;
  nth: number;
  value: string | boolean | string[];
}

function isPrivate(control: Control): boolean {
  const autocomplete = control.autocomplete.split(" ");
  return (
    !control.name ||
    !KEPT_TYPES.includes(control.type) ||
    (SECRET.test(control.name) && !NO_SECRET.test(control.name)) ||
    autocomplete.some((word) => CLOSED.includes(word)) ||
    control.closest("[data-private]") !== null
  );
}

/** Every control that may be kept, told by its form, its name and its place among those of one name. */
function* controls(): Generator<[Control, Omit<Entry, "value">]> {
  for (const form of document.querySelectorAll<HTMLFormElement>("main form")) {
    const seen = new Map<string, number>();
    for (const control of form.querySelectorAll<Control>("input, textarea, select")) {
      const nth = seen.get(control.name) ?? 0;
      seen.set(control.name, nth + 1);
      if (!isPrivate(control)) {
        yield [control, { form: form.getAttribute("action") ?? "", name: control.name, nth }];
      }
    }
  }
}

function changed(control: Control): Entry["value"] | null {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    return options.some((option) => option.selected !== option.defaultSelected)
      ? options.filter((option) => option.selected).map((option) => option.value)
      : null;
  }
  if (control instanceof HTMLInputElement && ["radio", "checkbox"].includes(control.type)) {
    return control.checked === control.defaultChecked ? null : control.checked;
  }
  return control.value === control.defaultValue ? null : control.value;
}

/** Keep what differs from the page as it came, for the account that `who` stands for. */
export function keepTyped(who: string): void {
  const entries: Entry[] = [];
  for (const [control, place] of controls()) {
    const value = changed(control);
    if (value !== null) {
      entries.push({ ...place, value });
    }
  }
  if (entries.length > 0) {
    sessionStorage.setItem(PREFIX + location.pathname, JSON.stringify({ who, entries }));
  }
}

/** Forget everything that is kept: who signs out leaves nothing behind. */
export function forgetTyped(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) {
      sessionStorage.removeItem(key);
    }
  }
}

function put(control: Control, value: Entry["value"]): void {
  if (control instanceof HTMLSelectElement) {
    for (const option of control.options) {
      option.selected = Array.isArray(value) && value.includes(option.value);
    }
  } else if (control instanceof HTMLInputElement && typeof value === "boolean") {
    control.checked = value;
  } else if (typeof value === "string") {
    control.value = value;
  }
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Put back what is kept for this page and this account; anybody else's is dropped. Says so, once. */
export function restoreTyped(who: string): void {
  const kept = sessionStorage.getItem(PREFIX + location.pathname);
  if (!kept) {
    return;
  }
  sessionStorage.removeItem(PREFIX + location.pathname);
  const found = JSON.parse(kept) as { who: string; entries: Entry[] };
  if (found.who !== who) {
    return;
  }
  let restored = 0;
  for (const [control, place] of controls()) {
    const entry = found.entries.find(
      (one) => one.form === place.form && one.name === place.name && one.nth === place.nth,
    );
    if (entry) {
      put(control, entry.value);
      restored += 1;
    }
  }
  if (restored > 0) {
    announce("What you had typed is back. Check it before you send it.");
  }
}

function announce(words: string): void {
  const note = document.createElement("div");
  note.className = "govuk-inset-text";
  note.setAttribute("role", "status");
  document.querySelector("main")?.prepend(note);
  // A region is announced when it changes, not when it appears.
  setTimeout(() => note.append(words), 100);
}
