// The end of a session: warned of before, put off by a button in any window, and when it comes nothing typed is lost.
import { forgetTyped, keepTyped, restoreTyped } from "./typed";

const SHARED = "fp-session-ends";
const KEEP = "/session/keep";
const TICK = 1000;

/** When the session ends, as all windows of this browser know it: milliseconds, 0 for signed out. */
class End {
  constructor(
    private readonly who: string,
    private at: number,
  ) {
    this.share(at);
  }

  /** Milliseconds that are left. Another window may have put the end off, or signed out. */
  left(): number {
    const [who, at] = (read() ?? "").split(":");
    if (who === this.who) {
      this.at = at === "0" ? 0 : Math.max(this.at, Number(at));
    }
    return this.at - Date.now();
  }

  share(at: number): void {
    this.at = at;
    try {
      localStorage.setItem(SHARED, `${this.who}:${at}`);
    } catch {
      // Without storage each window keeps its own time.
    }
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(SHARED);
  } catch {
    return null;
  }
}

function wordsFor(left: number): string {
  const minutes = Math.ceil(left / 60_000);
  const when = left <= 60_000 ? "in less than a minute" : `in ${minutes} minutes`;
  return `You will be signed out ${when}.`;
}

/** Watches the session of the page's reader; on pages for everybody it does nothing. */
export function watchSession(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#fp-session");
  if (!dialog) {
    return;
  }
  const part = (name: string): HTMLElement => dialog.querySelector(`[data-fp-session="${name}"]`) as HTMLElement;
  const who = dialog.dataset.who ?? "";
  const warning = Number(dialog.dataset.warning) * 1000;
  const end = new End(who, Date.now() + Number(dialog.dataset.left) * 1000);
  let over = false;
  let put = false; // the reader has put the end off as far as it goes

  restoreTyped(who);

  const finish = (): void => {
    over = true;
    keepTyped(who);
    part("warning").hidden = true;
    part("over").hidden = false;
    dialog.setAttribute("aria-labelledby", "fp-session-over");
    dialog.classList.add("fp-dialog--over");
    const again = part("again") as HTMLAnchorElement;
    again.href = `/sign-in?${new URLSearchParams({ next: location.pathname + location.search })}`;
    if (!dialog.open) {
      dialog.showModal();
    }
    again.focus();
  };

  const stay = async (): Promise<void> => {
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
    let answer: Response;
    try {
      answer = await fetch(KEEP, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" });
    } catch {
      part("time").textContent = "The site could not be reached. Check your connection and try again.";
      return;
    }
    if (answer.status !== 204) {
      finish();
      return;
    }
    const left = Number(answer.headers.get("X-Session-Left")) * 1000;
    end.share(Date.now() + left);
    put = left <= warning;
    dialog.close();
  };

  const look = (): void => {
    if (over) {
      return;
    }
    const left = end.left();
    if (left <= 0) {
      finish();
    } else if (left > warning) {
      put = false;
      dialog.close();
    } else if (!put) {
      const words = wordsFor(left);
      // Changed, and so announced, twice in two minutes and not each second.
      if (part("time").textContent !== words) {
        part("time").textContent = words;
      }
      if (!dialog.open) {
        dialog.showModal();
        part("stay").focus();
      }
    }
  };

  part("stay").addEventListener("click", () => void stay());
  // Escape means that somebody is there; once it is over, there is nothing to go back to.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!over) {
      void stay();
    }
  });
  dialog.addEventListener("close", () => {
    if (over) {
      dialog.showModal();
    }
  });
  for (const form of document.querySelectorAll<HTMLFormElement>('form[action="/sign-out"]')) {
    form.addEventListener("submit", () => {
      forgetTyped();
      end.share(0);
    });
  }
  window.addEventListener("storage", look);
  document.addEventListener("visibilitychange", look);
  setInterval(look, TICK);
}
