// "I am on site": ask the phone where it is, once, then send the form; without an answer the form goes as it is.
const PATIENCE_MS = 6000;

function place(form: HTMLFormElement): Promise<void> {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve();
    const late = window.setTimeout(resolve, PATIENCE_MS + 500);
    const end = () => {
      window.clearTimeout(late);
      resolve();
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        (form.elements.namedItem("lat") as HTMLInputElement).value = coords.latitude.toFixed(6);
        (form.elements.namedItem("lon") as HTMLInputElement).value = coords.longitude.toFixed(6);
        end();
      },
      end,
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
  });
}

async function onClick(event: MouseEvent): Promise<void> {
  const button = (event.target as Element).closest<HTMLButtonElement>("button[data-locate]");
  if (!button?.form || button.dataset.located) return;
  event.preventDefault();
  button.disabled = true;
  await place(button.form);
  button.disabled = false;
  button.dataset.located = "1";
  button.form.requestSubmit(button);
  delete button.dataset.located;
}

export function startLocating(): void {
  document.addEventListener("click", (event) => void onClick(event));
}
