// "I am on site": ask the phone where it is, once, then send the form; without an answer the form goes as it is.
const PATIENCE_MS = 6000;

function place(): Promise<GeolocationCoordinates | null> {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    window.setTimeout(() => resolve(null), PATIENCE_MS + 500);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(coords),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
  });
}

function fill(form: HTMLFormElement, name: string, value: number): void {
  (form.elements.namedItem(name) as HTMLInputElement).value = value.toFixed(6);
}

async function onClick(event: MouseEvent): Promise<void> {
  const tapped = (event.target as Element).closest<HTMLButtonElement>("button[data-locate]");
  if (!tapped?.form || tapped.dataset.located) return;
  event.preventDefault();
  tapped.disabled = true;
  const coords = await place();
  tapped.disabled = false;
  // News of the job may have drawn the page anew while the phone was looking for its place.
  const button = tapped.isConnected ? tapped : document.querySelector<HTMLButtonElement>("button[data-locate]");
  if (!button?.form) return;
  if (coords) {
    fill(button.form, "lat", coords.latitude);
    fill(button.form, "lon", coords.longitude);
  }
  button.dataset.located = "1";
  button.form.requestSubmit(button);
  delete button.dataset.located;
}

export function startLocating(): void {
  document.addEventListener("click", (event) => void onClick(event));
}
