// htmx under the strict content policy: no evaluated code, no styles of its own, the CSRF token as a header.
import htmx from "htmx.org";

interface Answer {
  xhr: XMLHttpRequest;
  target: HTMLElement;
  requestConfig: { verb: string };
  pathInfo: { finalRequestPath: string };
}

/** Where an answer leads that is no part of this page: to the page that it is, or, of something sent, to this one anew. */
function leave({ xhr, requestConfig, pathInfo }: Answer): void {
  if (requestConfig.verb === "get") {
    location.assign(pathInfo.finalRequestPath);
  } else if (new URL(xhr.responseURL).pathname === new URL(pathInfo.finalRequestPath, location.href).pathname) {
    location.reload();
  } else {
    location.assign(xhr.responseURL);
  }
}

let typing: { id: string; value: string } | null = null;

/** What is being typed while the part around it is replaced goes on where it was. */
function keepTyping(): void {
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const field = document.activeElement;
    const { target } = (event as CustomEvent<Answer>).detail;
    const typed = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === "text");
    typing = typed && field.id && target.contains(field) ? { id: field.id, value: field.value } : null;
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    const field = typing && document.getElementById(typing.id);
    if (typing && (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) {
      field.value = typing.value;
    }
    typing = null;
  });
}

/** `start` brings the components of a part to life that was swapped in. */
export function startHtmx(start: (scope: HTMLElement) => void): void {
  htmx.config.allowEval = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.selfRequestsOnly = true;
  htmx.config.historyCacheSize = 0; // pages hold personal data: none is kept in the browser's storage
  htmx.config.refreshOnHistoryMiss = true; // so going back is a reload, never half a page
  htmx.config.responseHandling = [
    { code: "[23]..", swap: true },
    { code: "422", swap: true }, // a form that came back with its errors
    { code: "...", swap: false, error: true },
  ];
  // An answer without the part asked for (signed out meanwhile, an error page) is opened as the page that it is.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const answer = (event as CustomEvent<Answer>).detail;
    if (answer.target.id && !answer.xhr.responseText.includes(`id="${answer.target.id}"`)) {
      event.preventDefault();
      leave(answer);
    }
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const part = event.target as HTMLElement;
    start(part);
    // The link that was followed is gone with the old part: focus goes to what tells the outcome.
    if (document.activeElement === document.body) {
      part.querySelector<HTMLElement>("[data-fp-focus]")?.focus();
    }
  });
  keepTyping();
  document.body.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
    if (token) {
      (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["X-CSRFToken"] = token;
    }
  });
}
