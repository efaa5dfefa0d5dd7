// Shows only the sub-verticals of the chosen vertical, and saves without loading the page anew.
(() => {
  const form = document.getElementById("tagging");
  if (!form) return;
  const vertical = form.elements.vertical;
  const subVertical = form.elements.sub_vertical;
  const message = document.getElementById("message");

  function narrow() {
    for (const option of subVertical.options) {
      const fits = !option.value || option.dataset.vertical === vertical.value;
      option.hidden = option.disabled = !fits;
      if (!fits && option.selected) subVertical.value = "";
    }
  }

  vertical.addEventListener("change", narrow);
  narrow();

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "HX-Request": "true" },
        body: new FormData(form),
      });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      message.innerHTML = await answer.text();
    } catch {
      // Whatever it was, the server can say it better on a page of its own.
      form.submit();
    } finally {
      button.disabled = false;
    }
  });
})();
