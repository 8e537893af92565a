// The human check of a form: fetch a challenge, solve it unseen, put the answer into the form, begin again when it ends.
// What the server sends and takes is written down in finpro/integrations/human_check/port.py.
import { type Challenge, pbkdf2, solveChallenge } from "altcha/lib";

interface Given {
  widget: string;
  lifetime: number; // seconds
  challenge?: Challenge; // altcha
  script?: string; // recaptcha
  site_key?: string;
  ticket?: string;
}

/** The part of the vendor's script that we call. */
interface Vendor {
  ready(then: () => void): void;
  render(place: HTMLElement, options: Record<string, unknown>): number;
  reset(id: number): void;
}

const MARGIN = 30; // seconds before its end at which a challenge is replaced
const WAITS = [1, 3, 9]; // seconds before each further try
const TOKEN = 110; // seconds: the vendor's tokens live two minutes
const PATIENCE = 10_000; // milliseconds for the server's answer

const CHECKING = "Checking that you are a person…";
const DONE = "Done: the check that you are a person was passed.";
const AGAIN = "Trying again…";
const TICK = "Tick the box to show that you are a person.";

const pause = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

async function fetched(address: string): Promise<Given> {
  const answer = await fetch(address, {
    headers: { Accept: "application/json" },
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok) {
    throw new Error(`challenge: ${answer.status}`);
  }
  return (await answer.json()) as Given;
}

/** The answer that the server takes: challenge and solution as base64. */
async function solved(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey: pbkdf2.deriveKey });
  if (!solution) {
    throw new Error("challenge: not solved in time");
  }
  return btoa(JSON.stringify({ challenge, solution }));
}

function vendor(): Vendor | undefined {
  return (window as unknown as { grecaptcha?: Vendor }).grecaptcha;
}

/** The vendor's script, loaded once. */
function loaded(address: string): Promise<Vendor> {
  return new Promise((done, failed) => {
    const ready = (): void => vendor()?.ready(() => done(vendor() as Vendor));
    if (vendor()) {
      ready();
      return;
    }
    const script = document.createElement("script");
    script.src = `${address}?render=explicit`;
    script.addEventListener("load", ready);
    script.addEventListener("error", () => failed(new Error("script: not loaded")));
    document.head.append(script);
  });
}

/** Look after one check for as long as the page is open. */
function look(root: HTMLElement, form: HTMLFormElement): void {
  const address = root.dataset.challengeUrl ?? "";
  const state = root.querySelector<HTMLElement>("[role=status]");
  const button = root.querySelector<HTMLButtonElement>("button");
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = root.dataset.field ?? "human_check";
  root.append(field);

  let until = 0; // when the answer ends, milliseconds
  let timer = 0;
  let ticking = false; // the person has to do something, so nobody waits for them
  let givenUp = false;
  let atWork: Promise<void> | null = null;
  let box: number | null = null;
  let ticket = "";

  const say = (words: string): void => {
    if (state && state.textContent !== words) {
      state.textContent = words;
    }
  };
  const offerAgain = (offered: boolean): void => {
    if (button?.parentElement) {
      button.parentElement.hidden = !offered; // the button's own style would show it all the same
    }
  };
  const fresh = (): boolean => field.value !== "" && Date.now() < until;

  const keep = (answer: string, lifetime: number): void => {
    field.value = answer;
    until = Date.now() + lifetime * 1000;
    say(DONE);
  };
  const renewBefore = (lifetime: number): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void renew(), Math.max(lifetime - MARGIN, 1) * 1000);
  };

  /** Show the vendor's box, or empty it; the answer comes when the person has ticked it. */
  const ask = async (given: Given): Promise<void> => {
    const api = await loaded(given.script ?? "");
    ticking = true;
    say(TICK);
    ticket = given.ticket ?? "";
    if (box !== null) {
      api.reset(box);
      return;
    }
    const place = document.createElement("div");
    root.append(place);
    box = api.render(place, {
      sitekey: given.site_key,
      size: window.innerWidth < 400 ? "compact" : "normal",
      theme: window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
      callback: (token: string) => keep(`${ticket}~${token}`, TOKEN),
      "expired-callback": () => void renew(AGAIN),
      "error-callback": () => void renew(AGAIN),
    });
  };

  const attempt = async (words?: string): Promise<void> => {
    field.value = "";
    givenUp = false;
    offerAgain(false);
    for (const [tries, wait] of [0, ...WAITS].entries()) {
      if (wait) {
        say(`${AGAIN} (${tries} of ${WAITS.length})`); // differs each time, so that each time is read out
        await pause(wait);
      } else if (words) {
        say(words);
      }
      try {
        const given = await fetched(address);
        if (given.widget === "recaptcha") {
          await ask(given);
        } else if (given.challenge && window.isSecureContext) {
          keep(await solved(given.challenge), given.lifetime);
        } else {
          break; // without WebCrypto there is nothing to try again
        }
        renewBefore(given.lifetime);
        return;
      } catch {
        // The next try, or the words below, are the answer to it.
      }
    }
    givenUp = true;
    say(root.dataset.failed ?? "");
    offerAgain(true);
  };

  /** Begin anew, unless that is being done; the words are said, if any. */
  const renew = (words?: string): Promise<void> => {
    atWork ??= attempt(words).finally(() => {
      atWork = null;
    });
    return atWork;
  };

  form.addEventListener("submit", (event) => {
    // Without an answer the server offers another way; with the vendor's box it says what is missing.
    if (fresh() || givenUp || ticking) {
      return;
    }
    event.preventDefault();
    const sender = event.submitter;
    void renew(CHECKING).then(() => form.requestSubmit(sender));
  });
  button?.addEventListener("click", () => void renew(AGAIN));
  // A page that comes back with the back button holds an answer that was used.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      void renew(AGAIN);
    }
  });

  void renew(CHECKING);
}

for (const root of document.querySelectorAll<HTMLElement>('[data-module="human-check"]')) {
  const form = root.closest("form");
  if (form) {
    look(root, form);
  }
}
