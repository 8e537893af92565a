// "Choose all" above a list whose rows have boxes. It stands hidden in the page, because without script it does nothing;
// the boxes of the rows work either way, and only they are sent.

function follow(all: HTMLInputElement, boxes: HTMLInputElement[], said: HTMLElement | null): void {
  const chosen = boxes.filter((box) => box.checked).length;
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  if (said) {
    said.textContent = chosen ? `${chosen} of ${boxes.length} chosen` : "";
  }
}

/** Each such box chooses all boxes of its form that have its name, or none, and shows how many are chosen. */
export function chooseAll(): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-chooses]")) {
    const all = part.querySelector<HTMLInputElement>("input[type=checkbox]");
    const said = part.querySelector<HTMLElement>("[role=status]");
    const list = part.closest("form");
    const boxes = [
      ...(list?.querySelectorAll<HTMLInputElement>(`input[name="${part.dataset.chooses ?? ""}"]`) ?? []),
    ];
    if (!all || !list || !boxes.length) {
      continue;
    }
    const told = (): void => follow(all, boxes, said);
    all.addEventListener("change", () => {
      for (const box of boxes) {
        box.checked = all.checked;
      }
      told();
    });
    list.addEventListener("change", (event) => {
      if (event.target !== all) {
        told();
      }
    });
    // The browser restores boxes on the way back, after the page was read.
    window.addEventListener("pageshow", told);
    part.hidden = false;
    told();
  }
}
