// Keeping what is shown once: copying it, printing it.

export function keepCodes(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-fp-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-fp-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      const lines = document.querySelectorAll<HTMLElement>(`${button.dataset.fpCopy} > *`);
      await navigator.clipboard.writeText([...lines].map((line) => line.textContent?.trim()).join("\n"));
      const status = document.querySelector<HTMLElement>("[data-fp-copied]");
      if (status) {
        status.textContent = "Copied";
      }
    });
  }
}
