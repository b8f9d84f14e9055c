// Draws, and keeps what happens: when the first picture stood, what the policy refused, how frames follow each other.
const begun = performance.now();
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => window.refused.push(`${event.effectiveDirective} ${event.blockedURI}`));
window.frames_ = [];
const tick = (now) => {
  window.frames_.push(now);
  requestAnimationFrame(tick);
};
window.addEventListener("DOMContentLoaded", () => {
  const { name, data } = JSON.parse(document.getElementById("data").textContent);
  window.draw(name, document.getElementById("box"), data);
  // the second frame begins when the first one has been handed over
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      window.first = performance.now() - begun;
      requestAnimationFrame(tick);
    }),
  );
});
