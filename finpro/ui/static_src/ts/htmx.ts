// htmx under the strict content policy: no evaluated code, no styles of its own, the CSRF token as a header.
import htmx from "htmx.org";

export function startHtmx(): void {
  htmx.config.allowEval = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.selfRequestsOnly = true;
  htmx.config.historyCacheSize = 0; // pages hold personal data: none is kept in the browser's storage
  document.body.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
    if (token) {
      (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["X-CSRFToken"] = token;
    }
  });
}
