// Keeps the page of a running refresh up to date; without scripts the page loads itself anew.
(() => {
  const SECONDS = 2;

  function watch(place) {
    const note = document.getElementById("refresh-progress-note");
    const again = () => setTimeout(look, SECONDS * 1000);

    async function look() {
      if (document.hidden) return again();
      try {
        const answer = await fetch(place.dataset.progress, { credentials: "same-origin", redirect: "error" });
        if (!answer.ok) throw new Error(answer.status);
        const progress = await answer.json();
        // The rest of the page, too, has changed by then.
        if (progress.is_over) return location.reload();
        place.innerHTML = progress.html;
        note.textContent = "";
      } catch {
        note.textContent = "The server does not tell how far it is; it is asked again.";
      }
      again();
    }

    again();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const place = document.querySelector("[data-progress]");
    if (place) watch(place);
  });
})();
