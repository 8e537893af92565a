// htmx under the strict content policy: no evaluated code, no styles of its own, the CSRF token as a header.
import htmx from "htmx.org";

interface Answer {
  xhr: XMLHttpRequest;
  target: HTMLElement;
  pathInfo: { finalRequestPath: string };
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
    const { xhr, target, pathInfo } = (event as CustomEvent<Answer>).detail;
    if (target.id && !xhr.responseText.includes(`id="${target.id}"`)) {
      event.preventDefault();
      location.assign(pathInfo.finalRequestPath);
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
  document.body.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
    if (token) {
      (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["X-CSRFToken"] = token;
    }
  });
}
