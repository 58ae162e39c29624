// The timeline shows one voice or all of them.
export function startStream(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-voice]");
    const stream = button?.closest("[data-stream]");
    if (!button || !stream) return;
    stream.querySelectorAll("[data-voice]").forEach((other) => other.classList.toggle("active", other === button));
    stream.querySelectorAll<HTMLElement>("[data-voice-of]").forEach((entry) => {
      entry.hidden = Boolean(button.dataset.voice) && entry.dataset.voiceOf !== button.dataset.voice;
    });
  });
}
